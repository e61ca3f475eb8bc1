import { useEffect, useRef, useState } from 'react'
import { useCommands } from '#ui/commands/commands.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { useFailedPart } from '#ui/lazy/failed-part.tsx'
import { lazyDialog, lazyNotice, prefetching } from '#ui/lazy/lazy-part.tsx'
import { LinkedText } from '#ui/linked-text.tsx'
import { DEFAULT_IMAGES } from '#selections/commissioning.ts'
import type { Table } from '#features/images/rules/model.ts'
import { sumText } from '#features/images/promise/sum-text.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useSave } from './use-save.ts'
import type { ImportFacts } from '#features/images/promise/use-import-facts.ts'
import { useSummary } from '#features/images/promise/use-summary.ts'
import { SaveWarnings } from './save-warnings.tsx'
import { ShowAs } from './show-as.tsx'

const ReviewDialog = lazyDialog(
  () => import('./review-dialog.tsx').then((m) => m.ReviewDialog),
  ({ onClose }) => onClose,
)
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

/** For a save during an import, up to 3.7. */
const JOINED =
  'Selection saved. The running import also applies these changes. If it is stopped or cannot read a source, this page offers to start another one.'
const NO_FORECAST = 'Could not load the review. Nothing was saved, and your changes are kept.'

/** Stays in view while there is something to save, and shows what a save would do and its progress. */
export function SaveBar({
  data,
  table,
  draft,
  save,
  importFacts,
  readOnlyReason,
  explained,
  onExplained,
}: Props) {
  const [reviewing, setReviewing] = useState(false)
  const status = useRef<HTMLParagraphElement>(null)
  const {
    summary,
    pending,
    failed: unread,
    retry,
    recreates,
  } = useSummary(data, table, draft.draft, reviewing, importFacts)
  const { running, steps, outcome } = save
  const dirty = draft.draft.size > 0
  const owed = draft.importOwed && !dirty && !running && !save.joined
  const failed = outcome?.kind === 'failed' ? outcome : null
  const saved = outcome?.kind === 'saved'
  const unloaded = failed?.unloaded === true
  const lost = useFailedPart(unloaded ? { retrying: running, retry: () => void save.run() } : null)
  const review = () => {
    setReviewing(true)
    if (unread) retry()
  }
  const start = () => {
    setReviewing(false)
    void save.run()
  }
  // ask first if a save deletes images to download them again
  const asks = dirty && !failed?.written && recreates
  const discard = () => {
    save.dismiss()
    draft.discard()
  }
  const saveLabel = failed?.written || owed ? 'Continue' : 'Save selection'
  useCommands(() => {
    if (running) return []
    const command = (id: string, label: string, run: () => void, offBecause: string | null = null) =>
      ({ id, group: 'Actions', label, run, offBecause }) as const
    return [
      ...(dirty || owed ? [command('save', saveLabel, asks ? review : start, readOnlyReason)] : []),
      ...(dirty
        ? [command('review', 'Review changes', review), command('discard', 'Discard changes', discard)]
        : []),
      ...(!dirty && draft.discarded ? [command('undo', 'Undo discarding changes', draft.undoDiscard)] : []),
    ]
  })
  // the button that had the focus may be gone: move the focus to the bar, not to the top of the page
  const first = useRef(true)
  useEffect(() => {
    const isLost = !first.current && document.activeElement === document.body
    first.current = false
    if (!isLost) return
    const next = status.current ?? document.querySelector<HTMLElement>('[role="grid"]')
    next?.focus({ preventScroll: true })
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [dirty, running, outcome, explained, unread])

  // they are shown also when the gateway is gone by then
  useEffect(() => {
    if (dirty) SaveSteps.prefetch()
  }, [dirty])

  if (!dirty && !running && !failed && !saved && !owed && !draft.discarded && explained === null) return null

  const sentence = () => {
    if (running) return 'Saving the selection…'
    if (owed) return 'MAAS has not confirmed the import after the last save.'
    if (failed && !failed.written) return `Nothing was saved. ${unloaded ? lost.message : failed.message}`
    if (failed) return 'Only part of the selection was saved. Continue to finish the remaining steps.'
    if (dirty && summary) return sumText(summary)
    if (dirty) return unread ? NO_FORECAST : reviewing ? 'Loading the review…' : ''
    if (draft.discarded) return 'Your changes were discarded.'
    if (!saved) return ''
    return save.joined ? JOINED : 'Selection saved. Import started.'
  }
  // the bar still shows the previous draft
  const isLate = (dirty && pending) || undefined
  const saveButton = (
    <BusyButton
      tone="positive"
      busy={running}
      busyLabel="Saving…"
      offBecause={readOnlyReason}
      onClick={asks ? review : start}
    >
      {saveLabel}
    </BusyButton>
  )
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
        {dirty && !running && summary && summary.warnings.length > 0 && (
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
        )}
        <div className="save-bar__line">
          <p className="save-bar__sum" role="status" ref={status} tabIndex={-1} aria-busy={isLate}>
            {sentence()}
          </p>
          <div className="save-bar__actions">
            {lost.reloadButton}
            {dirty && !running && unread && <BusyButton onClick={retry}>Try again</BusyButton>}
            {dirty && !running && (
              <BusyButton {...prefetching(ReviewDialog)} onClick={review}>
                Review
              </BusyButton>
            )}
            {dirty && !running && <ShowAs data={data} draft={draft.draft} />}
            {dirty && !running && <BusyButton onClick={discard}>Discard</BusyButton>}
            {(dirty || running || owed) && saveButton}
            {!dirty && !running && draft.discarded && (
              <BusyButton onClick={draft.undoDiscard}>Undo</BusyButton>
            )}
            {!dirty && !running && (owed || saved || failed || draft.discarded) && (
              <BusyButton
                onClick={() => {
                  save.dismiss()
                  if (!save.joined) draft.setImportOwed(false)
                  draft.clear()
                }}
              >
                Dismiss
              </BusyButton>
            )}
          </div>
        </div>
      </div>
      {reviewing && summary && (
        <ReviewDialog
          summary={summary}
          showAs={<ShowAs data={data} draft={draft.draft} />}
          onClose={() => setReviewing(false)}
          onSave={start}
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
