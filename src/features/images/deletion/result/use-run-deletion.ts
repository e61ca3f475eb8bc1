import { useQueryClient } from '@tanstack/react-query'
import { type DeletionNeeds, useDeleteImages } from '#features/images/deletion/use-delete-images.ts'
import { rowsToUndo } from '#features/images/deletion/rules/undo.ts'
import type { ImageRow } from '#features/images/deletion/rules/image-rows.ts'
import { NOTHING_LEFT } from '#features/images/deletion/run/left.ts'
import type { Deleting } from './deletion-record.ts'
import { liveRunsOf } from './live-runs.ts'

/** Begins and continues deletions. They go on when their page is no longer shown in this tab. */
export function useRunDeletion(needs: DeletionNeeds) {
  const client = useQueryClient()
  const deleteImages = useDeleteImages(needs)
  const { owner } = needs.data

  async function run(key: string, before: Deleting): Promise<void> {
    if (!owner) return
    const runs = liveRunsOf(client, owner)
    if (runs.all().get(key)?.running) return
    const { outcome: earlier, images } = before
    let now: Deleting = { ...before, outcome: null }
    const keep = (left: Deleting['left']) => {
      now = { ...now, left }
      return runs.store(key, now)
    }
    await runs.begin(key, now)
    const outcome = await deleteImages({
      images,
      targets: earlier ? earlier.left.map(({ image }) => image) : images.map(({ id }) => id),
      left: now.left,
      remember: keep,
      onSteps: (steps) => runs.showSteps(key, steps),
    })
    const deleted = [...(earlier?.deleted ?? []), ...outcome.deleted]
    const refused = [...(earlier?.refused ?? []), ...outcome.refused]
    const left = { lost: outcome.lost, importOwed: outcome.importFailed !== null }
    await runs.end(key, { ...now, left, outcome: { ...outcome, deleted, refused } })
  }

  return {
    begin: (rows: readonly ImageRow[]) => {
      const at = Date.now()
      const images = rows.map((row) => ({ id: row.id, name: row.name, rows: rowsToUndo(row) }))
      return run(`${at} ${Math.random().toString(36).slice(2)}`, {
        at,
        images,
        left: NOTHING_LEFT,
        outcome: null,
      })
    },
    /** Does what an earlier run has left, also after a reload. */
    goOn: run,
  }
}
