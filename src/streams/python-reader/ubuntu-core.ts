/*
 * Ubuntu Core up to MAAS 3.7, by its importer (insert_item, get_or_create_boot_resource). MAAS 3.8 has no rule of its
 * own for it.
 */

type Get = (key: string) => string | undefined

/** Keys of a product that only Ubuntu Core has, and that MAAS makes names of. */
export const CORE_NAMES = ['gadget_snap', 'kernel_snap']

/** Only under this name, whatever the name of the product. */
export const isUbuntuCore = (os: string): boolean => os === 'ubuntu-core'

/**
 * How MAAS names such an image: the release of `16` with the gadget snap `pc` is `16-pc`, the flavor is the kernel snap,
 * and what the product says of subarches does not count.
 */
export const coreNames = (get: Get) => ({
  release: `${get('release') ?? ''}-${get('gadget_snap') ?? 'generic'}`,
  kflavor: get('kernel_snap') ?? 'generic',
  subarch: 'generic',
  subarches: ['generic'],
  kernel: 'generic',
})

/** The title of the release with that of its gadget, where it has one: "16 PC". */
export const coreTitle = (title: string, get: Get): string =>
  [title, get('gadget_title')].filter((part) => part).join(' ')
