import type { FilesAnswer } from '#contract/gateway.ts'
import { releaseKey } from '#selections/keys.ts'
import { imageOf } from '#selections/outcome/image-of.ts'
import type { ImportOutcome } from '#selections/outcome/import-outcome.ts'
import { effective } from '#selections/wanted.ts'
import { forecasterOf } from '#features/images/forecast/forecast.ts'
import type { Draft, DraftEntry, Saved } from '#features/images/rules/model.ts'
import { applyStep } from '#features/images/rules/selection-plan.ts'
import type { DeletePlan } from './delete-plan.ts'
import { type ImageId, imageIdKey } from './image-id.ts'

type Resource = FilesAnswer['resources'][number]

type Known = Omit<Parameters<typeof forecasterOf>[0], 'saved' | 'files'> & {
  readonly saved: Saved
  readonly files: FilesAnswer
}

export type DeleteForecast = {
  /** Bytes that no other image needs. */
  readonly freed: number
  /** Bytes that MAAS downloads again after the deletion (3.8). */
  readonly again: number
  /** Bytes that selecting the images again downloads: what their sources still offer. */
  readonly undo: number
  /** `undo` is not exact, see Forecast. */
  readonly isUndoAbout?: boolean
  /**
   * What MAAS has twice and cannot remove, so that the imports after the deletion and after its undo fail until it is
   * deleted, too; `undo` is what the latter downloads then.
   */
  readonly failsAt?: ImportOutcome['failsAt']
}

/** What a deletion makes MAAS download, and what undoing it would; null: not all sources or files are read. */
export function deleteForecast(known: Known, plan: DeletePlan): DeleteForecast | null {
  const { saved, files } = known
  const after = plan.selections.reduce(applyStep, saved)
  const gone = new Set(plan.images.map(imageIdKey))
  const isGone = (one: Resource) => gone.has(imageIdKey(imageOfResource(one)))
  const left = files.resources.filter((one) => !isGone(one))
  const before = forecasterOf(known)
  const withHeld = (resources: Resource[]) =>
    forecasterOf({ ...known, saved: after, files: { ...files, resources } })
  const then = withHeld(left)
  if (!before || !then) return null
  const undoing = draftBetween(after, saved)
  const failsAt = [...new Set([NO_DRAFT, undoing].flatMap((draft) => then(draft).outcome.failsAt ?? []))]
  const inTheWay = new Set(failsAt.map(imageOf))
  const free =
    failsAt.length > 0 && withHeld(left.filter((one) => !one.synced || !inTheWay.has(imageOf(one))))
  const undo = (free || then)(undoing)
  return {
    freed: freedBytes(files.resources.filter(isGone), left),
    again: plan.again.length > 0 ? before(draftBetween(saved, after)).download : 0,
    undo: undo.download,
    ...(undo.isAbout && { isUndoAbout: true }),
    ...(failsAt.length > 0 && { failsAt }),
  }
}

const NO_DRAFT: Draft = new Map()

const imageOfResource = ({ name, architecture, synced }: Resource): ImageId => {
  const slash = name.indexOf('/')
  return {
    kind: synced ? 'synced' : 'uploaded',
    os: name.slice(0, Math.max(slash, 0)),
    release: name.slice(slash + 1),
    arch: architecture.split('/')[0] ?? '',
  }
}

/** What has arrived of the files that only the deleted resources name. */
function freedBytes(deleted: readonly Resource[], left: readonly Resource[]): number {
  const filesOf = (list: readonly Resource[]) => list.flatMap(({ sets }) => sets.flatMap((set) => set.files))
  const stay = new Set(filesOf(left).map(([sum]) => sum))
  const goes = new Map(
    filesOf(deleted).flatMap(([sum, , done]) => (stay.has(sum) ? [] : [[sum, done] as const])),
  )
  return [...goes.values()].reduce((total, bytes) => total + bytes, 0)
}

/** The draft that turns one saved selection into another. */
function draftBetween(from: Saved, to: Saved): Draft {
  const draft = new Map<string, DraftEntry>()
  for (const entry of [...from.values(), ...to.values()]) {
    const key = releaseKey(entry)
    const base = effective(from.get(key)?.wanted)
    const wanted = effective(to.get(key)?.wanted)
    const { sourceId, os, release } = entry
    if (base !== wanted) draft.set(key, { sourceId, os, release, base, wanted })
  }
  return draft
}
