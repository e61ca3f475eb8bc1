import { tabQuestion } from '#api/store/ask-tabs.ts'
import { readRecord, removeRecord, writeRecord, type Owner } from '#api/store/records.ts'
import { tabIdFor } from '#api/store/tab-id.ts'
import { isNothing, NOTHING, UNSAVED, withPart, type Unsaved } from './unsaved.ts'

/** What this tab keeps of a person's work; it outlives the page that shows it. */
export type UnsavedWork = {
  /** As far as it is known; undefined: it has not been read yet. */
  readonly known: () => Unsaved | undefined
  readonly read: () => Promise<Unsaved>
  /** Resolves when it is on the disk, or cannot be. */
  readonly put: (part: Partial<Omit<Unsaved, 'at'>>) => Promise<void>
  /** A save of this page is under way: its steps are not those of a page that died. */
  readonly isSaving: () => boolean
  readonly setSaving: (on: boolean) => void
  /** Calls back when a save begins or ends; returns how to stop that. */
  readonly followSaving: (listener: () => void) => () => void
}

let current: { readonly tab: string; readonly owner: Owner; readonly work: UnsavedWork } | null = null

/** Asks the other tabs which of them are open: what they keep is theirs. */
export const openTabs = tabQuestion('maas-images unsaved', () => current?.tab ?? null)

/** What this tab keeps for a person: the same object as long as both stay. */
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
