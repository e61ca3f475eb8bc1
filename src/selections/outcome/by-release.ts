import type { WantedImages } from '#selections/source-offer.ts'

type ByRelease = ReadonlyMap<string, readonly WantedImages[]>

/** A list is asked about once for each of its releases, which may be hundreds. */
const known = new WeakMap<readonly WantedImages[], ByRelease>()

/** Selections by the name of their release (`ubuntu/noble`). */
export function byRelease(selections: readonly WantedImages[]): ByRelease {
  const found = known.get(selections)
  if (found) return found
  const lists = new Map<string, WantedImages[]>()
  for (const one of selections) {
    const name = `${one.os}/${one.release}`
    const list = lists.get(name)
    if (list) list.push(one)
    else lists.set(name, [one])
  }
  known.set(selections, lists)
  return lists
}
