import { displayText } from '#lib/text/display-text.ts'
import { shortSha256 } from '#lib/text/short-sha256.ts'
import { textHash } from '#lib/text/text-hash.ts'
import type { Item, StreamProduct } from '#streams/simplestreams/products.ts'
import { IMPORTED_TYPES } from '#streams/python-reader/python-reader.ts'

/* What MAAS reads of one product. */

/** The contract allows no longer text. */
const LONGEST_NAME = 2000

/**
 * Identifies a product in MAAS up to 3.7 when several sources list it. It is compared, never shown, so unusual
 * names become checksums.
 */
export function productKey({ contentId, name }: StreamProduct): string {
  const key = `${contentId} ${name}`
  return displayText(key) === key ? key : textHash(key)
}

export const olderOf = ({ versions }: StreamProduct) =>
  versions.length > 1 && { older: versions.slice(1).map(({ version }) => version) }

export const newestProductVersion = ({ versions }: StreamProduct): string => versions[0]?.version ?? ''

/** MAAS's name of a file of a boot resource: the last part of its path. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).slice(0, LONGEST_NAME)

/**
 * The files that MAAS downloads of a version: those of types that it supports, so no manifest, and of two root images
 * the squashfs.
 */
export function downloads(items: readonly Item[]): Item[] {
  const squashed = items.some((item) => item.ftype === 'squashfs')
  return items.filter(({ ftype }) => IMPORTED_TYPES.has(ftype) && !(squashed && ftype === 'root-image.gz'))
}

/** The files of the newest version of a product. */
export const listedFiles = ({ versions }: StreamProduct): [bytes: number, sum: string, name: string][] =>
  downloads(versions[0]?.items ?? []).map(({ size, sha256, path }) => [
    size,
    shortSha256(sha256),
    fileName(path),
  ])
