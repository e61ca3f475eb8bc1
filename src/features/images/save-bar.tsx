import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { filesQuery } from '#api/images.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { StepList } from '#ui/step-list.tsx'
import { formatBytes } from '#lib/bytes.ts'
import { hazardsOf, NO_HAZARDS, type Hazards } from './hazards.ts'
import { type Promised, promiseOf } from './promise.ts'
import { summarise, type Summary } from './summary.ts'
import type { Draft, Saved, Table } from './model.ts'
import type { useDraft } from './use-draft.ts'
import type { useImages } from './use-images.ts'
import type { useSave } from './use-save.ts'

const ReviewDialog = lazy(() => import('./review-dialog.tsx').then((m) => ({ default: m.ReviewDialog })))
const MergeDialog = lazy(() => import('./merge-dialog.tsx').then((m) => ({ default: m.MergeDialog })))

type Props = {
  data: ReturnType<typeof useImages>
  table: Table
  draft: ReturnType<typeof useDraft>
  save: ReturnType<typeof useSave>
  /** Why nothing can be written now. */
  writesOff: string | null
  /** Why a box could not be changed, after somebody tried. */
  explained: string | null
  onExplained: () => void
}

const NOTHING_SAVED: Saved = new Map()

/** Stays in view while there is something to save: what saving would do, and how far it is. */
export function SaveBar({ data, table, draft, save, writesOff, explained, onExplained }: Props) {
  const [reviewing, setReviewing] = useState(false)
  const status = useRef<HTMLParagraphElement>(null)
  const config = data.region.data?.config
  const promised = usePromise(data, draft.draft)
  const hazards = useHazards(data, draft.draft)
  const summary = useMemo(
    () =>
      summarise(
        table,
        draft.draft,
        data.saved ?? NOTHING_SAVED,
        {
          commissioningRelease: config?.commissioningRelease ?? '',
          defaultOs: config?.defaultOs ?? '',
          defaultRelease: config?.defaultRelease ?? '',
          deletesImmediately: data.syncsSelections,
        },
        promised,
        hazards,
      ),
    [table, draft.draft, data.saved, config, data.syncsSelections, promised, hazards],
  )
  const { running, steps, outcome } = save
  const dirty = draft.draft.size > 0
  const owed = draft.importOwed && !dirty && !running
  const failed = outcome?.kind === 'failed' ? outcome : null
  const saved = outcome?.kind === 'saved'
  // the button that was pressed may be gone: keep the keyboard where the news is, not at the top of the page
  const first = useRef(true)
  useEffect(() => {
    const lost = !first.current && document.activeElement === document.body
    first.current = false
    if (!lost) return
    const next = status.current ?? document.querySelector<HTMLElement>('[role="grid"]')
    next?.focus({ preventScroll: true })
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [dirty, running, outcome, explained])

  if (!dirty && !running && !failed && !saved && !owed && !draft.discarded && explained === null) return null

  const sentence = () => {
    if (running) return 'Saving the selection…'
    if (owed) return 'MAAS has not confirmed the import after the last save.'
    if (failed && !failed.written) return `Nothing was saved. ${failed.message}`
    if (failed) return 'Only part of the selection was saved. Continue to finish the remaining steps.'
    if (dirty) return sumText(summary)
    if (draft.discarded) return 'Your changes were discarded.'
    return saved ? 'Selection saved. Import started.' : ''
  }
  const start = () => {
    setReviewing(false)
    void save.run()
  }
  // what deletes images to download them again is asked about first
  const asks = dirty && !failed?.written && summary.warnings.some(({ kind }) => kind === 'recreated')
  const saveButton = (
    <BusyButton
      tone="positive"
      busy={running}
      busyLabel="Saving…"
      offBecause={writesOff}
      onClick={asks ? () => setReviewing(true) : start}
    >
      {failed?.written || owed ? 'Continue' : 'Save selection'}
    </BusyButton>
  )
  return (
    <section className="save-bar" aria-label="Unsaved selection">
      <div className="save-bar__inner">
        {(running || failed) && <StepList label="Steps of saving" steps={steps} />}
        {explained !== null && (
          <p className="save-bar__warning" role="alert">
            {explained}{' '}
            <button type="button" className="p-button--link" onClick={onExplained}>
              Got it
            </button>
          </p>
        )}
        {dirty && !running && summary.warnings.length > 0 && (
          // many warnings are scrolled, also by keyboard
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <div className="save-bar__scroll" role="group" tabIndex={0} aria-label="Warnings">
            <Warnings summary={summary} />
          </div>
        )}
        <div className="save-bar__line">
          <p className="save-bar__sum" role="status" ref={status} tabIndex={-1}>
            {sentence()}
          </p>
          <div className="save-bar__actions">
            {dirty && !running && <BusyButton onClick={() => setReviewing(true)}>Review</BusyButton>}
            {dirty && !running && (
              <BusyButton
                onClick={() => {
                  save.dismiss()
                  draft.discard()
                }}
              >
                Discard
              </BusyButton>
            )}
            {(dirty || running || owed) && saveButton}
            {!dirty && !running && draft.discarded && (
              <BusyButton onClick={draft.undoDiscard}>Undo</BusyButton>
            )}
            {!dirty && !running && (owed || saved || failed || draft.discarded) && (
              <BusyButton
                onClick={() => {
                  save.dismiss()
                  draft.setImportOwed(false)
                  draft.clear()
                }}
              >
                Dismiss
              </BusyButton>
            )}
          </div>
        </div>
      </div>
      <Suspense>
        {reviewing && (
          <ReviewDialog
            summary={summary}
            onClose={() => setReviewing(false)}
            onSave={start}
            writesOff={writesOff}
            deletesImmediately={data.syncsSelections}
          />
        )}
        {outcome?.kind === 'merge' && (
          <MergeDialog
            outcome={outcome}
            table={table}
            onSave={(agreed) => void save.saveAgreed(agreed)}
            onKeepEditing={save.keepEditing}
          />
        )}
      </Suspense>
    </section>
  )
}

/** What the import after a save does; null while that is not known. The files are asked for only when they count. */
function usePromise(data: Props['data'], draft: Draft): Promised | null {
  const { region, sources, catalogues, saved } = data
  const files = useQuery({ ...filesQuery(), enabled: draft.size > 0 }).data
  const version = region.data?.version
  return useMemo(
    () =>
      files && version !== undefined && sources && saved && draft.size > 0
        ? promiseOf({
            version,
            sources: sources.map(({ source }) => source),
            catalogues,
            files,
            saved,
            draft,
          })
        : null,
    [files, version, sources, catalogues, saved, draft],
  )
}

/** What a save does beyond the draft, whether or not the files of the region are known. */
function useHazards(data: Props['data'], draft: Draft): Hazards {
  const { region, sources, catalogues, saved } = data
  const version = region.data?.version
  return useMemo(
    () =>
      version !== undefined && sources && saved && draft.size > 0
        ? hazardsOf({ version, sources: sources.map(({ source }) => source), catalogues, saved, draft })
        : NO_HAZARDS,
    [version, sources, catalogues, saved, draft],
  )
}

export function Warnings({ summary }: { summary: Summary }) {
  if (summary.warnings.length === 0) return null
  return (
    <ul className="save-bar__warnings">
      {summary.warnings.map((warning) => (
        <li key={warning.text} className="save-bar__warning">
          {warning.text}
          {warning.link && (
            <>
              {' '}
              <Link to={warning.link.to}>{warning.link.text}</Link>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** "2 images to add, 1 to remove. 1.2 GB to download, 0.4 GB freed." */
function sumText({ add, remove, kept, kernels, arches, downloadBytes, due, freedBytes }: Summary): string {
  const parts = [
    add.length > 0 && `${add.length} ${add.length === 1 ? 'image' : 'images'} to add`,
    remove.length > 0 && `${remove.length} ${remove.length === 1 ? 'image' : 'images'} to remove`,
    kept.length > 0 && `${kept.length} cleared, kept by MAAS`,
    kernels.length > 0 &&
      `other kernels for ${kernels.length} ${kernels.length === 1 ? 'release' : 'releases'}`,
    arches.length > 0 && `future architectures of ${arches.length}`,
  ].filter((part) => part !== false)
  const bytes = [
    downloadBytes > 0 && `${formatBytes(downloadBytes)} to download`,
    due.bytes > 0 && `${formatBytes(due.bytes)} due anyway`,
    freedBytes > 0 && `${formatBytes(freedBytes)} freed`,
  ].filter((part) => part !== false)
  const what = parts.length > 0 ? parts.join(', ') : 'The selection changes, the images stay the same'
  return [what, ...bytes].join(' · ')
}
