import { useEffect } from 'react'
import { lazyDialog, lazyNotice } from '#ui/lazy/lazy-part.tsx'
import { LinkedText } from '#ui/linked-text.tsx'
import { DEFAULT_IMAGES } from '#selections/commissioning.ts'
import type { Table } from '#features/images/rules/model.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useSave } from './use-save.ts'
import type { ImportFacts } from '#features/images/forecast/use-import-facts.ts'
import { ReviewDialog, SaveActions } from './save-actions.tsx'
import { SaveWarnings } from './save-warnings.tsx'
import { ShowSelectionAs } from './show-as.tsx'
import { statusText, useKeptFocus, useSaveBar, useSaveCommands, type SaveBarState } from './use-save-bar.ts'

const MergeDialog = lazyDialog(
  () => import('./merge-dialog.tsx').then((m) => m.MergeDialog),
  ({ onDismiss }) => onDismiss,
)

const SaveSteps = lazyNotice(() => import('./save-steps.tsx').then((m) => m.SaveSteps))

type Props = {
  data: ReturnType<typeof useImages>
  table: Table
  draft: ReturnType<typeof useDraft>
  save: ReturnType<typeof useSave>
  importFacts: ImportFacts
  /** Why nothing can be written now. */
  readOnlyReason: string | null
  /** Why a box could not be changed, after the user tried. */
  explained: string | null
  onExplained: () => void
}

/** Stays in view while there is something to save, and shows what a save would do and its progress. */
export function SaveBar({ explained, onExplained, readOnlyReason, importFacts, ...rest }: Props) {
  const { data, table, draft, save } = rest
  const bar = useSaveBar({ ...rest, importFacts })
  const { dirty, running, failed, isLate } = bar
  const { steps, outcome } = save
  useSaveCommands(bar, draft, readOnlyReason)
  const status = useKeptFocus(bar, outcome, explained)

  // they are shown also when the gateway is gone by then
  useEffect(() => {
    if (dirty) SaveSteps.prefetch()
  }, [dirty])

  const isEmpty = !dirty && !running && !failed && !bar.saved && !bar.owed && !draft.discarded
  if (isEmpty && explained === null) return null

  return (
    <section className="save-bar" aria-label="Unsaved selection">
      <div className="save-bar__inner">
        {(running || failed) && steps.length > 0 && <SaveSteps steps={steps} />}
        {explained !== null && (
          <p className="save-bar__warning" role="alert">
            <LinkedText text={explained} {...DEFAULT_IMAGES} onFollow={onExplained} />{' '}
            <button type="button" className="p-button--link" onClick={onExplained}>
              Got it
            </button>
          </p>
        )}
        <Warnings bar={bar} />
        <div className="save-bar__line">
          <p className="save-bar__sum" role="status" ref={status} tabIndex={-1} aria-busy={isLate}>
            {statusText(bar, save.joined, draft.discarded !== null)}
          </p>
          <SaveActions bar={bar} data={data} draft={draft} readOnlyReason={readOnlyReason} />
        </div>
      </div>
      {bar.reviewing && bar.summary && (
        <ReviewDialog
          summary={bar.summary}
          showAs={<ShowSelectionAs data={data} draft={draft.draft} />}
          onClose={bar.endReview}
          onSave={bar.start}
          readOnlyReason={readOnlyReason}
          deletesImmediately={data.syncsSelections}
        />
      )}
      {outcome?.kind === 'merge' && (
        <MergeDialog
          outcome={outcome}
          table={table}
          onSave={(agreed) => void save.saveAgreed(agreed)}
          onKeepEditing={save.keepEditing}
          onDismiss={save.dismiss}
        />
      )}
    </section>
  )
}

/** What the save would lose or break. */
function Warnings({ bar: { dirty, running, merging, summary, isLate } }: { bar: SaveBarState }) {
  if (!dirty || running || merging || !summary || summary.warnings.length === 0) return null
  return (
    // many warnings scroll, so they must be focusable for the keyboard
    <div
      className="save-bar__scroll"
      role="group"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="Warnings"
      aria-busy={isLate}
    >
      <SaveWarnings summary={summary} />
    </div>
  )
}
