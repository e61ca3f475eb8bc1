/** In the lists of a selection `*` means all, including items that are offered later. */
export const ALL = '*'

/**
 * The images of one release that MAAS keeps: the three filters of a selection. Without arches nothing is
 * wanted.
 */
export type Wanted = {
  readonly arches: readonly string[]
  readonly subarches: readonly string[]
  readonly labels: readonly string[]
}

/** A selection: a release, and the images of it that MAAS keeps. */
export type WantedRelease = Wanted & { readonly os: string; readonly release: string }
/** The images that a mirror must hold, and how many versions of each. */
export type MirrorOrder = { readonly images: readonly WantedRelease[]; readonly versions: number }

export const hasAll = (list: readonly string[]): boolean => list.includes(ALL)

/** Whether a list lets a name through. */
export const passes = (list: readonly string[], name: string): boolean => hasAll(list) || list.includes(name)

/** Whether everything that `inner` lets through also passes `outer`. */
export const covers = (outer: readonly string[], inner: readonly string[]): boolean =>
  hasAll(outer) || (!hasAll(inner) && inner.every((name) => outer.includes(name)))

/** Each name once; `*` replaces the others. */
export const tidy = (list: readonly string[]): string[] => (hasAll(list) ? [ALL] : [...new Set(list)])

/** Whether two filters are the same, whatever their order. */
export function sameList(a: readonly string[], b: readonly string[]): boolean {
  const left = tidy(a)
  const right = new Set(tidy(b))
  return left.length === right.size && left.every((name) => right.has(name))
}

/** Null for a filter that lets nothing through: MAAS imports nothing if one of its lists is empty. */
export const effective = (wanted: Wanted | null | undefined): Wanted | null =>
  wanted && wanted.arches.length > 0 && wanted.subarches.length > 0 && wanted.labels.length > 0
    ? wanted
    : null

/** Whether both let the same images through. */
export function sameWanted(a: Wanted | null, b: Wanted | null): boolean {
  const left = effective(a)
  const right = effective(b)
  return left && right ? sameLists(left, right) : left === right
}

/** Whether two selections select the same images: `*` beside other names is the same as `*` alone. */
export const sameSelection = (a: WantedRelease, b: WantedRelease): boolean =>
  a.os === b.os && a.release === b.release && sameWanted(a, b)

/**
 * Whether two selections have the same lists, whatever their order. Unlike sameSelection, this also compares
 * selections that select nothing.
 */
export const sameStoredSelection = (a: WantedRelease, b: WantedRelease): boolean =>
  a.os === b.os && a.release === b.release && sameLists(a, b)

const sameLists = (a: Wanted, b: Wanted): boolean =>
  sameList(a.arches, b.arches) && sameList(a.subarches, b.subarches) && sameList(a.labels, b.labels)

/** A selection without its ids and the other fields of MAAS's answer. */
export const plainSelection = <T extends WantedRelease>({
  os,
  release,
  arches,
  subarches,
  labels,
}: T): Pick<T, keyof WantedRelease> => ({ os, release, arches, subarches, labels })

/** MAAS 3.8 and later ignore the kernels and labels of a selection: empty lists mean the same as all. */
export const withEmptyAsAll = <T extends Wanted>(wanted: T) => ({
  ...wanted,
  subarches: orAll(wanted.subarches),
  labels: orAll(wanted.labels),
})

/** A list, or all if it is empty or absent. */
export const orAll = (list: readonly string[] | undefined): string[] => (list?.length ? [...list] : [ALL])
