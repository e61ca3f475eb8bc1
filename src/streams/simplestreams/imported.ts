import { type Levels, valueOf } from './levels.ts'

/* Which products of a stream MAAS imports, by their names: rules of its importer, alike in 3.5, 3.7 and 3.8. */

const UBUNTU = /:v([23]|3\+platform):/i
const UBUNTU_CORE = /:v4:/i
const BOOTLOADER = /:1:/

/** The bootloaders that MAAS imports, and the architecture of the machines that each one starts. */
export const BOOTLOADERS: readonly {
  readonly type: string
  readonly os: string
  readonly arch: string
  readonly machines: string
}[] = [
  { type: 'pxe', os: 'pxelinux', arch: 'i386', machines: 'amd64' },
  { type: 'uefi', os: 'grub-efi-signed', arch: 'amd64', machines: 'amd64' },
  { type: 'uefi', os: 'grub-efi', arch: 'arm64', machines: 'arm64' },
  { type: 'open-firmware', os: 'grub-ieee1275', arch: 'ppc64el', machines: 'ppc64el' },
]

/** Whether the name of an Ubuntu product holds the version of streams that MAAS uses. */
export const isUbuntuName = (name: string): boolean => UBUNTU.test(name)
/** Whether the name of a bootloader holds the version of bootloaders that MAAS uses. */
export const isBootloaderName = (name: string): boolean => BOOTLOADER.test(name)

/** Whether it is one of the bootloaders that MAAS imports. */
export const isKnownBootloader = (type: string, os: string, arch: string): boolean =>
  BOOTLOADERS.some((one) => one.type === type && one.os === os && one.arch === arch)

/** Whether MAAS up to 3.7 goes on with a product; else it passes over it, whatever it lacks. */
export function passesNameRules(name: string, levels: Levels): boolean {
  const os = valueOf(levels, 'os') ?? ''
  if (os.toLowerCase().includes('ubuntu') && !(os === 'ubuntu-core' && UBUNTU_CORE.test(name))) {
    if (!isUbuntuName(name)) return false
  }
  const loader = valueOf(levels, 'bootloader-type')
  return (
    loader === undefined ||
    (isBootloaderName(name) && isKnownBootloader(loader, os, valueOf(levels, 'arch') ?? ''))
  )
}

/** Whether MAAS 3.8 imports a product, which its own list shows in any case. @param types of the files of its newest version */
export function isImportedBy38(
  name: string,
  get: (key: string) => string,
  types: readonly string[],
): boolean {
  const loader = get('bootloader-type')
  if (loader !== '') return isBootloaderName(name) && isKnownBootloader(loader, get('os'), get('arch'))
  return !types.includes('boot-kernel') || isUbuntuName(name)
}
