import { tabQuestion } from '#api/store/ask-tabs.ts'
import { messageOf } from '#api/client.ts'
import { readUpload } from '#api/boot-resources.ts'
import { listRecords, type Owner, removeRecord, writeRecord } from '#api/store/records.ts'
import type { NewUpload } from '#contract/uploads.ts'
import { announce, discard, sendAll, type SendNeeds, Stopped } from './send.ts'
import { type Stored, UPLOAD } from './stored.ts'
import { type SumFile, UnreadableFile } from './sum-file.ts'
import { isBusy, type Upload, type UploadTarget } from './upload.ts'

type Needs = Pick<SendNeeds, 'wait' | 'now' | 'find'> & {
  readonly owner: Owner
  readonly sum: SumFile
  readonly newKey: () => string
  /** MAAS has a new image, or has deleted one. */
  readonly onChange: () => void
}

/** The uploads of this tab: one is on its way, the others wait. */
export type Uploads = ReturnType<typeof createUploads>

const CHANGED =
  'This is not the same file: its content has changed, or it is another one. Choose the file with which the upload began.'

export function createUploads({ owner, sum, newKey, onChange, ...needs }: Needs) {
  let all: readonly Upload[] = []
  const files = new Map<string, File>()
  const stored = new Map<string, Stored>()
  const sums = new Map<string, string>()
  const stops = new Map<string, AbortController>()
  const listeners = new Set<() => void>()
  let running = false
  const question = tabQuestion('maas-images uploads', () =>
    JSON.stringify(all.filter(isBusy).map(({ key }) => key)),
  )

  const get = (key: string) => all.find((one) => one.key === key)
  const publish = (next: readonly Upload[]) => {
    all = next
    for (const listener of listeners) listener()
  }
  const set = (key: string, change: Partial<Upload>) =>
    publish(all.map((one) => (one.key === key ? { ...one, ...change } : one)))

  async function run(): Promise<void> {
    if (running) return
    const next = all.find(({ phase }) => phase === 'waiting')
    const file = next && files.get(next.key)
    if (!next || !file) return
    running = true
    const stop = new AbortController()
    stops.set(next.key, stop)
    try {
      await send(next, file, stop.signal)
      await forget(next.key)
      set(next.key, { phase: 'done', confirmed: file.size, failure: null })
      onChange()
    } catch (error) {
      if (!stop.signal.aborted) set(next.key, { phase: 'failed', failure: reasonOf(error) })
    } finally {
      stops.delete(next.key)
      running = false
      void run()
    }
  }

  async function send({ key, fileName, target }: Upload, file: File, signal: AbortSignal): Promise<void> {
    const sha256 = sums.get(key) ?? (await sumOf(key, file, signal))
    const before = stored.get(key)
    if (before && before.form.sha256 !== sha256) {
      files.delete(key)
      sums.delete(key)
      throw new Stopped({ message: CHANGED, next: 'continue' })
    }
    const sending: SendNeeds = {
      ...needs,
      signal,
      store: async (now) => {
        stored.set(key, now)
        await writeRecord(UPLOAD, owner, now, key)
      },
      onProgress: (progress) => {
        if (!signal.aborted) set(key, progress)
      },
    }
    set(key, { phase: 'sending', failure: null })
    const form: NewUpload = { ...target, sha256, size: file.size }
    const begun = before ?? (await announce(fileName, form, sending))
    if (!before) onChange()
    await sendAll(file, begun, sending)
  }

  async function sumOf(key: string, file: File, signal: AbortSignal): Promise<string> {
    set(key, { phase: 'reading', read: 0, failure: null })
    const sha256 = await sum(file, (read) => set(key, { read }), signal)
    sums.set(key, sha256)
    return sha256
  }

  /** The boot resource of a file whose announcement was not answered; null: MAAS has none. */
  async function unanswered(key: string): Promise<number | null> {
    const sha256 = sums.get(key)
    const one = get(key)
    if (!one || sha256 === undefined) return null
    const resource = await needs.find({ ...one.target, sha256, size: one.size })
    return resource !== null && (await readUpload(resource)).sha256 === sha256 ? resource : null
  }

  async function forget(key: string): Promise<void> {
    stored.delete(key)
    sums.delete(key)
    files.delete(key)
    await removeRecord(UPLOAD, owner, key)
  }

  const wait = (key: string) => {
    set(key, { phase: 'waiting', failure: null })
    void run()
  }

  return {
    list: () => all,
    follow(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Shows the uploads that began before this page was loaded. */
    async load(): Promise<void> {
      const [records, answers] = await Promise.all([listRecords(UPLOAD, owner), question.ask()])
      const others = new Set(answers.flatMap((answer) => JSON.parse(answer) as string[]))
      const found = [...records].filter(([key]) => !get(key))
      for (const [key, record] of found) stored.set(key, record)
      publish([...all, ...found.map(([key, record]) => uploadOf(key, record, others.has(key)))])
    },
    add(file: File, target: UploadTarget): void {
      const key = newKey()
      files.set(key, file)
      const { name: fileName, size } = file
      const begin = { read: 0, confirmed: 0, samples: [], failure: null }
      publish([...all, { key, fileName, size, target, phase: 'waiting', ...begin }])
      void run()
    },
    /** Stops after the chunk that is on its way. */
    pause(key: string): void {
      set(key, { phase: 'paused', samples: [] })
      stops.get(key)?.abort(new Error('paused'))
    },
    /** Goes on from where MAAS is. @param file after a reload: the same one */
    resume(key: string, file?: File): void {
      if (file) {
        const { size } = get(key) ?? {}
        if (file.size !== size) {
          set(key, { failure: { message: CHANGED, next: 'continue' } })
          return
        }
        files.set(key, file)
      }
      if (files.has(key)) wait(key)
      else set(key, { phase: 'needs-file' })
    },
    /** Deletes what MAAS has, and sends the file from the start. */
    async restart(key: string): Promise<void> {
      const before = stored.get(key)
      try {
        if (before) await discard(before.resource)
      } catch (error) {
        set(key, { phase: 'failed', failure: { message: messageOf(error), next: 'restart' } })
        return
      }
      stored.delete(key)
      await removeRecord(UPLOAD, owner, key)
      const { target } = get(key) ?? {}
      // what it replaced is deleted with it
      if (target) set(key, { target: { ...target, replaces: null }, confirmed: 0, read: 0 })
      if (files.has(key)) wait(key)
      else set(key, { phase: 'needs-file' })
    },
    /** Ends an upload, and deletes what MAAS has of it. */
    async cancel(key: string): Promise<void> {
      set(key, { phase: 'canceling', failure: null })
      stops.get(key)?.abort(new Error('canceled'))
      try {
        const resource = stored.get(key)?.resource ?? (await unanswered(key))
        if (resource !== null) await discard(resource)
      } catch (error) {
        const message = `What MAAS has of the file could not be deleted. ${messageOf(error)}`
        set(key, { phase: 'failed', failure: { message, next: 'continue' } })
        return
      }
      await forget(key)
      publish(all.filter((one) => one.key !== key))
      onChange()
    },
    /** Takes a finished upload off the list. */
    dismiss: (key: string) => publish(all.filter((one) => one.key !== key)),
  }
}

const uploadOf = (key: string, { fileName, form, confirmed }: Stored, elsewhere: boolean): Upload => {
  const { sha256: _, size, ...target } = form
  const phase = elsewhere ? 'elsewhere' : 'needs-file'
  return { key, fileName, size, target, phase, read: 0, confirmed, samples: [], failure: null }
}

function reasonOf(error: unknown): Upload['failure'] {
  if (error instanceof Stopped) return error.failure
  if (error instanceof UnreadableFile)
    return {
      message: 'The browser could not read the file. If it was changed or moved, choose it again.',
      next: 'continue',
    }
  return { message: messageOf(error), next: 'continue' }
}
