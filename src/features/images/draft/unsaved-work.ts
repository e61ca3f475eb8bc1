import { tabQuestion } from '#api/store/ask-tabs.ts'
import { leaveCopy, readCopy, removeCopy } from '#api/store/left-copy.ts'
import { readRecord, removeRecord, writeRecord, type Owner } from '#api/store/records.ts'
import { tabIdFor } from '#api/store/tab-id.ts'
import { inBackground } from '#lib/background.ts'
import { isNothing, NOTHING_UNSAVED, UNSAVED, withPart, type Unsaved } from './unsaved.ts'

type Part = Partial<Omit<Unsaved, 'at'>>

/** The unsaved work that this tab stores for a user. It outlives the page that shows it. */
export type UnsavedWork = {
  /** The work as far as it is known; undefined: it has not been read yet. */
  readonly known: () => Unsaved | undefined
  readonly read: () => Promise<Unsaved>
  /** Resolves when the work is on disk, or cannot be stored. */
  readonly put: (part: Part) => Promise<void>
  /** Stores a part of known work when the browser has nothing else to do, so that a selected box is painted first. */
  readonly putLater: (part: () => Part) => void
  /** For the end of the page: what is not on disk yet is left for the next page of this tab. */
  readonly leave: () => void
  /** Whether a save of this page is running, so that its steps do not count as interrupted. */
  readonly isSaving: () => boolean
  readonly setSaving: (on: boolean) => void
  /** Calls back when a save begins or ends. Returns a function that unsubscribes. */
  readonly followSaving: (listener: () => void) => () => void
}

let current: { readonly tab: string; readonly owner: Owner; readonly work: UnsavedWork } | null = null

/** Asks the other tabs for their IDs: the work of an open tab belongs to that tab. */
export const openTabs = tabQuestion('maas-images unsaved', () => current?.tab ?? null)

/** The unsaved work of this tab for a user: the same object for the same tab and user. */
export function unsavedWork(owner: Owner): UnsavedWork {
  const tab = tabIdFor(owner)
  if (current?.tab !== tab) {
    if (current === null) window.addEventListener('pagehide', () => current?.work.leave())
    current = { tab, owner, work: createWork(owner, tab) }
    openTabs.listen()
  }
  return current.work
}

/** The work of a page in a tab. A tab has another ID for another user or region. */
export function createWork(owner: Owner, tab: string): UnsavedWork {
  const copied = readCopy(UNSAVED, tab)
  let now: Unsaved | undefined = copied === null ? NOTHING_UNSAVED : copied
  let later: (() => Part) | null = null
  let storing = 0
  let saving = false
  const onSaving = new Set<() => void>()

  async function store(next: Unsaved): Promise<void> {
    now = isNothing(next) ? NOTHING_UNSAVED : next
    storing += 1
    if (now === NOTHING_UNSAVED) await removeRecord(UNSAVED, owner, tab)
    else await writeRecord(UNSAVED, owner, now, tab)
    storing -= 1
    if (storing === 0 && later === null) removeCopy(UNSAVED)
  }

  async function put(part: Part): Promise<void> {
    const before = now ?? (await reading)
    const next = withPart(now ?? before, part, new Date().toISOString())
    if (JSON.stringify(next) !== JSON.stringify(now)) await store(next)
  }

  const reading = now
    ? store(now).then(() => now ?? NOTHING_UNSAVED)
    : readRecord(UNSAVED, owner, tab).then((found) => (now = found ?? NOTHING_UNSAVED))
  return {
    known: () => now,
    read: () => reading,
    isSaving: () => saving,
    setSaving(on) {
      saving = on
      for (const listener of onSaving) listener()
    },
    followSaving(listener) {
      onSaving.add(listener)
      return () => void onSaving.delete(listener)
    },
    put,
    putLater(part) {
      later = part
      inBackground(() => {
        if (later !== part) return
        later = null
        void put(part())
      })
    },
    leave() {
      if (!now || (later === null && storing === 0)) return
      const left = later ? withPart(now, later(), new Date().toISOString()) : now
      leaveCopy(UNSAVED, tab, isNothing(left) ? null : left)
    },
  }
}
