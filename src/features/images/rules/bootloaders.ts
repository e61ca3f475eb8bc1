import { imageKey } from '#selections/keys.ts'

/** A bootloader that MAAS imports with every selection. */
export type Bootloader = {
  readonly os: string
  readonly type: string
  readonly arch: string
  /** How the machines start that need it, in words. */
  readonly starts: string
  /** The architectures of these machines. */
  readonly machines: readonly string[]
}

/**
 * The bootloaders that MAAS imports; a source may list more (from the code of 3.5 to 3.8). Machines of other
 * architectures need none.
 */
export const BOOTLOADERS: readonly Bootloader[] = [
  { os: 'pxelinux', type: 'pxe', arch: 'i386', starts: 'BIOS', machines: ['amd64', 'i386'] },
  { os: 'grub-efi-signed', type: 'uefi', arch: 'amd64', starts: 'UEFI', machines: ['amd64'] },
  { os: 'grub-efi', type: 'uefi', arch: 'arm64', starts: 'UEFI', machines: ['arm64'] },
  {
    os: 'grub-ieee1275',
    type: 'open-firmware',
    arch: 'ppc64el',
    starts: 'Open Firmware',
    machines: ['ppc64el'],
  },
]

export const bootloaderKey = ({ os, type, arch }: Pick<Bootloader, 'os' | 'type' | 'arch'>): string =>
  imageKey(os, type, arch)
