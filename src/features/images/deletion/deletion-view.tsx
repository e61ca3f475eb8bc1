import { useEffect, useMemo, useRef, useState } from 'react'
import { formatBytes } from '#lib/bytes.ts'
import { keepWithoutUpdates } from '#features/images/data/without-updates.ts'
import { imageKey } from '#selections/keys.ts'
import { writeRecord } from '#api/store/records.ts'
import { useRecords } from '#api/store/use-record.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { lazyDialog, prefetching } from '#ui/lazy/lazy-part.tsx'
import type { useImages } from '#features/images/data/use-images.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import type { Table } from '#features/images/rules/model.ts'
import { HeldList } from './held-list.tsx'
import { imageIdKey } from './rules/image-id.ts'
import { imageRows, searched, type ImageRow } from './rules/image-rows.ts'
import { replacementOf, type Replacement } from './rules/replacement.ts'
import { NOTHING_CHOSEN, type RowChoice } from './rules/row-choice.ts'
import { REPLACING } from './replace/replacing.ts'
import { replacingOf } from './replace/replacing-of.ts'
import { isOpen } from './result/deletion-record.ts'
import { ReturnedImages } from './result/returned-images.tsx'
import { useDeletions } from './result/use-deletions.ts'
import { useRunDeletion } from './result/use-run-deletion.ts'
import type { Deletion, DeletionList } from './use-deletion.ts'
import './deletion.scss'

const DeleteImagesDialog = lazyDialog(
  () => import('./delete-images-dialog.tsx').then((m) => m.DeleteImagesDialog),
  ({ onClose }) => onClose,
)

const UNSAVED = 'Save or discard the unsaved changes of the selection first.'
const RUNS = 'Images are being deleted.'
const ALL_KEPT = 'The chosen images are kept already, or the region does not hold them.'
const LISTS: readonly { readonly id: DeletionList; readonly label: string }[] = [
  { id: 'all', label: 'All images' },
  { id: 'not-offered', label: 'Not offered any more' },
]
const WHAT = {
  all: 'Choose images to delete. Their boxes here do not change the selection. Shift chooses a range.',
  'not-offered':
    'No source offers these images any more, so they get no updates. Each image stays on the region while it is selected. If you keep one, this browser no longer reports it as a problem. A deleted image cannot be downloaded again.',
}

type Props = {
  data: ReturnType<typeof useImages>
  table: Table
  draft: ReturnType<typeof useDraft>
  deletion: Deletion
  /** Why nothing can be changed now. */
  off: string | null
}

type Request = { readonly rows: readonly ImageRow[]; readonly by: Replacement | null }

