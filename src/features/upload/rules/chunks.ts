import { CHUNK_BYTES, type UploadState } from '#contract/uploads.ts'

/** A chunk is at most this long on its way: the gateway waits a minute for a request. */
const MOST_SECONDS = 20
const LEAST_BYTES = 256 * 1_024

/** The end of the next chunk: 4 MiB, or less on a slow line. @param bytesPerSecond null: not known */
export function chunkEnd(from: number, size: number, bytesPerSecond: number | null): number {
  const slow = bytesPerSecond === null ? CHUNK_BYTES : Math.round(bytesPerSecond * MOST_SECONDS)
  return Math.min(size, from + Math.min(CHUNK_BYTES, Math.max(LEAST_BYTES, slow)))
}

/** More region controllers than any MAAS has. */
const MOST_REGIONS = 16

/**
 * Where an upload continues. MAAS reports a percentage of the bytes of all its region controllers, of which one has the
 * upload, so only offsets that this page may have reached are compared: what was confirmed, and the end of the chunk
 * whose answer is missing. Null: MAAS has something else, so the file starts over.
 */
export function resumeOffset(
  { progress, size, complete }: Pick<UploadState, 'progress' | 'size' | 'complete'>,
  { confirmed, sent }: { readonly confirmed: number; readonly sent: number },
): number | null {
  if (complete) return size
  const bytes = (progress / 100) * size
  for (const offset of [sent, confirmed])
    for (let regions = 1; regions <= MOST_REGIONS; regions += 1)
      if (Math.abs(bytes * regions - offset) < 1) return offset
  return null
}

export type Sample = { readonly at: number; readonly bytes: number }

const WINDOW_MS = 20_000

/** The samples that count for the rate. `at` in ms. */
export const withSample = (samples: readonly Sample[], sample: Sample): readonly Sample[] => {
  const recent = samples.filter(({ at }) => sample.at - at <= WINDOW_MS)
  return [...(recent.length > 0 ? recent : samples.slice(-1)), sample]
}

/** Bytes per second over the last 20 s; null: not known yet. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.at <= first.at || last.bytes <= first.bytes) return null
  return ((last.bytes - first.bytes) / (last.at - first.at)) * 1_000
}

/** Milliseconds until the rest has arrived; null: not known. */
export const timeLeft = (left: number, bytesPerSecond: number | null): number | null =>
  bytesPerSecond === null ? null : (left / bytesPerSecond) * 1_000
