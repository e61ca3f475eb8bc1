import type { WantedRelease } from '#selections/wanted.ts'
import { releaseName } from '#selections/keys.ts'

type ByRelease = ReadonlyMap<string, readonly WantedRelease[]>

/** Cached by list, because it is searched for each of its releases, which may be hundreds. */
const known = new WeakMap<readonly WantedRelease[], ByRelease>()

/** Selections by the name of their release (`ubuntu/noble`). */
export function byRelease(selections: readonly WantedRelease[]): ByRelease {
  const found = known.get(selections)
  if (found) return found
  const lists = new Map<string, WantedRelease[]>()
  for (const one of selections) {
    const name = releaseName(one)
    const list = lists.get(name)
    if (list) list.push(one)
    else lists.set(name, [one])
  }
  known.set(selections, lists)
  return lists
}
