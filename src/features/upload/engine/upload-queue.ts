import { messageOf } from '#api/client.ts'
import { type JobNeeds, runJob } from './job.ts'
import type { KeptUploads } from './kept-uploads.ts'
import type { createList } from './list.ts'
import { Stopped } from './persist.ts'
import type { Upload } from './upload.ts'

type QueueNeeds = Pick<ReturnType<typeof createList>, 'list' | 'set'> &
  Pick<JobNeeds, 'wait' | 'now' | 'sum' | 'find'> & {
    readonly kept: KeptUploads
    /** MAAS has a new image, or an upload has failed: perhaps because the session has ended. */
    readonly onChange: () => void
  }

/** Sends one file at a time; the others wait. */
export function createQueue({ list, set, kept, onChange, ...needs }: QueueNeeds) {
  let job: { key: string; soft: AbortController; cut: AbortController; end: Promise<void> } | null = null

  function run(): void {
    const next = job ? undefined : list().find(({ phase, key }) => phase === 'waiting' && kept.file(key))
    const file = next && kept.file(next.key)
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
      await runJob(upload, file, kept.of(key), {
        ...needs,
        signal,
        cut,
        store: (now) => kept.store(key, now),
        forget: () => kept.forget(key),
        // after a pause, the chunk that was on its way still counts
        onProgress: (now) => set(key, signal.aborted ? { confirmed: now.confirmed } : now),
        show: (change) => set(key, signal.aborted ? {} : change),
        onBegun: onChange,
      })
      await kept.forget(key)
      kept.dropFile(key)
      set(key, { phase: 'done', confirmed: file.size, failure: null })
      onChange()
    } catch (error) {
      if (!signal.aborted) fail(key, error)
    }
  }

  function fail(key: string, error: unknown): void {
    const failure =
      error instanceof Stopped ? error.failure : { message: messageOf(error), next: 'continue' as const }
    if (failure.next === 'choose') kept.dropFile(key)
    set(key, { phase: failure.next === 'choose' ? 'needs-file' : 'failed', failure })
    onChange()
  }

  return {
    /** Begins with the next one that waits, unless one is on its way. */
    run,
    /** Stops after the chunk that is on its way, because MAAS may take it even if the page no longer waits for it. */
    pause(key: string): void {
      if (job?.key === key) job.soft.abort(new Error('paused'))
    },
    /** Stops immediately. Resolves when nothing of it is on its way any more. */
    async end(key: string): Promise<void> {
      if (job?.key !== key) return
      job.soft.abort(new Error('canceled'))
      job.cut.abort(new Error('canceled'))
      await job.end
    },
  }
}
