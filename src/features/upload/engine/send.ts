import { createUpload, readUpload, sendChunk, deleteResource } from '#api/boot-resources.ts'
import { ApiError } from '#api/client.ts'
import { mayBeDone } from '#api/write-failure.ts'
import type { NewUpload } from '#contract/uploads.ts'
import { chunkEnd, rateOf, resumeOffset, type Sample, withSample } from '#features/upload/rules/chunks.ts'
import { failureOf, gaveUp, MOST_TRIES, waitBefore, type Failure } from '#features/upload/rules/failure.ts'
import type { Stored } from './stored.ts'

/** An upload has stopped, for the reason that the user sees. */
export class Stopped extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

export type SendNeeds = {
  readonly signal: AbortSignal
  /** Resolves after this many ms, earlier when the browser is online again. Rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** ms */
  readonly now: () => number
  /** Stores how far it is, before each chunk. */
  readonly store: (stored: Stored) => Promise<void>
  readonly onProgress: (progress: {
    phase: 'sending' | 'retrying'
    confirmed: number
    samples: readonly Sample[]
    failure: Failure | null
  }) => void
  /** The boot resource of an image by name and architecture, as MAAS has it now. */
  readonly find: (form: NewUpload) => Promise<number | null>
}

const LOST = 'MAAS has other bytes of this file than this page has sent. Upload it again from the start.'

/** Announces the file. If the answer is lost, MAAS may have the upload already. */
export async function announce(fileName: string, form: NewUpload, needs: SendNeeds): Promise<Stored> {
  let mayExist = false
  const begun = await persistently('create', needs, async () => {
    try {
      return await createUpload(form, needs.signal)
    } catch (error) {
      const found = mayExist && error instanceof ApiError && error.kind === 'changed'
      mayExist ||= mayBeDone(error)
      const resource = found ? await needs.find(form) : null
      if (resource === null) throw error
      const state = await readUpload(resource, needs.signal)
      if (state.sha256 !== form.sha256 || state.progress > 0 || state.complete) throw error
      return state
    }
  })
  const stored = { fileName, form, resource: begun.resource, file: begun.file ?? 0, confirmed: 0, sent: 0 }
  await needs.store(stored)
  return stored
}

/** Sends what MAAS does not have yet. Throws Stopped, or the reason of the signal. */
export async function sendAll(file: File, begun: Stored, needs: SendNeeds): Promise<void> {
  const { onProgress, signal, store, now } = needs
  let { confirmed, sent } = begun
  // after a pause or a lost answer, MAAS knows better
  const known = { isSure: false }
  let samples: readonly Sample[] = []
  const show = () => onProgress({ phase: 'sending', confirmed, samples, failure: null })
  while (confirmed < file.size || !known.isSure) {
    // oxlint-disable-next-line no-await-in-loop -- MAAS appends, so one chunk comes after the other
    await persistently(
      'send',
      needs,
      async () => {
        if (!known.isSure) {
          const there = await readUpload(begun.resource, signal)
          const isOurs = there.sha256 === begun.form.sha256 && (there.complete || there.file === begun.file)
          const offset = isOurs ? resumeOffset(there, { confirmed, sent }) : null
          if (offset === null) throw new Stopped({ message: LOST, next: 'restart' })
          confirmed = offset
          known.isSure = true
          samples = withSample([], { at: now(), bytes: confirmed })
          show()
        }
        if (confirmed >= file.size) return
        sent = chunkEnd(confirmed, file.size, rateOf(samples))
        await store({ ...begun, confirmed, sent })
        signal.throwIfAborted()
        known.isSure = false
        await sendChunk(begun, file.slice(confirmed, sent), signal)
        known.isSure = true
        confirmed = sent
        samples = withSample(samples, { at: now(), bytes: confirmed })
        show()
      },
      confirmed,
    )
  }
}

/** Tries again while no answer comes, and less and less often. */
async function persistently<T>(
  during: 'create' | 'send',
  { wait, signal, onProgress }: SendNeeds,
  work: () => Promise<T>,
  confirmed = 0,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof Stopped) throw error
      const failure = failureOf(error, during)
      if (failure.next !== 'wait') throw new Stopped(failure)
      if (tries >= MOST_TRIES) throw new Stopped({ message: gaveUp(failure.message), next: 'continue' })
      onProgress({ phase: 'retrying', confirmed, samples: [], failure })
      // oxlint-disable-next-line no-await-in-loop
      await wait(waitBefore(tries), signal)
    }
  }
}

/** Removes what MAAS has of a file. If that is gone already, nothing is wrong. */
export async function discard(resource: number): Promise<void> {
  await deleteResource(resource).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 404) throw error
  })
}
