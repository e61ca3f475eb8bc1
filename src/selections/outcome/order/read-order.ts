import { isInSnap, MAAS_IO } from '#selections/maas-io.ts'
import type { SourceOffer } from '#selections/source-offer.ts'

/*
 * The order in which an import of MAAS up to 3.7 reads its sources: that of the rows in the database, which is also that
 * of MAAS's list of sources (get_boot_sources). It counts where several sources list the same product: the one that is
 * read first decides the version (boot_merge), and the one that is read last decides the files.
 */

/** Sources in the order of MAAS's list of them, by id; those that it does not name come last. */
export function inListOrder<T>(
  sources: readonly T[],
  idOf: (source: T) => number,
  order: readonly number[] | undefined,
): readonly T[] {
  if (order === undefined) return sources
  const placeOf = (source: T) => {
    const place = order.indexOf(idOf(source))
    return place < 0 ? order.length : place
  }
  return sources.toSorted((one, other) => placeOf(one) - placeOf(other))
}

type Keyring = { readonly keyring_filename: string }

/**
 * Whether each import first writes the source with this address again, which moves its row. MAAS does that in a snap,
 * with its default source (ensure_boot_source_definition). The keyring files show whether it is a snap.
 */
export const isRewritten = (url: string, sources: readonly Keyring[]): boolean =>
  url === MAAS_IO.stable && sources.some(({ keyring_filename }) => isInSnap(keyring_filename))

/** Sources in the order in which an import usually reads them. @param order of MAAS's list of them, by id */
export function inReadOrder<T extends Keyring & { readonly id: number; readonly url: string }>(
  sources: readonly T[],
  order: readonly number[] | undefined,
): readonly T[] {
  const listed = inListOrder(sources, ({ id }) => id, order)
  const last = listed.filter(({ url }) => isRewritten(url, sources))
  return [...listed.filter((one) => !last.includes(one)), ...last]
}

/** How many places the source that is written again can take, in addition to the last one. */
export const otherPlaces = (sources: readonly SourceOffer[]): number =>
  sources.some((one) => one.isRewritten === true) ? sources.length - 1 : 0

/**
 * The order in which an import reads sources that MAAS lists in this order. @param place of the source that is written
 * again, counted from the end. Usually that is 0. But the database puts the row into the first free place, which can come
 * before others.
 */
export function readOrder(sources: readonly SourceOffer[], place: number): readonly SourceOffer[] {
  const moved = sources.find((one) => one.isRewritten === true)
  if (!moved) return sources
  const others = sources.filter((one) => one !== moved)
  return others.toSpliced(Math.max(0, others.length - place), 0, moved)
}
