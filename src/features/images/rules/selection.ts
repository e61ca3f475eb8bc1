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

/** The saved selections, from the answer of the region. */
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

/** What is saved for a release; null if nothing is, or if the selection imports nothing. */
export const savedWanted = (saved: Saved, key: ReleaseKey): Wanted | null => effective(saved.get(key)?.wanted)

/** The wanted selection of a release: the draft, or else what is saved; null: nothing. */
export function wantedOf(saved: Saved, draft: Draft, key: ReleaseKey): Wanted | null {
  const drafted = draft.get(key)
  return drafted ? effective(drafted.wanted) : savedWanted(saved, key)
}

/** Whether a release wants this architecture; `*` wants every one. */
export const isSelected = (wanted: Wanted | null, arch: string): boolean =>
  wanted !== null && passes(wanted.arches, arch)

/**
 * Boxes of one release. `offered`: the architectures that its selection may contain. They replace `*` when one of
 * them is cleared. MAAS refuses a whole selection if one architecture is not offered by the source.
 */
type Boxes = {
  readonly id: ReleaseId
  readonly arches: readonly string[]
  readonly offered: readonly string[]
}

/**
 * Selects or clears architectures of releases. Selecting every box results in a list: only setAllArches includes
 * future architectures.
 */
export function setArches(draft: Draft, saved: Saved, boxes: readonly Boxes[], on: boolean): Draft {
  const next = new Map(draft)
  let changed = false
  for (const { id, arches, offered } of boxes) {
    const wanted = wantedOf(saved, next, releaseKey(id))
    const all = wanted !== null && hasAll(wanted.arches)
    if (on && all) continue
    const selected = new Set(all ? offered : wanted?.arches)
    for (const arch of arches) {
      if (on) selected.add(arch)
      else selected.delete(arch)
    }
    const possible = [...selected].filter((arch) => offered.includes(arch)).sort(compareArches)
    changed = want(next, saved, id, { arches: possible }) || changed
  }
  return changed ? next : draft
}

/**
 * Sets the kernels (subarches) of a wanted release; `['*']` means all, including future ones. An empty list changes
 * nothing.
 */
export function setKernels(draft: Draft, saved: Saved, id: ReleaseId, subarches: readonly string[]): Draft {
  if (subarches.length === 0 || !wantedOf(saved, draft, releaseKey(id))) return draft
  return changedBy(draft, saved, id, { subarches: tidy(subarches) })
}

/** Selects all architectures of a release, including those that the source will offer later. */
export const setAllArches = (draft: Draft, saved: Saved, id: ReleaseId): Draft =>
  changedBy(draft, saved, id, { arches: [ALL] })

/** After a poll: drops the parts of the draft that are saved now. Returns the same object if there are none. */
export function rebase(draft: Draft, saved: Saved): Draft {
  const left = [...draft].filter(([key, { wanted }]) => !sameWanted(wanted, savedWanted(saved, key)))
  return left.length === draft.size ? draft : new Map(left)
}

/**
 * Sets the base of a release to "nothing" after the page itself deleted its selection to create it again, so that
 * this does not look like a change by someone else. Returns the same object if the draft wants nothing of the
 * release.
 */
export function startOver(draft: Draft, id: ReleaseId): Draft {
  const key = releaseKey(id)
  const entry = draft.get(key)
  return entry && effective(entry.wanted) ? new Map([...draft, [key, { ...entry, base: null }]]) : draft
}

/**
 * A source that was created again has another ID. Draft entries of a missing source move to the only source of the
 * region; if there are several, the entries are dropped. Returns the same object if nothing moves.
 */
export function followSource(draft: Draft, sourceIds: readonly number[]): Draft {
  const entries = [...draft.values()]
  const lost = entries.filter(({ sourceId }) => !sourceIds.includes(sourceId))
  if (lost.length === 0) return draft
  const [only] = sourceIds
  const moved =
    only === undefined || sourceIds.length > 1 ? [] : lost.map((entry) => ({ ...entry, sourceId: only }))
  const kept = entries.filter((entry) => !lost.includes(entry))
  // entries of the existing source win
  return new Map([...moved, ...kept].map((entry) => [releaseKey(entry), entry]))
}

function changedBy(draft: Draft, saved: Saved, id: ReleaseId, change: Partial<Wanted>): Draft {
  const next = new Map(draft)
  return want(next, saved, id, change) ? next : draft
}

/** Changes one release in a draft that is still private to the caller. Returns whether anything changed. */
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
