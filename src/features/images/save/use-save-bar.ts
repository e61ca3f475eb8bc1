import { useEffect, useRef, useState, type RefObject } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import { sumText } from '#features/images/forecast/sum-text.ts'
import type { ImportFacts } from '#features/images/forecast/use-import-facts.ts'
import { useSummary } from '#features/images/forecast/use-summary.ts'
import type { Table } from '#features/images/rules/model.ts'
import { useCommands } from '#ui/commands/commands.ts'
import { useFailedPart } from '#ui/lazy/failed-part.tsx'
import type { useSave } from './use-save.ts'

type Needs = {
  data: ReturnType<typeof useImages>
  table: Table
  draft: ReturnType<typeof useDraft>
  save: ReturnType<typeof useSave>
  importFacts: ImportFacts
}

/** For a save during an import, up to 3.7. */
const JOINED =
  'Selection saved. The running import also applies these changes. If it is stopped, cannot read a source or was started on the pages of MAAS, this page offers to start another one.'
const NO_FORECAST = 'Could not load the review. Nothing was saved, and your changes are kept.'

/** The state of the save bar, and what its buttons do. */
export function useSaveBar({ data, table, draft, save, importFacts }: Needs) {
  const [reviewing, setReviewing] = useState(false)
  const summed = useSummary(data, table, draft.draft, reviewing, importFacts)
  const { summary, failed: unread, retry } = summed
  const { running, outcome } = save
  const dirty = draft.draft.size > 0
  const owed = draft.importOwed && !dirty && !running && !save.joined
  const failed = outcome?.kind === 'failed' ? outcome : null
  const lost = useFailedPart(
    failed?.unloaded === true ? { retrying: running, retry: () => void save.run() } : null,
  )
  const review = () => {
    setReviewing(true)
    if (unread) retry()
  }
  const start = () => {
    setReviewing(false)
    void save.run()
  }
  // ask first if a save deletes images to download them again
  const asks = dirty && !failed?.written && summed.recreates
  return {
    summary,
    /** The rules for the summary could not be loaded. */
    unread,
    retry,
    reviewing,
    endReview: () => setReviewing(false),
    dirty,
    running,
    /** MAAS has not confirmed the import after the last save. */
    owed,
    failed,
    saved: outcome?.kind === 'saved',
    /** The page asks about changes of someone else, which the draft does not contain yet. */
    merging: outcome?.kind === 'merge',
    /** About a part of the page that could not be loaded for the save. */
    lost,
    /** The bar still shows the previous draft. */
    isLate: (dirty && summed.pending) || undefined,
    review,
    start,
    saveOrReview: asks ? review : start,
    saveLabel: failed?.written || owed ? 'Continue' : 'Save selection',
    discard: () => {
      save.dismiss()
      draft.discard()
    },
    dismiss: () => {
      save.dismiss()
      if (!save.joined) draft.setImportOwed(false)
      draft.clear()
    },
  }
}

export type SaveBarState = ReturnType<typeof useSaveBar>

/** The status of the selection, in words. @param discarded whether the draft was, which can be undone */
export function statusText(bar: SaveBarState, joined: boolean, discarded: boolean): string {
  const { failed, summary } = bar
  if (bar.running) return 'Saving the selection…'
  if (bar.merging) return 'Someone else changed the selection.'
  if (bar.owed) return 'MAAS has not confirmed the import after the last save.'
  if (failed && !failed.written)
    return `Nothing was saved. ${failed.unloaded === true ? bar.lost.message : failed.message}`
  if (failed) return 'Only part of the selection was saved. Continue to finish the remaining steps.'
  if (bar.dirty && summary) return sumText(summary)
  if (bar.dirty) return bar.unread ? NO_FORECAST : bar.reviewing ? 'Loading the review…' : ''
  if (discarded) return 'Your changes were discarded.'
  if (!bar.saved) return ''
  return joined ? JOINED : 'Selection saved. Import started.'
}

/** The buttons of the bar as commands. */
export function useSaveCommands(bar: SaveBarState, draft: Needs['draft'], readOnlyReason: string | null) {
  useCommands(() => {
    if (bar.running) return []
    const command = (id: string, label: string, run: () => void, offBecause: string | null = null) =>
      ({ id, group: 'Actions', label, run, offBecause }) as const
    return [
      ...(bar.dirty || bar.owed ? [command('save', bar.saveLabel, bar.saveOrReview, readOnlyReason)] : []),
      ...(bar.dirty
        ? [
            command('review', 'Review changes', bar.review),
            command('discard', 'Discard changes', bar.discard),
          ]
        : []),
      ...(!bar.dirty && draft.discarded
        ? [command('undo', 'Undo discarding changes', draft.undoDiscard)]
        : []),
    ]
  })
}

/**
 * When the button that had the focus is gone, the focus moves to the bar, not to the top of the page. Returns the ref of
 * the status, which gets it.
 */
export function useKeptFocus(
  { dirty, running, unread }: SaveBarState,
  outcome: unknown,
  explained: string | null,
): RefObject<HTMLParagraphElement | null> {
  const status = useRef<HTMLParagraphElement>(null)
  const first = useRef(true)
  useEffect(() => {
    const isLost = !first.current && document.activeElement === document.body
    first.current = false
    if (!isLost) return
    const next = status.current ?? document.querySelector<HTMLElement>('[role="grid"]')
    next?.focus({ preventScroll: true })
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [dirty, running, outcome, explained, unread])
  return status
}
