import { tabQuestion } from '#api/store/ask-tabs.ts'
import { readRecord, removeRecord, writeRecord, type Owner } from '#api/store/records.ts'
import { tabIdFor } from '#api/store/tab-id.ts'
import { isNothing, NOTHING, UNSAVED, withPart, type Unsaved } from './unsaved.ts'

/** The unsaved work that this tab stores for a user. It outlives the page that shows it. */
export type UnsavedWork = {
  /** The work as far as it is known; undefined: it has not been read yet. */
  readonly known: () => Unsaved | undefined
  readonly read: () => Promise<Unsaved>
  /** Resolves when the work is on disk, or cannot be stored. */
  readonly put: (part: Partial<Omit<Unsaved, 'at'>>) => Promise<void>
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
    current = { tab, owner, work: createWork(owner, tab) }
    openTabs.listen()
  }
  return current.work
}

function createWork(owner: Owner, tab: string): UnsavedWork {
  let now: Unsaved | undefined
  let saving = false
  const onSaving = new Set<() => void>()
  const reading = readRecord(UNSAVED, owner, tab).then((found) => (now = found ?? NOTHING))
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
    async put(part) {
      const before = now ?? (await reading)
      const next = withPart(now ?? before, part, new Date().toISOString())
      if (JSON.stringify(next) === JSON.stringify(now)) return
      now = isNothing(next) ? NOTHING : next
      if (now === NOTHING) await removeRecord(UNSAVED, owner, tab)
      else await writeRecord(UNSAVED, owner, now, tab)
    },
  }
}
