import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { refreshImages, watchImportStart } from '#api/images.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { releaseKey } from '#selections/keys.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import { offeredBy } from '#features/images/forecast/hazards.ts'
import type { Draft, Table } from '#features/images/rules/model.ts'
import { releaseTitleIn, rulesOf } from '#features/images/save/use-save.ts'
import type { ImageRow } from './rules/image-rows.ts'
import { type ImageId, keyOf } from './rules/image-id.ts'
import { deleteImages, type DeleteOutcome } from './run/delete-images.ts'
import { withUndo, type UndoOf } from './rules/undo.ts'

const NO_STEPS: readonly BoardStep[] = []

type Use = {
  data: ReturnType<typeof useImages>
  draft: ReturnType<typeof useDraft>
  table: Table
}

/** Runs a deletion and keeps its steps and outcome for display. It continues when its list is no longer shown. */
export function useDeleteRun({ data, draft, table }: Use) {
  const client = useQueryClient()
  const [steps, setSteps] = useState(NO_STEPS)
  const [running, setRunning] = useState(false)
  const [outcome, setOutcome] = useState<DeleteOutcome | null>(null)
  const [requested, setRequested] = useState<readonly ImageRow[]>([])
  const [undo, setUndo] = useState<UndoOf>(new Map())
  const shown = useRef(true)
  useEffect(() => {
    shown.current = true
    return () => {
      shown.current = false
    }
  }, [])

  /** Resolves with the deleted images. */
  const run = async (rows: readonly ImageRow[], left: DeleteOutcome | null): Promise<readonly ImageId[]> => {
    if (running) return []
    setRunning(true)
    setOutcome(null)
    setSteps(NO_STEPS)
    setRequested(rows)
    const targets = left ? left.left.map(({ image }) => image) : rows.map(({ id }) => id)
    const version = data.region.data?.version ?? ''
    const { importsOneAtATime } = rulesOf(version)
    const names = new Map(rows.map(({ key, name }) => [key, name]))
    const result = await deleteImages({
      version,
      targets,
      arriving: new Set(rows.filter(({ arriving }) => arriving).map(({ key }) => key)),
      importsOneAtATime,
      offered: offeredBy(data.catalogues),
      commissioningRelease: data.region.data?.config.commissioningRelease ?? '',
      lost: left?.lost ?? [],
      importOwed: left !== null && left.importFailed !== null,
      nameOf: (id) => releaseTitleIn(table, id),
      imageNameOf: (image: ImageId) => names.get(keyOf(image)) ?? `${image.release} (${image.arch})`,
      onSteps: setSteps,
    })
    // what could not be selected again waits as an unsaved change, even after a reload
    if (result.lost.length > 0) draft.change((old) => withLost(old, result))
    if (result.importFailed !== null) draft.setImportOwed(true)
    await refreshImages(client)
    if (result.importFailed === null && importsOneAtATime) void watchImportStart(client)
    if (!shown.current) return result.deleted
    setUndo((old) => withUndo(left ? old : new Map(), rows, result.deleted))
    setOutcome(left ? { ...result, deleted: [...left.deleted, ...result.deleted] } : result)
    setRunning(false)
    return result.deleted
  }

  return {
    running,
    steps,
    outcome,
    requested,
    undo,
    run,
    dismiss: () => {
      setOutcome(null)
      setSteps(NO_STEPS)
    },
  }
}

function withLost(old: Draft, { lost }: DeleteOutcome): Draft {
  const next = new Map(old)
  for (const { id, wanted } of lost) next.set(releaseKey(id), { ...id, base: null, wanted })
  return next
}
