/** In arches, subarches and labels `*` means all, also what will come. */
export const ALL = '*'

/** Each name once; `*` swallows the others. */
export const tidy = (list: readonly string[]): readonly string[] =>
  list.includes(ALL) ? [ALL] : [...new Set(list)]

/** The same filter, whatever the order. */
export function sameList(a: readonly string[], b: readonly string[]): boolean {
  const left = tidy(a)
  const right = new Set(tidy(b))
  return left.length === right.size && left.every((name) => right.has(name))
}

type Selected = {
  readonly os: string
  readonly release: string
  readonly arches: readonly string[]
  readonly subarches: readonly string[]
  readonly labels: readonly string[]
}

/**
 * Whether two selections mean the same images, whatever the order of their lists.
 * @param emptyIsAll MAAS 3.8 and later pass over kernels and labels, so that empty lists are the same as all.
 */
export function sameSelection(a: Selected, b: Selected, emptyIsAll: boolean): boolean {
  const read = (list: readonly string[]) => (emptyIsAll && list.length === 0 ? [ALL] : list)
  return (
    a.os === b.os &&
    a.release === b.release &&
    sameList(a.arches, b.arches) &&
    sameList(read(a.subarches), read(b.subarches)) &&
    sameList(read(a.labels), read(b.labels))
  )
}
