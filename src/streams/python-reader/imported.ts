import { type Levels, valueOf } from './levels.ts'

/*
 * Which products of a stream MAAS imports, by their names: rules of its importer, the same in 3.5, 3.7 and 3.8.
 */

const UBUNTU = /:v([23]|3\+platform):/i
const UBUNTU_CORE = /:v4:/i
const BOOTLOADER = /:1:/

/** The bootloaders that MAAS imports, and the architecture of the machines that each one boots. */
export const IMPORTED_BOOTLOADERS: readonly {
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

const isKnownBootloader = (type: string, os: string, arch: string): boolean =>
  IMPORTED_BOOTLOADERS.some((one) => one.type === type && one.os === os && one.arch === arch)

/**
 * Why MAAS ignores a product, whatever else it lacks. ubuntu-name: its name does not contain the stream version that
 * MAAS uses. bootloader-name: its name does not contain the version of bootloaders. empty-type: MAAS treats it as a
 * bootloader without a type. unknown-bootloader: MAAS does not use this bootloader.
 */
export type PassedOver = 'ubuntu-name' | 'bootloader-name' | 'empty-type' | 'unknown-bootloader'

/** Why MAAS up to 3.7 ignores a product; null if it reads the product. */
export function passedOverTo37(name: string, levels: Levels): PassedOver | null {
  const os = valueOf(levels, 'os') ?? ''
  if (os.toLowerCase().includes('ubuntu') && !(os === 'ubuntu-core' && UBUNTU_CORE.test(name))) {
    if (!UBUNTU.test(name)) return 'ubuntu-name'
  }
  const loader = valueOf(levels, 'bootloader-type')
  if (loader === undefined) return null
  return loader === '' ? 'empty-type' : ofBootloader(name, loader, os, valueOf(levels, 'arch') ?? '')
}

/** Whether MAAS up to 3.7 reads a product. */
export const passesNameRules = (name: string, levels: Levels): boolean =>
  passedOverTo37(name, levels) === null

/**
 * Why MAAS 3.8 does not import a product, although its own list shows it; null if it does.
 * @param types file types of its newest version
 */
export function passedOverBy38(
  name: string,
  get: (key: string) => string,
  types: readonly string[],
): PassedOver | null {
  const loader = get('bootloader-type')
  if (loader !== '') return ofBootloader(name, loader, get('os'), get('arch'))
  return types.includes('boot-kernel') && !UBUNTU.test(name) ? 'ubuntu-name' : null
}

function ofBootloader(name: string, type: string, os: string, arch: string): PassedOver | null {
  if (!BOOTLOADER.test(name)) return 'bootloader-name'
  return isKnownBootloader(type, os, arch) ? null : 'unknown-bootloader'
}

/** Whether MAAS 3.8 imports a product. */
export const isImportedBy38 = (...product: Parameters<typeof passedOverBy38>): boolean =>
  passedOverBy38(...product) === null
