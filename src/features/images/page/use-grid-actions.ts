import { useMemo } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { setAllArches, setArches, setKernels } from '#features/images/rules/selection.ts'
import { noteSources } from '#features/images/draft/note-sources.ts'
import type { useSave } from '#features/images/save/use-save.ts'
import { lostAtSource, offeredArches, sparing } from '#features/images/table/row-selection.ts'
import { imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import { savedOf } from './use-images-table.ts'
import type { useView } from './use-view.ts'

type Use = {
  data: ReturnType<typeof useImages>
  draft: ReturnType<typeof useDraft>
  save: ReturnType<typeof useSave>
  onView: ReturnType<typeof useView>['change']
  /** Why nothing can be changed now; null: changes are possible. */
  off: string | null
  /** Shows why a box could not be changed; null: removes the explanation. */
  explain: (reason: string | null) => void
  /** Asks whether to delete an image. @param key see imageIdKey */
  onDelete: (key: string) => void
}

/** The actions of the grid, which change the draft and the view. The object changes only when its inputs do. */
export function useGridActions({ data, draft, save, onView, off, explain, onDelete }: Use): GridActions {
  const { change } = draft
  const { dismiss } = save
  const { sources } = data
  const saved = savedOf(data)
  return useMemo(() => {
    const inUse = (sources ?? []).map(({ source }) => source)
    const apply = (next: (old: Draft) => Draft) => {
      explain(null)
      dismiss()
      if (off === null) change((old) => noteSources(next(old), inUse))
    }
    return {
      readOnlyReason: off,
      explain,
      select: (targets, on) => {
        const { targets: boxes, because } = on ? { targets, because: null } : sparing(targets)
        const releases = boxes.map(({ row, arches }) => ({ id: row, arches, offered: offeredArches(row) }))
        apply((old) => setArches(old, saved, releases, on))
        const reason = because ?? lostAtSource(boxes)
        if (reason !== null) explain(reason)
      },
      kernels: (row, subarches) => apply((old) => setKernels(old, saved, row, subarches)),
      allArches: (row) => apply((old) => setAllArches(old, saved, row)),
      remove: (image) => onDelete(imageIdKey(image)),
      toggle: (key) =>
        onView(({ open }) => ({ open: open.includes(key) ? open.filter((k) => k !== key) : [...open, key] })),
    }
  }, [off, explain, change, dismiss, saved, sources, onView, onDelete])
}
