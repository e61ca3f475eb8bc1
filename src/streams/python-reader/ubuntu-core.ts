/*
 * Ubuntu Core in MAAS up to 3.7, as in its importer (insert_item, get_or_create_boot_resource). MAAS 3.8 has no
 * special rule for it.
 */

type Get = (key: string) => string | undefined

/** The keys that only products of Ubuntu Core have, and from which MAAS builds names. */
export const CORE_NAMES = ['gadget_snap', 'kernel_snap']

/** Only this OS name counts, whatever the name of the product. */
export const isUbuntuCore = (os: string): boolean => os === 'ubuntu-core'

/**
 * MAAS's name for such an image: release `16` with the gadget snap `pc` becomes `16-pc`, the flavor is the
 * kernel snap, and the subarches of the product do not count.
 */
export const coreNames = (get: Get) => ({
  release: `${get('release') ?? ''}-${get('gadget_snap') ?? 'generic'}`,
  kflavor: get('kernel_snap') ?? 'generic',
  subarch: 'generic',
  subarches: ['generic'],
  kernel: 'generic',
})

/** The title of the release with that of its gadget, if it has one: "16 PC". */
export const coreTitle = (title: string, get: Get): string =>
  [title, get('gadget_title')].filter((part) => part).join(' ')
