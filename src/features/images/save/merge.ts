import type { Draft, DraftEntry, Saved } from '#features/images/rules/model.ts'
import { savedWanted } from '#features/images/rules/selection.ts'
import { compareArches } from '#features/images/rules/arch-order.ts'
import { ALL, effective, hasAll, sameList, sameWanted, type Wanted } from '#selections/wanted.ts'
import { type ReleaseId, type ReleaseKey, releaseKey } from '#selections/keys.ts'

/** A release that both this user and someone else changed. */
export type MergeChange = {
  readonly id: ReleaseId
  readonly base: Wanted | null
  readonly theirs: Wanted | null
  readonly merged: Wanted | null
  /** Whether both changed the same thing; `merged` then contains the choice of this user. */
  readonly conflict: boolean
}

export type Merge = { readonly draft: Draft; readonly changes: readonly MergeChange[] }

type Merged<T> = { readonly value: T; readonly conflict: boolean }

/**
 * Rebases a draft onto what is saved now. Each release is a three-way merge of the user's draft, the other change and
 * their common base; the new draft is based on what is saved now and holds only what still differs. A release that is
 * already saved as drafted (by a save that continues) is not reported.
 */
export function mergeDraft(draft: Draft, now: Saved): Merge {
  const next = new Map<ReleaseKey, DraftEntry>()
  const changes: MergeChange[] = []
  for (const [key, entry] of draft) {
    const theirs = savedWanted(now, key)
    if (sameWanted(entry.wanted, theirs)) continue
    if (sameWanted(entry.base, theirs)) {
      next.set(key, entry)
      continue
    }
    const id = { sourceId: entry.sourceId, os: entry.os, release: entry.release }
    const base = effective(entry.base)
    const { value: merged, conflict } = mergeWanted(base, effective(entry.wanted), theirs)
    changes.push({ id, base, theirs, merged, conflict })
    if (!sameWanted(merged, theirs)) next.set(key, { ...entry, base: theirs, wanted: merged })
  }
  return { draft: next, changes }
}

/**
 * The releases that someone else changed after this draft was saved; null: everything is as saved. If a change of
 * this draft was undone, the user must decide.
 */
export function notAsSaved(draft: Draft, now: Saved): Merge | null {
  const merged = mergeDraft(draft, now)
  const reported = new Set(merged.changes.map(({ id }) => releaseKey(id)))
  const undone = [...merged.draft].flatMap(([key, { sourceId, os, release, base, wanted }]) =>
    reported.has(key)
      ? []
      : [{ id: { sourceId, os, release }, base, theirs: base, merged: wanted, conflict: true }],
  )
  const changes = [...merged.changes, ...undone]
  return changes.length === 0 ? null : { draft: merged.draft, changes }
}

/**
 * The draft to continue with if the user closes a merge without a decision: what the merge shows. An undecided
 * conflict keeps its old base, so that the next save asks again.
 */
export function undecided(draft: Draft, changes: readonly MergeChange[]): Draft {
  const bases = new Map(
    changes.filter(({ conflict }) => conflict).map(({ id, base }) => [releaseKey(id), base]),
  )
  return new Map(
    [...draft].map(([key, entry]) => {
      const base = bases.get(key)
      return [key, base === undefined ? entry : { ...entry, base }]
    }),
  )
}

function mergeWanted(base: Wanted | null, mine: Wanted | null, theirs: Wanted | null): Merged<Wanted | null> {
  if (mine === null) return { value: null, conflict: !onlyTakesAway(base, theirs) }
  // the other side dropped what this user kept or changed
  if (theirs === null) return { value: mine, conflict: true }
  const arches = mergeArches(base?.arches ?? [], mine.arches, theirs.arches)
  const subarches = mergeList(base?.subarches, mine.subarches, theirs.subarches)
  const labels = mergeList(base?.labels, mine.labels, theirs.labels)
  return {
    value: { arches: arches.value, subarches: subarches.value, labels: labels.value },
    conflict: arches.conflict || subarches.conflict || labels.conflict,
  }
}

/** Whether the other side only cleared architectures, which agrees with dropping the release. */
const onlyTakesAway = (base: Wanted | null, theirs: Wanted | null): boolean =>
  theirs === null ||
  (base !== null &&
    sameList(base.subarches, theirs.subarches) &&
    sameList(base.labels, theirs.labels) &&
    (hasAll(base.arches) || theirs.arches.every((arch) => base.arches.includes(arch))))

/**
 * Architectures merge as sets: those that either side selected are in, those that either side cleared are out. `*`
 * means all, and its members are not known here. If that leaves no clear result, or an empty one, it is a conflict.
 */
function mergeArches(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): Merged<readonly string[]> {
  const conflict = { value: mine, conflict: true }
  if (sameList(base, mine)) return { value: theirs, conflict: false }
  if (sameList(base, theirs) || sameList(mine, theirs)) return { value: mine, conflict: false }
  // both sides replaced "all" with a list: keep what both lists have
  if (hasAll(base)) return settle(mine.filter((arch) => theirs.includes(arch))) ?? conflict
  if (hasAll(theirs)) return missing(base, mine) ? conflict : { value: [ALL], conflict: false }
  if (hasAll(mine)) return missing(base, theirs) ? conflict : { value: [ALL], conflict: false }
  const kept = theirs.filter((arch) => mine.includes(arch) || !base.includes(arch))
  return settle([...new Set([...kept, ...mine.filter((arch) => !base.includes(arch))])]) ?? conflict
}

const settle = (arches: string[]): Merged<readonly string[]> | null =>
  arches.length === 0 ? null : { value: arches.sort(compareArches), conflict: false }

const missing = (from: readonly string[], list: readonly string[]): boolean =>
  from.some((arch) => !list.includes(arch))

/** Kernels and labels are each one choice: if only one side changed it, that side wins. */
function mergeList(
  base: readonly string[] | undefined,
  mine: readonly string[],
  theirs: readonly string[],
): Merged<readonly string[]> {
  if (sameList(mine, theirs)) return { value: mine, conflict: false }
  if (base && sameList(base, mine)) return { value: theirs, conflict: false }
  return { value: mine, conflict: !(base && sameList(base, theirs)) }
}
