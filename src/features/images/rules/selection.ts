import type { BootSource, Selection } from '#contract/maas.ts'
import { compareArches } from './arch-order.ts'
import type { Draft, DraftEntry, Saved } from './model.ts'
import {
  ALL,
  effective,
  hasAll,
  orAll,
  passes,
  sameList,
  sameWanted,
  tidy,
  type Wanted,
} from '#selections/wanted.ts'
import { type ReleaseId, type ReleaseKey, releaseKey } from '#selections/keys.ts'

/** What the region has selected, from what it answers. */
export function savedFrom(sources: { source: BootSource; selections: Selection[] }[]): Saved {
  const saved = new Map<ReleaseKey, ReleaseId & { selectionId: number; wanted: Wanted }>()
  for (const { source, selections } of sources) {
    for (const { id: selectionId, os, release, arches, subarches, labels } of selections) {
      const id = { sourceId: source.id, os, release }
      saved.set(releaseKey(id), { ...id, selectionId, wanted: { arches, subarches, labels } })
    }
  }
  return saved
}

/** What is saved for a release; null when nothing is, or when the selection lets nothing through. */
export const savedWanted = (saved: Saved, key: ReleaseKey): Wanted | null => effective(saved.get(key)?.wanted)

/** What the person wants of a release: the draft, else what is saved. Null: nothing. */
export function wantedOf(saved: Saved, draft: Draft, key: ReleaseKey): Wanted | null {
  const drafted = draft.get(key)
  return drafted ? effective(drafted.wanted) : savedWanted(saved, key)
}

/** Whether a release wants this architecture; `*` wants every one. */
export const isTicked = (wanted: Wanted | null, arch: string): boolean =>
  wanted !== null && passes(wanted.arches, arch)

/**
 * Boxes of one release. `offered`: the architectures that may stand in its selection. It says what is left when one
 * of `*` is unticked; and MAAS refuses a whole selection for one architecture that the source does not offer.
 */
type Boxes = {
  readonly id: ReleaseId
  readonly arches: readonly string[]
  readonly offered: readonly string[]
}

/**
 * Ticks or unticks architectures of releases.
 * Ticking everything by hand stays a list: only setAllArches asks for future architectures.
 */
export function setArches(draft: Draft, saved: Saved, boxes: readonly Boxes[], on: boolean): Draft {
  const next = new Map(draft)
  let changed = false
  for (const { id, arches, offered } of boxes) {
    const wanted = wantedOf(saved, next, releaseKey(id))
    const all = wanted !== null && hasAll(wanted.arches)
    if (on && all) continue
    const ticked = new Set(all ? offered : wanted?.arches)
    for (const arch of arches) {
      if (on) ticked.add(arch)
      else ticked.delete(arch)
    }
    const possible = [...ticked].filter((arch) => offered.includes(arch)).sort(compareArches)
    changed = want(next, saved, id, { arches: possible }) || changed
  }
  return changed ? next : draft
}

/** Chooses kernels (subarches) of a release that is wanted; `['*']` is all, including future ones. None is no choice. */
export function setKernels(draft: Draft, saved: Saved, id: ReleaseId, subarches: readonly string[]): Draft {
  if (subarches.length === 0 || !wantedOf(saved, draft, releaseKey(id))) return draft
  return changedBy(draft, saved, id, { subarches: tidy(subarches) })
}

/** All architectures of a release, also those that the source will offer later. */
export const setAllArches = (draft: Draft, saved: Saved, id: ReleaseId): Draft =>
  changedBy(draft, saved, id, { arches: [ALL] })

/** After a poll: what is saved by now is no draft any more. The same object when nothing goes. */
export function rebase(draft: Draft, saved: Saved): Draft {
  const left = [...draft].filter(([key, { wanted }]) => !sameWanted(wanted, savedWanted(saved, key)))
  return left.length === draft.size ? draft : new Map(left)
}

/**
 * The page itself has deleted the selection of a release to create it again: what the draft wants of it starts from
 * nothing now, so that nobody else seems to have deleted it. The same object where it wants nothing.
 */
export function startOver(draft: Draft, id: ReleaseId): Draft {
  const key = releaseKey(id)
  const entry = draft.get(key)
  return entry && effective(entry.wanted) ? new Map([...draft, [key, { ...entry, base: null }]]) : draft
}

/**
 * A source that was made anew has another id: what was ticked of the former one follows to it where it is the only
 * one, and is no draft any more where nobody can tell which it is. The same object when nothing moves.
 */
export function followSource(draft: Draft, sourceIds: readonly number[]): Draft {
  const entries = [...draft.values()]
  const lost = entries.filter(({ sourceId }) => !sourceIds.includes(sourceId))
  if (lost.length === 0) return draft
  const [only] = sourceIds
  const moved =
    only === undefined || sourceIds.length > 1 ? [] : lost.map((entry) => ({ ...entry, sourceId: only }))
  const kept = entries.filter((entry) => !lost.includes(entry))
  // what was ticked of the present one wins
  return new Map([...moved, ...kept].map((entry) => [releaseKey(entry), entry]))
}

function changedBy(draft: Draft, saved: Saved, id: ReleaseId, change: Partial<Wanted>): Draft {
  const next = new Map(draft)
  return want(next, saved, id, change) ? next : draft
}

/** Changes one release in a draft that nobody else holds yet; tells whether anything changed. */
function want(
  draft: Map<ReleaseKey, DraftEntry>,
  saved: Saved,
  id: ReleaseId,
  change: Partial<Wanted>,
): boolean {
  const key = releaseKey(id)
  const before = savedWanted(saved, key)
  const present = wantedOf(saved, draft, key)
  const kept = present ?? saved.get(key)?.wanted
  const wanted = effective({
    arches: present?.arches ?? [],
    subarches: orAll(kept?.subarches),
    labels: orAll(kept?.labels),
    ...change,
  })
  if (present && wanted && sameWanted(present, wanted) && sameList(present.arches, wanted.arches))
    return false
  if (sameWanted(wanted, before)) return draft.delete(key)
  const { sourceId, os, release } = id
  const drafted = draft.get(key)
  draft.set(key, { ...drafted, sourceId, os, release, base: drafted ? drafted.base : before, wanted })
  return true
}
