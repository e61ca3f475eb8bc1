import { commissioningText } from '#selections/commissioning.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { type ReleaseId, releaseKey, releaseName } from '#selections/keys.ts'
import type { Draft, DraftEntry, Saved } from '#features/images/rules/model.ts'
import { isSelected } from '#features/images/rules/selection.ts'
import {
  selectionPlan,
  type OfferedArches,
  type SelectionStep,
} from '#features/images/rules/selection-plan.ts'
import { type HeldImage } from './held-images.ts'
import { type ImageId, imageIdKey } from './image-id.ts'
import { clearedSelection, type SelectionNow } from './cleared-selection.ts'

export type RefusedImage = { readonly image: ImageId; readonly reason: string }

export type DeletePlan = {
  /** The running import is stopped first, because it downloads one of the images (up to 3.7). */
  readonly stops: boolean
  readonly selections: readonly SelectionStep[]
  /** The images whose boot resources are deleted after that. */
  readonly images: readonly HeldImage[]
  /** Images that cannot be deleted, with what to do instead. */
  readonly refused: readonly RefusedImage[]
  /** Images that stay in a selection: their source does not offer them, so MAAS cannot download them again now. */
  readonly stays: readonly ImageId[]
  /** Releases whose other images MAAS 3.8 deletes too and downloads again. */
  readonly again: readonly ReleaseId[]
  /** An import starts at the end: the stopped one continues, or MAAS 3.8 downloads images again. */
  readonly imports: boolean
}

export type DeleteInput = {
  /** Of MAAS. */
  readonly version: string
  readonly saved: Saved
  readonly held: readonly HeldImage[]
  readonly targets: readonly ImageId[]
  /** Keys (`imageIdKey`) of images that the running import has not completed. */
  readonly arriving: ReadonlySet<string>
  readonly importing: boolean
  readonly offered: OfferedArches
  /** Ubuntu release; '' when not known. */
  readonly commissioningRelease: string
}

/**
 * What deletes images for good: first they are removed from the selections, or the next import would download them
 * again; then their boot resources are deleted. Other images of the same release stay. Images that cannot be removed
 * from a selection are refused, and the others are deleted.
 */
export function deletePlan(input: DeleteInput): DeletePlan {
  const refused: RefusedImage[] = []
  let targets = input.targets
  for (;;) {
    const { plan, refused: more } = planFor(input, targets)
    if (more.length === 0) return { ...plan, refused }
    refused.push(...more)
    const out = new Set(more.map(({ image }) => imageIdKey(image)))
    targets = targets.filter((image) => !out.has(imageIdKey(image)))
  }
}

function planFor(
  { version, saved, held, arriving, importing, offered, commissioningRelease }: DeleteInput,
  targets: readonly ImageId[],
): { plan: Omit<DeletePlan, 'refused'>; refused: RefusedImage[] } {
  const { syncsSelections, mayDropCommissioning } = capabilitiesOf(version)
  const draft = new Map<string, DraftEntry>()
  const refused: RefusedImage[] = []
  const stays: ImageId[] = []
  const recreated: SelectionStep[] = []
  for (const [key, entry] of saved) {
    const own = targets.filter(
      (image) => image.kind === 'synced' && releaseName(image) === releaseName(entry),
    )
    if (own.length === 0) continue
    const now: SelectionNow = {
      wanted: entry.wanted,
      offered: offered(entry),
      held: held.filter((one) => one.kind === 'synced' && releaseName(one) === releaseName(entry)),
      shrinksFreely: !syncsSelections,
    }
    const named = own.filter(({ arch }) => isSelected(entry.wanted, arch))
    const cleared = clearedSelection(now, named)
    const id = { sourceId: entry.sourceId, os: entry.os, release: entry.release }
    switch (cleared.kind) {
      case 'refused':
        refused.push(...cleared.images.map((image) => ({ image, reason: cleared.reason })))
        break
      case 'stays':
        stays.push(...named)
        break
      case 'changed':
        draft.set(key, { ...id, base: entry.wanted, wanted: cleared.wanted })
        break
      default:
        // MAAS 3.8 keeps its own selection of an architecture that an update has dropped
        if (syncsSelections && own.some((image) => isUnnamed(image, saved) && isHeld(image, held)))
          recreated.push(
            { kind: 'delete', id, selectionId: entry.selectionId },
            { kind: 'create', id, wanted: entry.wanted },
          )
    }
  }
  const rules = { recreates: syncsSelections, mayDropCommissioning, offered }
  const planned = selectionPlan(saved, draft, commissioningRelease, rules)
  // the only reason of a selection plan: MAAS up to 3.7 refuses to delete the selection of the commissioning release
  for (const { id } of planned.refused) {
    const reason = commissioningText.withoutImages(`Ubuntu “${id.release}”`)
    const wanted = saved.get(releaseKey(id))?.wanted ?? null
    const own = targets.filter(
      (image) =>
        image.kind === 'synced' && releaseName(image) === releaseName(id) && isSelected(wanted, image.arch),
    )
    refused.push(...own.map((image) => ({ image, reason })))
  }
  const selections = [...planned.steps, ...recreated]
  const again = selections.filter(({ kind }) => kind === 'create').map(({ id }) => id)
  const stops = importing && !syncsSelections && targets.some((image) => arriving.has(imageIdKey(image)))
  const wanted = new Set(targets.map(imageIdKey))
  return {
    refused: unique(refused),
    plan: {
      stops,
      selections,
      images: held.filter((image) => wanted.has(imageIdKey(image))),
      stays,
      again,
      imports: stops || again.length > 0,
    },
  }
}

/** The selection after the plan, as a draft: what warnings about a save are made from. */
export function draftOfPlan(saved: Saved, { selections }: DeletePlan): Draft {
  const draft = new Map<string, DraftEntry>()
  for (const step of selections) {
    const key = releaseKey(step.id)
    const wanted = step.kind === 'delete' ? null : step.wanted
    draft.set(key, { ...step.id, base: saved.get(key)?.wanted ?? null, wanted })
  }
  return draft
}

const isUnnamed = (image: ImageId, saved: Saved): boolean =>
  ![...saved.values()].some(
    (entry) => releaseName(entry) === releaseName(image) && isSelected(entry.wanted, image.arch),
  )

const isHeld = (image: ImageId, held: readonly HeldImage[]): boolean =>
  held.some((one) => imageIdKey(one) === imageIdKey(image))

/** An image that several sources select is refused once. */
const unique = (list: readonly RefusedImage[]): RefusedImage[] => [
  ...new Map(list.toReversed().map((one) => [imageIdKey(one.image), one])).values(),
]
