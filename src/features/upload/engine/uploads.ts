import { messageOf } from '#api/client.ts'
import { type Owner, removeRecord, writeRecord } from '#api/store/records.ts'
import type { NewUpload } from '#contract/uploads.ts'
import { OTHER_FILE } from '#features/upload/rules/failure.ts'
import { unanswered } from './announce.ts'
import { createFound } from './found-uploads.ts'
import { type Kept, runJob } from './job.ts'
import { createList } from './list.ts'
import { otherTabs } from './other-tabs.ts'
import { Stopped } from './persist.ts'
import { discard, type SendNeeds } from './send.ts'
import { type Stored, UPLOAD } from './stored.ts'
import type { SumFile } from './sum-file.ts'
import type { Upload, UploadTarget } from './upload.ts'

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

const NOT_DELETED = 'MAAS did not delete what it has of the file.'

export function createUploads({ owner, sum, newKey, onChange, find, ...needs }: Needs) {
  const { list, get, set, add, remove, follow } = createList()
  const files = new Map<string, File>()
  const kept = new Map<string, Kept>()
  let job: { key: string; soft: AbortController; cut: AbortController; end: Promise<void> } | null = null

  const keptOf = (key: string): Kept => {
    const one = kept.get(key) ?? {}
    kept.set(key, one)
    return one
  }
  const store = async (key: string, now: Stored) => {
    keptOf(key).stored = now
    await writeRecord(UPLOAD, owner, now, key)
  }
  /** MAAS has nothing of it, or all. */
  const forget = async (key: string) => {
    delete keptOf(key).stored
    await removeRecord(UPLOAD, owner, key)
  }
  const others = otherTabs(owner, () => [...files.keys()])
  const found = createFound({ owner, others, list, get, set, add, remove, store: keptOf, forget, onChange })

  function run(): void {
    const next = job ? undefined : list().find(({ phase, key }) => phase === 'waiting' && files.has(key))
    const file = next && files.get(next.key)
    if (!next || !file) return
    const [soft, cut] = [new AbortController(), new AbortController()]
    const end = work(next, file, soft.signal, cut.signal).finally(() => {
      job = null
      run()
    })
    job = { key: next.key, soft, cut, end }
  }

  async function work(upload: Upload, file: File, signal: AbortSignal, cut: AbortSignal): Promise<void> {
    const { key } = upload
    try {
      await runJob(upload, file, keptOf(key), {
        ...needs,
        signal,
        cut,
        sum,
        find,
        store: (now) => store(key, now),
        forget: () => forget(key),
        // after a pause, the chunk that was on its way still counts
        onProgress: (now) => set(key, signal.aborted ? { confirmed: now.confirmed } : now),
        show: (change) => set(key, signal.aborted ? {} : change),
        onBegun: onChange,
      })
      await forget(key)
      files.delete(key)
      set(key, { phase: 'done', confirmed: file.size, failure: null })
      onChange()
    } catch (error) {
      if (signal.aborted) return
      const failure =
        error instanceof Stopped ? error.failure : { message: messageOf(error), next: 'continue' as const }
      if (failure.next === 'choose') files.delete(key)
      set(key, { phase: failure.next === 'choose' ? 'needs-file' : 'failed', failure })
    }
  }

  const goOn = (key: string) => {
    set(key, files.has(key) ? { phase: 'waiting', failure: null } : { phase: 'needs-file' })
    run()
  }

  /** Deletes what MAAS has of a file. Returns whether it did. */
  async function takeBack(key: string, { stored }: Kept, next: 'continue' | 'restart'): Promise<boolean> {
    set(key, { phase: 'deleting', failure: null })
    try {
      const half = stored && !stored.begun ? await unanswered(stored.form, find) : null
      const resource = stored?.begun?.resource ?? (half?.complete === false ? half.resource : null)
      if (resource !== null) await discard(resource)
      await forget(key)
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
      files.set(key, file)
      const begin = { read: 0, confirmed: 0, samples: [], failure: null }
      add({ key, fileName: file.name, size: file.size, target, phase: 'waiting', ...begin })
      run()
    },
    /** Stops after the chunk that is on its way, because MAAS may take it even if the page no longer waits for it. */
    pause(key: string): void {
      set(key, { phase: 'paused', samples: [] })
      if (job?.key === key) job.soft.abort(new Error('paused'))
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
        files.set(key, file)
        delete keptOf(key).sha256
      }
      goOn(key)
    },
    /** Deletes what MAAS has, and sends the file from the start. */
    async restart(key: string): Promise<void> {
      if (!(await takeBack(key, keptOf(key), 'restart'))) return
      kept.delete(key)
      const { target } = get(key) ?? {}
      // what it replaced is deleted with it
      if (target) set(key, { target: { ...target, replaces: null }, confirmed: 0, read: 0 })
      goOn(key)
    },
    /** Ends an upload, and deletes what MAAS has of it. */
    async cancel(key: string): Promise<void> {
      const before = { ...keptOf(key) }
      set(key, { phase: 'deleting', failure: null })
      if (job?.key === key) {
        job.soft.abort(new Error('canceled'))
        job.cut.abort(new Error('canceled'))
        await job.end
      }
      if (!(await takeBack(key, before.stored?.begun ? before : keptOf(key), 'continue'))) return
      kept.delete(key)
      files.delete(key)
      remove(key)
      onChange()
    },
    /** Takes an upload that MAAS did not accept off the list, and returns its file. */
    edit(key: string): File | undefined {
      const file = files.get(key)
      kept.delete(key)
      files.delete(key)
      remove(key)
      return file
    },
    /** Takes a finished upload off the list. */
    dismiss: remove,
  }
}
