import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { messageOf } from '#api/client.ts'
import { Notice } from '#ui/notice.tsx'
import { FirstRun } from './first-run.tsx'
import { LeaveGuard } from '#features/images/draft/leave-guard.tsx'
import { MovedSource } from '#features/images/draft/moved-source.tsx'
import { LeftBehind } from '#features/images/draft/left-behind.tsx'
import { ImagesGrid } from '#features/images/grid/images-grid.tsx'
import { PageHeader } from './page-header.tsx'
import { PageNotices } from './page-notices.tsx'
import { regionGone } from '#features/images/data/region-gone.ts'
import { SaveBar } from '#features/images/save/save-bar.tsx'
import { Skeleton } from '#features/images/grid/skeleton.tsx'
import { Toolbar } from './toolbar.tsx'
import { TryAgain } from './try-again.tsx'
import { tableBuilder } from '#features/images/table/table-builder.ts'
import { applyView } from '#features/images/table/view.ts'
import { lostAtSource, offeredArches, sparing } from '#features/images/table/ticks.ts'
import { setAllArches, setArches, setKernels } from '#features/images/rules/selection.ts'
import { noteSources } from '#features/images/rules/moved-sources.ts'
import { useDraft } from '#features/images/draft/use-draft.ts'
import { useImages } from '#features/images/data/use-images.ts'
import { useSave } from '#features/images/save/use-save.ts'
import { useView } from './use-view.ts'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'

/** A source that takes longer than this is waited for with the images that are held on the page. */
const CATALOGUE_PATIENCE_MS = 3_000

const NOTHING_SAVED: Saved = new Map()

/** The Images view: what the region holds, what it shall hold, and how far it is. `notices` come from other features. */
export function ImagesPage({ notices }: { notices?: ReactNode }) {
  const client = useQueryClient()
  const data = useImages()
  const {
    region,
    images,
    sources,
    catalogues,
    list,
    importing,
    kernelsFiltered,
    syncsSelections,
    lastByteAt,
  } = data
  const { view, change } = useView()
  const draft = useDraft(data.saved, data.sources, data.owner)
  const { change: changeDraft } = draft
  const saved = data.saved ?? NOTHING_SAVED
  const config = region.data?.config
  const readAt = images.dataUpdatedAt

  const [buildTable] = useState(tableBuilder)
  const table = useMemo(
    () =>
      buildTable({
        sources,
        catalogues,
        images: list,
        saved,
        draft: draft.draft,
        importing,
        kernelsFiltered,
        syncsSelections,
        commissioningRelease: config?.commissioningRelease ?? '',
        lastByteAt,
        now: readAt,
      }),
    [
      buildTable,
      sources,
      catalogues,
      list,
      saved,
      draft.draft,
      importing,
      kernelsFiltered,
      syncsSelections,
      config,
      lastByteAt,
      readAt,
    ],
  )
  const visible = useMemo(() => applyView(table, view), [table, view])

  const writesOff = whyWritesAreOff(data)
  const save = useSave({ client, data, draft, table })
  const { dismiss: dismissSave } = save
  const [explained, setExplained] = useState<string | null>(null)
  const edit = save.running ? 'The selection is being saved.' : writesOff

  const sourcesNow = useMemo(() => (sources ?? []).map(({ source }) => source), [sources])
  const actions = useMemo<GridActions>(() => {
    const apply = (next: (old: Draft) => Draft) => {
      setExplained(null)
      dismissSave()
      if (edit === null) changeDraft((old) => noteSources(next(old), sourcesNow))
    }
    return {
      writesOff: edit,
      explain: setExplained,
      tick: (targets, on) => {
        const { targets: boxes, because } = on ? { targets, because: null } : sparing(targets)
        apply((old) =>
          setArches(
            old,
            saved,
            boxes.map(({ row, arches }) => ({ id: row, arches, offered: offeredArches(row) })),
            on,
          ),
        )
        const said = because ?? lostAtSource(boxes)
        if (said !== null) setExplained(said)
      },
      kernels: (row, subarches) => apply((old) => setKernels(old, saved, row, subarches)),
      allArches: (row) => apply((old) => setAllArches(old, saved, row)),
      toggle: (key) =>
        change(({ open }) => ({ open: open.includes(key) ? open.filter((k) => k !== key) : [...open, key] })),
    }
  }, [edit, changeDraft, dismissSave, saved, sourcesNow, change])

  const firstError = region.error ?? images.error
  // the sources bring columns and rows: a grid that grows under the eyes is worse than a moment more to wait
  const held = region.data !== undefined && images.data !== undefined
  const waited = useWaited(held, CATALOGUE_PATIENCE_MS)
  // a source that is changed later is read while the page stays: notices and dialogs stand in it
  const [shown, setShown] = useState(false)
  const loading = !held || (!shown && !waited && data.catalogueQueries.some((query) => query.isPending))
  if (!loading && !shown) setShown(true)
  return (
    <main id="main" tabIndex={-1} className="images-page">
      <title>{draft.draft.size > 0 ? 'Images (not saved) | MAAS' : 'Images | MAAS'}</title>
      <PageHeader data={data} writesOff={writesOff} />
      {loading && firstError ? (
        <Notice tone="negative" title="The images could not be read" actions={<TryAgain data={data} />}>
          {messageOf(firstError)}
        </Notice>
      ) : loading ? (
        <Skeleton />
      ) : (
        <>
          {notices}
          <LeftBehind data={data} draft={draft} table={table} off={edit} />
          <PageNotices data={data} />
          <MovedSource data={data} table={table} draft={draft} save={save} />
          {saved.size === 0 && draft.draft.size === 0 && sources !== null && (
            <FirstRun
              table={table}
              actions={actions}
              commissioningRelease={config?.commissioningRelease ?? ''}
            />
          )}
          <Toolbar table={table} visible={visible} view={view} onChange={change} />
          <ImagesGrid
            table={visible}
            view={view}
            onView={change}
            actions={actions}
            kernelsFiltered={kernelsFiltered}
            context={{
              importing,
              autoImport: config?.autoImport ?? false,
              syncsSelections,
              now: readAt,
            }}
          />
          <SaveBar
            data={data}
            table={table}
            draft={draft}
            save={save}
            writesOff={writesOff}
            explained={explained}
            onExplained={() => setExplained(null)}
          />
        </>
      )}
      <LeaveGuard unsaved={draft.draft.size > 0} />
    </main>
  )
}

/** True from so many ms after `started` on. */
function useWaited(started: boolean, ms: number): boolean {
  const [waited, setWaited] = useState(false)
  useEffect(() => {
    if (!started) return undefined
    const timer = setTimeout(() => setWaited(true), ms)
    return () => clearTimeout(timer)
  }, [started, ms])
  return waited
}

/** Writing needs a region that answers and an administrator. */
function whyWritesAreOff({ region, images }: ReturnType<typeof useImages>): string | null {
  const gone = region.error ?? images.error
  if (gone) return regionGone(gone).writesOff
  if (region.data && !region.data.user.admin)
    return `Only MAAS administrators can change images. ${region.data.user.username} is not an administrator.`
  return null
}
