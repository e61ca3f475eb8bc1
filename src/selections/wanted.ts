import { ALL, sameList } from '#lib/same-lists.ts'

export { ALL, sameList, tidy } from '#lib/same-lists.ts'

/** What MAAS keeps of one release: the three filters of a selection. No arches: nothing is wanted. */
export type Wanted = {
  readonly arches: readonly string[]
  readonly subarches: readonly string[]
  readonly labels: readonly string[]
}

export const hasAll = (list: readonly string[]): boolean => list.includes(ALL)

/** True when everything `inner` lets through also passes `outer`. */
export const covers = (outer: readonly string[], inner: readonly string[]): boolean =>
  hasAll(outer) || (!hasAll(inner) && inner.every((name) => outer.includes(name)))

/** Null for a filter that lets nothing through: MAAS imports nothing when one of its lists is empty. */
export const effective = (wanted: Wanted | null | undefined): Wanted | null =>
  wanted && wanted.arches.length > 0 && wanted.subarches.length > 0 && wanted.labels.length > 0
    ? wanted
    : null

/** The same images, whatever the order of the lists. */
export function sameWanted(a: Wanted | null, b: Wanted | null): boolean {
  const left = effective(a)
  const right = effective(b)
  if (!left || !right) return left === right
  return (
    sameList(left.arches, right.arches) &&
    sameList(left.subarches, right.subarches) &&
    sameList(left.labels, right.labels)
  )
}
