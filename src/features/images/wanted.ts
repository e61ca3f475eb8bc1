import type { Wanted } from './model.ts'

/** In arches, subarches and labels `*` means all, also what will come. */
export const ALL = '*'

export const hasAll = (list: readonly string[]): boolean => list.includes(ALL)

/** Each name once; `*` swallows the others. */
export const tidy = (list: readonly string[]): readonly string[] =>
  hasAll(list) ? [ALL] : [...new Set(list)]

/** The same filter, whatever the order. */
export function sameList(a: readonly string[], b: readonly string[]): boolean {
  const left = tidy(a)
  const right = new Set(tidy(b))
  return left.length === right.size && left.every((name) => right.has(name))
}

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
