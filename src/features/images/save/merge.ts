import type { Draft, DraftEntry, Saved } from '#features/images/rules/model.ts'
import { savedWanted } from '#features/images/rules/selection.ts'
import { compareArches } from '#features/images/rules/arch-order.ts'
import { ALL, effective, hasAll, sameList, sameWanted, type Wanted } from '#selections/wanted.ts'
import { type ReleaseId, type ReleaseKey, releaseKey } from '#selections/keys.ts'

/** A release that the person and someone else changed since it was first touched. */
export type MergeChange = {
  readonly id: ReleaseId
  readonly base: Wanted | null
  readonly theirs: Wanted | null
  readonly merged: Wanted | null
  /** Both changed the same thing: the person's own choice is in `merged`. */
  readonly conflict: boolean
}

export type Merge = { readonly draft: Draft; readonly changes: readonly MergeChange[] }

type Merged<T> = { readonly value: T; readonly conflict: boolean }

/**
 * Brings a draft onto what is saved now. Each release is a three-way merge of the person's wish, someone else's
 * and what both started from; the new draft starts from what is saved now and holds only what still differs.
 * What is saved by now exactly as drafted (a save that is continued) is no change to tell of.
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
 * What is not as it was saved, because someone else has written since; null: all is as planned. Where they undid a
 * change of this draft, it is for the person to decide.
 */
export function notAsSaved(draft: Draft, now: Saved): Merge | null {
  const merged = mergeDraft(draft, now)
  const told = new Set(merged.changes.map(({ id }) => releaseKey(id)))
  const undone = [...merged.draft].flatMap(([key, { sourceId, os, release, base, wanted }]) =>
    told.has(key)
      ? []
      : [{ id: { sourceId, os, release }, base, theirs: base, merged: wanted, conflict: true }],
  )
  const changes = [...merged.changes, ...undone]
  return changes.length === 0 ? null : { draft: merged.draft, changes }
}

/**
 * What is edited on when nobody has agreed to a merge yet: what it shows. A conflict that was not decided starts from
 * what it started from, so that the next save asks again.
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
  // they dropped what the person kept or changed
  if (theirs === null) return { value: mine, conflict: true }
  const arches = mergeArches(base?.arches ?? [], mine.arches, theirs.arches)
  const subarches = mergeList(base?.subarches, mine.subarches, theirs.subarches)
  const labels = mergeList(base?.labels, mine.labels, theirs.labels)
  return {
    value: { arches: arches.value, subarches: subarches.value, labels: labels.value },
    conflict: arches.conflict || subarches.conflict || labels.conflict,
  }
}

/** Their change unticked architectures, nothing else: it agrees with dropping the release. */
const onlyTakesAway = (base: Wanted | null, theirs: Wanted | null): boolean =>
  theirs === null ||
  (base !== null &&
    sameList(base.subarches, theirs.subarches) &&
    sameList(base.labels, theirs.labels) &&
    (hasAll(base.arches) || theirs.arches.every((arch) => base.arches.includes(arch))))

/**
 * Architectures merge as sets: what each side ticked is in, what each side unticked is out. `*` is the set of
 * everything, whose parts nobody knows here; where that leaves no answer, or nothing at all, it is a conflict.
 */
function mergeArches(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): Merged<readonly string[]> {
  const conflict = { value: mine, conflict: true }
  if (sameList(base, mine)) return { value: theirs, conflict: false }
  if (sameList(base, theirs) || sameList(mine, theirs)) return { value: mine, conflict: false }
  // both narrowed everything down: what both kept
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

/** Kernels and labels are one choice: whoever changed it alone is followed. */
function mergeList(
  base: readonly string[] | undefined,
  mine: readonly string[],
  theirs: readonly string[],
): Merged<readonly string[]> {
  if (sameList(mine, theirs)) return { value: mine, conflict: false }
  if (base && sameList(base, mine)) return { value: theirs, conflict: false }
  return { value: mine, conflict: !(base && sameList(base, theirs)) }
}
