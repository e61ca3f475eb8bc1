import { dropsArches } from '#selections/outcome/drops-arches.ts'
import type { Draft, Saved } from './model.ts'
import { savedWanted, wantedOf } from './selection.ts'
import { covers, effective, sameWanted, type Wanted } from '#selections/wanted.ts'
import { type ReleaseId, type ReleaseKey, releaseKey } from '#selections/keys.ts'
import { commissioningText, isCommissioning } from '#selections/commissioning.ts'

/** One call on MAAS's selections. */
export type SelectionStep =
  | { readonly kind: 'create'; readonly id: ReleaseId; readonly wanted: Wanted }
  | { readonly kind: 'update'; readonly id: ReleaseId; readonly selectionId: number; readonly wanted: Wanted }
  | { readonly kind: 'delete'; readonly id: ReleaseId; readonly selectionId: number }

export type SelectionPlan = {
  readonly steps: readonly SelectionStep[]
  /** Changes of the draft that cannot be made, with the reason and what to do instead. */
  readonly refused: readonly { readonly id: ReleaseId; readonly reason: string }[]
}

/**
 * The fewest calls that apply the draft, in this order: creates, updates that add, other updates, deletes. So an
 * image that moves between sources is always selected. Deletes of the commissioning release come last, because MAAS
 * up to 3.7 refuses them even if another source has the release. Dropping the commissioning release everywhere is
 * refused; the other steps stay. If MAAS 3.8 would not drop an architecture by an update, the selection is deleted
 * and created again.
 */
export function selectionPlan(
  saved: Saved,
  draft: Draft,
  commissioningRelease: string,
  { recreates = false, mayDropCommissioning = false, offered }: SelectionRules = {},
): SelectionPlan {
  const commissions = (id: ReleaseId): boolean => isCommissioning(id, commissioningRelease)
  const kept = [...new Set([...saved.keys(), ...draft.keys()])].some((key) => {
    const id = draft.get(key) ?? saved.get(key)
    return id !== undefined && commissions(id) && wantedOf(saved, draft, key) !== null
  })
  const refused: { id: ReleaseId; reason: string }[] = []
  const steps: SelectionStep[] = []
  for (const key of draft.keys()) {
    const step = stepOf(saved, draft, key)
    if (step === null) continue
    if (step.kind === 'delete' && commissions(step.id) && !kept && !mayDropCommissioning) {
      refused.push({ id: step.id, reason: commissioningText.mustStay(`Ubuntu “${step.id.release}”`) })
    } else steps.push(step)
  }
  const rank = (step: SelectionStep): number => {
    if (step.kind === 'create') return 0
    if (step.kind === 'delete') return commissions(step.id) ? 4 : 3
    return grows(savedWanted(saved, releaseKey(step.id)), step.wanted) ? 1 : 2
  }
  const ordered = steps.sort((a, b) => rank(a) - rank(b))
  return { steps: recreates ? ordered.flatMap((step) => recreated(saved, step, offered)) : ordered, refused }
}

/** How a version of MAAS applies changes. */
export type SelectionRules = {
  /** Whether an update with fewer architectures drops none of them (3.8). */
  readonly recreates?: boolean
  readonly mayDropCommissioning?: boolean
  readonly offered?: OfferedArches | undefined
}

/** The architectures that the source of a release offers of it; null: the source is not read. */
export type OfferedArches = (id: ReleaseId) => readonly string[] | null

/** An update that drops an architecture, as MAAS 3.8 needs it: over API 2.0 only the whole selection can be deleted. */
function recreated(saved: Saved, step: SelectionStep, offered: OfferedArches = () => null): SelectionStep[] {
  if (step.kind !== 'update') return [step]
  const { id, selectionId, wanted } = step
  const before = savedWanted(saved, releaseKey(id))
  if (before === null || !dropsArches(before.arches, wanted.arches, offered(id))) return [step]
  return [
    { kind: 'delete', id, selectionId },
    { kind: 'create', id, wanted },
  ]
}

/** What is saved after a step has succeeded. A new selection gets a negative ID until MAAS reports its own. */
export function applyStep(saved: Saved, step: SelectionStep): Saved {
  const next = new Map(saved)
  const key = releaseKey(step.id)
  if (step.kind === 'delete') next.delete(key)
  else {
    const selectionId = step.kind === 'update' ? step.selectionId : freeId(saved)
    next.set(key, { ...step.id, selectionId, wanted: step.wanted })
  }
  return next
}

function stepOf(saved: Saved, draft: Draft, key: ReleaseKey): SelectionStep | null {
  const drafted = draft.get(key)
  const existing = saved.get(key)
  if (!drafted) return null
  const wanted = effective(drafted.wanted)
  if (sameWanted(wanted, existing?.wanted ?? null)) return null
  const id = { sourceId: drafted.sourceId, os: drafted.os, release: drafted.release }
  if (!existing) return wanted && { kind: 'create', id, wanted }
  const { selectionId } = existing
  return wanted ? { kind: 'update', id, selectionId, wanted } : { kind: 'delete', id, selectionId }
}

const grows = (before: Wanted | null, after: Wanted): boolean =>
  before === null ||
  (covers(after.arches, before.arches) &&
    covers(after.subarches, before.subarches) &&
    covers(after.labels, before.labels))

const freeId = (saved: Saved): number =>
  [...saved.values()].reduce((lowest, { selectionId }) => Math.min(lowest, selectionId), 0) - 1
