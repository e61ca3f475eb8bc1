import { useQueryClient } from '@tanstack/react-query'
import { memo, useState, type ReactNode } from 'react'
import { messageOf } from '#api/client.ts'
import { AfterPaint } from '#ui/lazy/after-paint.tsx'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'
import { Notice } from '#ui/notice.tsx'
import { useDeletion, type Deletion } from '#features/images/deletion/use-deletion.ts'
import { LeaveGuard } from '#features/images/draft/leave-guard.tsx'
import { useDefaultsDialog } from '#features/images/defaults/use-defaults-dialog.ts'
import { PageHeader } from '#features/images/header/page-header.tsx'
import { PageContent } from './page-content.tsx'
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
import { useImagesTable } from './use-images-table.ts'
import { useIsLoading } from './use-is-loading.ts'
import { useView } from './use-view.ts'

const PreflightList = lazyNotice(() =>
  import('#features/images/preflight/preflight-panel.tsx').then((m) => m.PreflightList),
)

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
  const isLoading = useIsLoading(data)

  useImageCommands(table, change)

  const firstError = data.region.error ?? data.images.error
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
        <PageContent
          {...{ data, draft, table, visible, view, deletion, defaults, save, importFacts, actions, file }}
          {...{ off, edit, notices, explained }}
          onView={change}
          onExplained={() => setExplained(null)}
        />
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
