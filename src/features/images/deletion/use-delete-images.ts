import { useQueryClient } from '@tanstack/react-query'
import { refreshImages, watchImportStart } from '#api/images.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { imageKey, releaseKey } from '#selections/keys.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { keepWithoutUpdates } from '#features/images/data/without-updates.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import { offeredBy } from '#features/images/forecast/offered-by.ts'
import type { Draft, Table } from '#features/images/rules/model.ts'
import { releaseTitleIn, rulesOf } from '#features/images/save/use-save.ts'
import { imageRows } from './rules/image-rows.ts'
import { type ImageId, imageIdKey } from './rules/image-id.ts'
import { deleteImages, type DeleteOutcome } from './run/delete-images.ts'
import type { Left } from './run/left.ts'

export type DeletionNeeds = {
  data: ReturnType<typeof useImages>
  draft: ReturnType<typeof useDraft>
  table: Table
}

type Deletion = {
  readonly images: readonly { readonly id: ImageId; readonly name: string }[]
  /** Those of the images that are to be deleted now. */
  readonly targets: readonly ImageId[]
  /** What an earlier run has left. */
  readonly left: Left
  readonly remember: (left: Left) => Promise<void>
  readonly onSteps?: (steps: readonly BoardStep[]) => void
}

/** Returns a function that deletes images of the region that this page shows, and reads them again. It never throws. */
export function useDeleteImages({ data, draft, table }: DeletionNeeds) {
  const client = useQueryClient()
  return async (deletion: Deletion): Promise<DeleteOutcome> => {
    const { images, onSteps = () => undefined } = deletion
    const version = data.region.data?.version ?? ''
    const { importsOneAtATime } = rulesOf(version)
    const names = new Map(images.map(({ id, name }) => [imageIdKey(id), name]))
    const arriving = imageRows(table).filter((row) => row.arriving && names.has(row.key))
    const result = await deleteImages({
      ...deletion,
      onSteps,
      owner: data.owner,
      version,
      arriving: new Set(arriving.map(({ key }) => key)),
      importsOneAtATime,
      offered: offeredBy(data.catalogues),
      commissioningRelease: data.region.data?.config.commissioningRelease ?? '',
      nameOf: (id) => releaseTitleIn(table, id),
      imageNameOf: (image: ImageId) => names.get(imageIdKey(image)) ?? `${image.release} (${image.arch})`,
    })
    const synced = result.deleted.filter(({ kind }) => kind === 'synced')
    const keys = synced.map(({ os, release, arch }) => imageKey(os, release, arch))
    if (data.owner) void keepWithoutUpdates(data.owner, keys, false)
    // what could not be selected again waits as an unsaved change, even after a reload
    if (result.lost.length > 0) draft.change((old) => withLost(old, result))
    if (result.importFailed !== null) draft.setImportOwed(true)
    await refreshImages(client)
    if (result.importFailed === null && importsOneAtATime) void watchImportStart(client)
    return result
  }
}

function withLost(old: Draft, { lost }: DeleteOutcome): Draft {
  const next = new Map(old)
  for (const { id, wanted } of lost) next.set(releaseKey(id), { ...id, base: null, wanted })
  return next
}
