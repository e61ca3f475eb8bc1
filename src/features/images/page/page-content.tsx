import { useState, type ReactNode } from 'react'
import { anyOf, useHasRecords } from '#api/store/use-record.ts'
import { AfterPaint } from '#ui/lazy/after-paint.tsx'
import { lazyDialog, lazyNotice } from '#ui/lazy/lazy-part.tsx'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useDefaultsDialog } from '#features/images/defaults/use-defaults-dialog.ts'
import type { Deletion } from '#features/images/deletion/use-deletion.ts'
import { LeftBehind } from '#features/images/draft/left-behind.tsx'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import type { useImportFacts } from '#features/images/forecast/use-import-facts.ts'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import type { Table } from '#features/images/rules/model.ts'
import type { useSave } from '#features/images/save/use-save.ts'
import type { useSelectionFile } from '#features/images/selection-file/use-selection-file.ts'
import type { View } from '#features/images/table/view.ts'
import { ImagesTable } from './images-table.tsx'
import { PageNotices } from './page-notices.tsx'
import { ProgressSlot } from './progress-slot.tsx'
import { savedOf } from './use-images-table.ts'

const MovedSource = lazyNotice(() =>
  import('#features/images/draft/moved-source.tsx').then((m) => m.MovedSource),
)
const FirstRun = lazyNotice(() => import('./first-run.tsx').then((m) => m.FirstRun))
const PreflightNotices = lazyNotice(() =>
  import('#features/images/preflight/preflight-panel.tsx').then((m) => m.PreflightNotices),
)
const SaveBar = lazyNotice(() => import('#features/images/save/save-bar.tsx').then((m) => m.SaveBar))

const DefaultImages = lazyDialog(
  () => import('#features/images/defaults/default-images.tsx').then((m) => m.DefaultImages),
  ({ onClose }) => onClose,
)

const RetryDialog = lazyDialog(
  () => import('#features/images/retry/retry-dialog.tsx').then((m) => m.RetryDialog),
  ({ onClose }) => onClose,
)

const SelectionFile = lazyDialog(
  () => import('#features/images/selection-file/selection-file.tsx').then((m) => m.SelectionFile),
  ({ file }) => file.close,
)

const Replacements = lazyNotice(() =>
  import('#features/images/deletion/replace/replacements.tsx').then((m) => m.Replacements),
)
const Deletions = lazyNotice(() =>
  import('#features/images/deletion/result/deletions.tsx').then((m) => m.Deletions),
)
const DeletionView = lazyNotice(() =>
  import('#features/images/deletion/deletion-view.tsx').then((m) => m.DeletionView),
)

/** Of REPLACING and DELETION, whose code comes with what shows them. */
const REPLACEMENTS = anyOf('replacing', 1)
const DELETIONS = anyOf('deletion', 1)

type Props = {
  data: ReturnType<typeof useImages>
  draft: ReturnType<typeof useDraft>
  table: Table
  /** What the filters leave of it. */
  visible: Table
  view: View
  onView: (part: Partial<View>) => void
  deletion: Deletion
  defaults: ReturnType<typeof useDefaultsDialog>
  save: ReturnType<typeof useSave>
  importFacts: ReturnType<typeof useImportFacts>
  actions: GridActions
  file: ReturnType<typeof useSelectionFile>
  /** Why this user cannot change anything; null: they can. */
  off: string | null
  /** Why the selection cannot be changed now; null: it can. */
  edit: string | null
  /** Of other features. */
  notices: ReactNode
  /** Why the locked box that was chosen cannot be changed, for the save bar; null: none was chosen. */
  explained: string | null
  onExplained: () => void
}

/** What the page shows once the images have been read: notices, the dialogs that it opens, the table, and the save bar. */
export function PageContent({
  data,
  draft,
  table,
  visible,
  view,
  onView,
  deletion,
  defaults,
  save,
  importFacts,
  actions,
  file,
  off,
  edit,
  notices,
  explained,
  onExplained,
}: Props) {
  const [retries, setRetries] = useState(false)
  const retry = () => setRetries(true)
  const isReplacing = useHasRecords(REPLACEMENTS, data.owner)
  const hasDeletions = useHasRecords(DELETIONS, data.owner)
  const commissioningRelease = data.region.data?.config.commissioningRelease ?? ''
  const isFirstRun = savedOf(data).size === 0 && draft.draft.size === 0 && data.sources !== null
  return (
    <>
      {notices}
      <LeftBehind data={data} draft={draft} table={table} off={edit} />
      <PageNotices data={data} />
      <AfterPaint>
        <PreflightNotices data={data} table={table} actions={actions} onRetry={retry} />
      </AfterPaint>
      {!data.stopping && (data.importing || data.arriving) && (
        <ProgressSlot data={data} importFacts={importFacts} onRetry={retry} />
      )}
      {(file.opened || file.imported) && (
        <SelectionFile data={data} draft={draft} table={table} save={save} off={edit} file={file} />
      )}
      {retries && <RetryDialog data={data} onClose={() => setRetries(false)} />}
      {defaults.isOpen && (
        <DefaultImages
          table={table}
          actions={actions}
          readOnlyReason={off}
          version={data.region.data?.version ?? null}
          onClose={() => defaults.show(false)}
        />
      )}
      {isReplacing && <Replacements data={data} table={table} draft={draft} off={edit} />}
      {(hasDeletions || deletion.list !== null) && (
        <Deletions {...{ data, table, draft, actions, deletion }} off={edit} />
      )}
      {draft.draft.size > 0 && <MovedSource data={data} table={table} draft={draft} save={save} />}
      {isFirstRun && <FirstRun table={table} actions={actions} commissioningRelease={commissioningRelease} />}
      {deletion.list ? (
        <DeletionView data={data} table={table} draft={draft} deletion={deletion} off={edit} />
      ) : (
        <ImagesTable
          data={data}
          table={table}
          visible={visible}
          view={view}
          onView={onView}
          actions={actions}
        />
      )}
      <AfterPaint>
        <SaveBar
          data={data}
          table={table}
          draft={draft}
          save={save}
          importFacts={importFacts}
          readOnlyReason={off}
          explained={explained}
          onExplained={onExplained}
        />
      </AfterPaint>
    </>
  )
}
