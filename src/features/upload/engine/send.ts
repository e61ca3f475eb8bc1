import { deleteResource, readUpload, sendChunk } from '#api/boot-resources.ts'
import { ApiError } from '#api/client.ts'
import { mayBeDone } from '#api/write-failure.ts'
import { CHUNK_BYTES } from '#contract/uploads.ts'
import {
  chunkEnd,
  LEAST_BYTES,
  lookingMs,
  rateOf,
  resumeOffset,
  type Sample,
  withSample,
} from '#features/upload/rules/chunks.ts'
import { UNREADABLE, type UploadFailure } from '#features/upload/rules/failure.ts'
import { persist, Stopped } from './persist.ts'
import type { Begun, Stored } from './stored.ts'

export type SendNeeds = {
  /** Aborted by a pause: nothing new begins, and a chunk that is on its way arrives first. */
  readonly signal: AbortSignal
  /** Aborted when the upload is canceled: a chunk that is on its way is cut off. */
  readonly cut: AbortSignal
  /** Resolves after this many ms, earlier when the browser is online again. Rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** ms */
  readonly now: () => number
  /** Stores how far it is, before each chunk. */
  readonly store: (stored: Stored) => Promise<void>
  readonly onProgress: (progress: {
    phase: 'sending' | 'checking' | 'retrying'
    confirmed: number
    samples: readonly Sample[]
    failure: UploadFailure | null
  }) => void
}

const LOST = 'MAAS has different data for this file than this page has sent. Upload it again from the start.'
const LOOK_MS = 2_000

/** Sends what MAAS does not have yet. Throws Stopped, or the reason of the signal. */
export async function sendAll(
  file: File,
  { fileName, form, begun }: Stored & { readonly begun: Begun },
  needs: SendNeeds,
): Promise<void> {
  const { onProgress, signal, cut, wait, store, now } = needs
  let at = begun
  // after a pause or a lost answer, MAAS knows better; after the first chunk it shows its number of regions
  let isSure = false
  let isLost = begun.sent > begun.confirmed
  let most = CHUNK_BYTES
  let limit = CHUNK_BYTES
  let rate: number | null = null
  let samples: readonly Sample[] = []
  const show = (phase: 'sending' | 'checking' = 'sending') =>
    onProgress({ phase, confirmed: at.confirmed, samples, failure: null })
  const onFailure = (failure: UploadFailure) => {
    samples = []
    onProgress({ phase: 'retrying', confirmed: at.confirmed, samples, failure })
  }

  const look = async () => {
    at = await whereMaasIs(form.sha256, at, isLost ? lookingMs(at.sent, file.size) : 0, needs)
    isSure = true
    isLost = false
    samples = withSample(samples, { at: now(), bytes: at.confirmed })
    show()
  }
  const send = async () => {
    const sent = chunkEnd(at.confirmed, file.size, rate, most)
    // the browser streams it from the disk: this page does not hold it
    const chunk = file.slice(at.confirmed, sent)
    at = { ...at, sent }
    await store({ fileName, form, begun: at })
    signal.throwIfAborted()
    isSure = false
    if (sent === file.size) show('checking')
    try {
      await sendChunk(at, chunk, cut)
    } catch (error) {
      isLost = mayBeDone(error)
      if (isLost && !(await isReadable(chunk))) throw new Stopped(UNREADABLE)
      const isSmallest = most <= LEAST_BYTES
      // on a slow line, the next one takes half as long
      most = Math.max(LEAST_BYTES, most / 2)
      if (!(error instanceof ApiError) || error.status !== 413 || isSmallest) throw error
      // a web server on the way accepts only smaller requests
      limit = most
      return
    }
    at = { ...at, confirmed: sent }
    isSure = at.regions !== null
    most = Math.min(limit, most * 2)
    samples = withSample(samples, { at: now(), bytes: sent })
    rate = rateOf(samples) ?? rate
    show()
  }

  while (at.confirmed < file.size) {
    // oxlint-disable-next-line no-await-in-loop -- MAAS appends, so one chunk comes after the other
    await persist({ during: 'send', signal, wait, onFailure }, async () => {
      signal.throwIfAborted()
      if (!isSure) await look()
      if (at.confirmed < file.size) await send()
    })
  }
}

/**
 * How far MAAS is. It appends a chunk whenever that arrives, so where the answer to one was lost, it is looked for
 * repeatedly before it is sent again. @param patience ms
 */
async function whereMaasIs(
  sha256: string,
  at: Begun,
  patience: number,
  { signal, wait }: SendNeeds,
): Promise<Begun> {
  for (let left = patience; ; left -= LOOK_MS) {
    // oxlint-disable-next-line no-await-in-loop
    const there = await readUpload(at.resource, signal)
    const isOurs = there.sha256 === sha256 && (there.complete || there.file === at.file)
    const found = isOurs ? resumeOffset(there, at) : null
    if (found === null) throw new Stopped({ message: LOST, next: 'restart' })
    if (found.offset !== at.confirmed || left <= 0)
      return { ...at, confirmed: found.offset, sent: found.offset, regions: found.regions }
    // oxlint-disable-next-line no-await-in-loop
    await wait(LOOK_MS, signal)
  }
}

/** Browsers refuse to read a file that has changed since it was chosen; to fetch, that looks like a lost connection. */
const isReadable = (chunk: Blob): Promise<boolean> =>
  chunk.arrayBuffer().then(
    () => true,
    () => false,
  )

/** Removes what MAAS has of a file. If that is gone already, nothing is wrong. */
export async function discard(resource: number): Promise<void> {
  await deleteResource(resource).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 404) throw error
  })
}