/** The images of the region, to choose and delete; takes the place of the table, whose boxes mean something else. */
export function DeletionView({ data, table, draft, deletion, off: readOnly }: Props) {
  const list = deletion.list ?? 'all'
  const [search, setSearch] = useState('')
  const [choice, setChoice] = useState(NOTHING_CHOSEN)
  /** How many images were kept in the last step. */
  const [justKept, setJustKept] = useState(0)
  const [toConfirm, setToConfirm] = useState<Request | null>(null)
  const [shownAt] = useState(() => Date.now())
  const heading = useRef<HTMLHeadingElement>(null)
  const { begin } = useRunDeletion({ data, draft, table })
  const { runs, deletions } = useDeletions(data.owner)
  const replacing = useRecords(REPLACING, data.owner)
  useEffect(() => heading.current?.focus(), [])
  const all = useMemo(() => imageRows(table), [table])
  const inList = useMemo(
    () => (list === 'all' ? all : all.filter(({ notOffered }) => notOffered)),
    [all, list],
  )
  const rows = useMemo(() => searched(inList, search), [inList, search])
  const chosen = inList.filter(({ key }) => choice.chosen.has(key))
  const bytes = chosen.reduce((sum, row) => sum + row.bytes, 0)
  const isRunning = deletions.some(({ state }) => state === 'running')
  const off = readOnly ?? (isRunning ? RUNS : draft.draft.size > 0 ? UNSAVED : null)
  // what was deleted before may have been selected again on purpose
  const own = deletions.filter(({ deletion: { at } }) => !isRunning && at >= shownAt)
  const deleted = new Set(own.flatMap((one) => one.deletion.outcome?.deleted ?? []).map(imageIdKey))
  const back = all.filter(({ key, cell }) => deleted.has(key) && cell.image !== null)
  const none = chosen.length === 0 ? 'Choose images first.' : null
  const start = ({ rows: targets, by }: Request) => {
    setToConfirm(null)
    setChoice(NOTHING_CHOSEN)
    const [first] = targets
    if (!by) {
      // a result with nothing left to do makes room
      for (const { key, deletion: one } of deletions)
        if (one.outcome !== null && !isOpen(one.outcome)) void runs?.dismiss(key)
      void begin(targets)
    }
    if (by && first && data.owner) void writeRecord(REPLACING, data.owner, replacingOf(first, by), first.key)
  }
  const choose = (now: RowChoice) => {
    setChoice(now)
    setJustKept(0)
  }
  const keep = (targets: readonly ImageRow[], on: boolean) => {
    setJustKept(on ? targets.length : 0)
    if (data.owner)
      void keepWithoutUpdates(
        data.owner,
        targets.map(({ id }) => imageKey(id.os, id.release, id.arch)),
        on,
      )
  }
  const toKeep = chosen.filter(({ canKeep }) => canKeep)
  const { image: asksFor, show } = deletion
  const [answered, setAnswered] = useState<string | null>(null)
  if (asksFor !== answered) {
    setAnswered(asksFor)
    const row = all.find(({ key }) => key === asksFor)
    if (row && off === null) setToConfirm({ rows: [row], by: null })
    else if (row) setChoice({ chosen: new Set([row.key]), anchor: row.key })
  }
  useEffect(() => {
    if (asksFor !== null) show('all')
  }, [asksFor, show])
  return (
    <section className="deletion" aria-labelledby="deletion-title">
      <div className="deletion__head">
        <h2 className="p-heading--4" id="deletion-title" tabIndex={-1} ref={heading}>
          Delete images
        </h2>
        <BusyButton onClick={deletion.close}>Back to the selection</BusyButton>
      </div>
      <p>{WHAT[list]}</p>
      {readOnly !== null && <p>{readOnly}</p>}
      <ReturnedImages images={back} off={off} onDelete={() => setToConfirm({ rows: back, by: null })} />
      <div className="deletion__filters">
        <input
          type="search"
          className="is-dense"
          aria-label="Search images to delete"
          placeholder="Search release, codename, architecture"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <select
          className="is-dense"
          aria-label="Images to list"
          value={list}
          onChange={(event) => {
            setChoice(NOTHING_CHOSEN)
            deletion.show(event.currentTarget.value === 'all' ? 'all' : 'not-offered')
          }}
        >
          {LISTS.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {rows.length === 0 ? (
        <p>{emptyText(all, inList)}</p>
      ) : (
        <HeldList
          rows={rows}
          choice={choice}
          onChoice={choose}
          now={data.images.dataUpdatedAt}
          off={off}
          onDelete={(row) => setToConfirm({ rows: [row], by: null })}
          replacementOf={list === 'all' ? null : (row) => replacementOf(row, data.catalogues, table)}
          isReplaced={({ key }) => replacing?.has(key) === true}
          onReplace={(row, by) => setToConfirm({ rows: [row], by })}
          onKeep={list === 'all' ? null : (row, on) => keep([row], on)}
        />
      )}
      <div className="deletion__bar">
        <p role="status">
          {justKept > 0 && chosen.length === 0 ? keptText(justKept) : chosenText(chosen.length, bytes)}
        </p>
        {list === 'not-offered' && (
          <BusyButton
            offBecause={chosen.length > 0 && toKeep.length === 0 ? ALL_KEPT : none}
            onClick={() => {
              keep(toKeep, true)
              setChoice(NOTHING_CHOSEN)
            }}
          >
            Keep chosen images
          </BusyButton>
        )}
        <BusyButton
          tone="negative"
          {...prefetching(DeleteImagesDialog)}
          offBecause={off ?? none}
          onClick={() => setToConfirm({ rows: chosen, by: null })}
        >
          Delete chosen images
        </BusyButton>
      </div>
      {toConfirm && (
        <DeleteImagesDialog
          data={data}
          table={table}
          rows={toConfirm.rows}
          replacedBy={toConfirm.by?.name ?? null}
          onDelete={() => start(toConfirm)}
          onClose={() => setToConfirm(null)}
        />
      )}
    </section>
  )
}

const chosenText = (count: number, bytes: number): string =>
  `${count === 1 ? '1 image' : `${count} images`} chosen${bytes > 0 ? ` · ${formatBytes(bytes)}` : ''}`

const keptText = (count: number): string =>
  count === 1 ? '1 image is kept without updates' : `${count} images are kept without updates`

function emptyText(all: readonly ImageRow[], inList: readonly ImageRow[]): string {
  if (all.length === 0) return 'The region holds no images.'
  return inList.length === 0
    ? 'The sources offer every image that the region holds.'
    : 'No images match. Change the search.'
}
