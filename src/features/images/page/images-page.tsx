import { useQueryClient } from '@tanstack/react-query'
import { memo, useState, type ReactNode } from 'react'
import { messageOf } from '#api/client.ts'
import { anyOf, useHasRecords } from '#api/store/use-record.ts'
import { AfterPaint } from '#ui/lazy/after-paint.tsx'
import { lazyDialog, lazyNotice } from '#ui/lazy/lazy-part.tsx'
import { Notice } from '#ui/notice.tsx'
import { useDeletion, type Deletion } from '#features/images/deletion/use-deletion.ts'
import { LeaveGuard } from '#features/images/draft/leave-guard.tsx'
import { LeftBehind } from '#features/images/draft/left-behind.tsx'
import { useDefaultsDialog } from '#features/images/defaults/use-defaults-dialog.ts'
import { PageHeader } from '#features/images/header/page-header.tsx'
import { ImagesTable } from './images-table.tsx'
import { PageNotices } from './page-notices.tsx'
import { ProgressSlot } from './progress-slot.tsx'
import { Skeleton } from '#features/images/grid/skeleton.tsx'
import { TryAgain } from './try-again.tsx'
import { useDraft } from '#features/images/draft/use-draft.ts'
import { useImages } from '#features/images/data/use-images.ts'
import { readOnlyReason } from '#features/images/data/read-only-reason.ts'
import { useSelectionFile } from '#features/images/selection-file/use-selection-file.ts'
import { useImportFacts } from '#features/images/forecast/use-import-facts.ts'
import { useSave } from '#features/images/save/use-save.ts'
import { useImageCommands } from './use-image-commands.ts'
import { useGridActions } from './use-grid-actions.ts'
import { savedOf, useImagesTable } from './use-images-table.ts'
import { useIsLoading } from './use-is-loading.ts'
import { useView } from './use-view.ts'

const MovedSource = lazyNotice(() =>
  import('#features/images/draft/moved-source.tsx').then((m) => m.MovedSource),
)
const FirstRun = lazyNotice(() => import('./first-run.tsx').then((m) => m.FirstRun))
const preflight = () => import('#features/images/preflight/preflight-panel.tsx')
const PreflightNotices = lazyNotice(() => preflight().then((m) => m.PreflightNotices))
const PreflightList = lazyNotice(() => preflight().then((m) => m.PreflightList))
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

/**
 * The Images page: the images that the region holds, the selection, and the progress of downloads. `notices` come
 * from other features.
 */
export function ImagesPage({ notices }: { notices?: ReactNode }) {
  const { view, change } = useView()
  const deletion = useDeletion()
  const defaults = useDefaultsDialog()
  return <SteadyPage {...{ view, change, deletion, defaults, notices }} />
}

/** Not rendered again when only the URL changes, because it is the URL of a dialog that opens. */
const SteadyPage = memo(Page)

type Props = ReturnType<typeof useView> & {
  deletion: Deletion
  defaults: ReturnType<typeof useDefaultsDialog>
  notices: ReactNode
}

function Page({ view, change, deletion, defaults, notices }: Props) {
  const client = useQueryClient()
  const data = useImages()
  const draft = useDraft(data.saved, data.sources, data.owner)
  const { table, visible } = useImagesTable(data, draft.draft, view)
  const off = readOnlyReason(data)
  const save = useSave({ client, data, draft, table })
  const importFacts = useImportFacts(data, draft.runningImport, draft.draft.size > 0 ? draft.draft : null)
  const [explained, setExplained] = useState<string | null>(null)
  const edit = save.running ? 'The selection is being saved.' : off
  const actions = useGridActions({
    data,
    draft,
    save,
    onView: change,
    off: edit,
    explain: setExplained,
    onDelete: deletion.ask,
  })
  const file = useSelectionFile()
  const [retries, setRetries] = useState(false)
  const retry = () => setRetries(true)
  const isReplacing = useHasRecords(REPLACEMENTS, data.owner)
  const hasDeletions = useHasRecords(DELETIONS, data.owner)
  const isLoading = useIsLoading(data)

  useImageCommands(table, change)

  const firstError = data.region.error ?? data.images.error
  const commissioningRelease = data.region.data?.config.commissioningRelease ?? ''
  const isFirstRun = savedOf(data).size === 0 && draft.draft.size === 0 && data.sources !== null
  return (
    <main id="main" tabIndex={-1} className="images-page">
      <title>{draft.draft.size > 0 ? 'Images (not saved) | MAAS' : 'Images | MAAS'}</title>
      <PageHeader
        data={data}
        readOnlyReason={off}
        onFile={file.open}
        onDefaults={() => defaults.show(true)}
        onDelete={deletion.open}
        checks={
          !isLoading && (
            <AfterPaint>
              <PreflightList data={data} table={table} />
            </AfterPaint>
          )
        }
      />
      {isLoading && firstError ? (
        <Notice tone="negative" title="Could not read the images" actions={<TryAgain data={data} />}>
          {messageOf(firstError)}
        </Notice>
      ) : isLoading ? (
        <Skeleton />
      ) : (
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
          {isFirstRun && (
            <FirstRun table={table} actions={actions} commissioningRelease={commissioningRelease} />
          )}
          {deletion.list ? (
            <DeletionView data={data} table={table} draft={draft} deletion={deletion} off={edit} />
          ) : (
            <ImagesTable
              data={data}
              table={table}
              visible={visible}
              view={view}
              onView={change}
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
              onExplained={() => setExplained(null)}
            />
          </AfterPaint>
        </>
      )}
      {file.isDragged && (
        <p className="drop-hint" role="status">
          Drop a selection file to import it, or two to compare them.
        </p>
      )}
      <LeaveGuard unsaved={draft.draft.size > 0} />
    </main>
  )
}
