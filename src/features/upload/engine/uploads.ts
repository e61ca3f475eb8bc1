import { messageOf } from '#api/client.ts'
import type { Owner } from '#api/store/records.ts'
import type { NewUpload } from '#contract/uploads.ts'
import { OTHER_FILE } from '#features/upload/rules/failure.ts'
import { unanswered } from './announce.ts'
import { createFound } from './found-uploads.ts'
import type { UploadMemory } from './job.ts'
import { createKept } from './kept-uploads.ts'
import { createList } from './list.ts'
import { otherTabs } from './other-tabs.ts'
import { discard, type SendNeeds } from './send.ts'
import type { SumFile } from './sum-file.ts'
import type { UploadTarget } from './upload.ts'
import { createQueue } from './upload-queue.ts'

type Needs = Pick<SendNeeds, 'wait' | 'now'> & {
  readonly owner: Owner
  readonly sum: SumFile
  readonly newKey: () => string
  /** The boot resource of an image by name and architecture, as MAAS has it now; null: none. */
  readonly find: (form: NewUpload) => Promise<number | null>
  /** MAAS has a new image, or has deleted one. */
  readonly onChange: () => void
}

/** The uploads of this tab: one is on its way, the others wait. */
export type Uploads = ReturnType<typeof createUploads>

const NOT_DELETED = 'MAAS did not delete the uploaded part of the file.'

export function createUploads({ owner, newKey, onChange, find, ...needs }: Needs) {
  const { list, get, set, add, remove, follow } = createList()
  const kept = createKept(owner)
  const queue = createQueue({ ...needs, list, set, kept, find, onChange })
  const others = otherTabs(owner, kept.keysWithFile)
  const { of: store, forget } = kept
  const found = createFound({ owner, others, list, get, set, add, remove, store, forget, onChange })

  const goOn = (key: string) => {
    set(key, kept.file(key) ? { phase: 'waiting', failure: null } : { phase: 'needs-file' })
    queue.run()
  }

  /** Deletes what MAAS has of a file. Returns whether it did. */
  async function takeBack(
    key: string,
    { stored }: UploadMemory,
    next: 'continue' | 'restart',
  ): Promise<boolean> {
    set(key, { phase: 'deleting', failure: null })
    try {
      const half = stored && !stored.begun ? await unanswered(stored.form, find) : null
      const resource = stored?.begun?.resource ?? (half?.complete === false ? half.resource : null)
      if (resource !== null) await discard(resource)
      await kept.forget(key)
      return true
    } catch (error) {
      set(key, { phase: 'failed', failure: { message: `${NOT_DELETED} ${messageOf(error)}`, next } })
      return false
    }
  }

  return {
    list,
    follow,
    /** Shows the uploads that began before this page was loaded, or in other tabs, and what became of them. */
    load: found.load,
    /** Calls back when another tab has begun, continued or ended an upload. */
    followOthers: others.follow,
    add(file: File, target: UploadTarget): void {
      const key = newKey()
      kept.giveFile(key, file)
      const begin = { read: 0, confirmed: 0, samples: [], failure: null }
      add({ key, fileName: file.name, size: file.size, target, phase: 'waiting', ...begin })
      queue.run()
    },
    /** Stops after the chunk that is on its way. */
    pause(key: string): void {
      set(key, { phase: 'paused', samples: [] })
      queue.pause(key)
    },
    /** Goes on from where MAAS is. @param file after a reload: the same one */
    async resume(key: string, file?: File): Promise<void> {
      if (file && file.size !== get(key)?.size) {
        set(key, { failure: OTHER_FILE })
        return
      }
      if (file && (await others.keys()).has(key)) {
        set(key, { phase: 'elsewhere', failure: null })
        return
      }
      if (file) {
        kept.giveFile(key, file)
        delete kept.of(key).sha256
      }
      goOn(key)
    },
    /** Deletes what MAAS has, and sends the file from the start. */
    async restart(key: string): Promise<void> {
      if (!(await takeBack(key, kept.of(key), 'restart'))) return
      kept.reset(key)
      const { target } = get(key) ?? {}
      // what it replaced is deleted with it
      if (target) set(key, { target: { ...target, replaces: null }, confirmed: 0, read: 0 })
      goOn(key)
    },
    /** Ends an upload, and deletes what MAAS has of it. */
    async cancel(key: string): Promise<void> {
      const before = { ...kept.of(key) }
      set(key, { phase: 'deleting', failure: null })
      await queue.end(key)
      if (!(await takeBack(key, before.stored?.begun ? before : kept.of(key), 'continue'))) return
      kept.drop(key)
      remove(key)
      onChange()
    },
    /** Takes an upload that MAAS did not accept off the list, and returns its file. */
    edit(key: string): File | undefined {
      const file = kept.file(key)
      kept.drop(key)
      remove(key)
      return file
    },
    /** Takes a finished upload off the list. */
    dismiss: remove,
  }
}
