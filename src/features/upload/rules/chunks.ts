import { CHUNK_BYTES, type UploadState } from '#contract/uploads.ts'

/** A chunk is at most this long on its way: the gateway waits a minute for a request. */
const MOST_SECONDS = 20
export const LEAST_BYTES = 256 * 1_024

/**
 * The end of the next chunk: 4 MiB, or less on a slow line. @param bytesPerSecond null: not known. @param most a web
 * server on the way accepts no more
 */
export function chunkEnd(
  from: number,
  size: number,
  bytesPerSecond: number | null,
  most = CHUNK_BYTES,
): number {
  const slow = bytesPerSecond === null ? most : Math.round(bytesPerSecond * MOST_SECONDS)
  return Math.min(size, from + Math.min(most, Math.max(LEAST_BYTES, slow)))
}

/** More region controllers than any MAAS has. */
const MOST_REGIONS = 16

type Reached = {
  readonly confirmed: number
  /** The end of the last chunk that was sent. */
  readonly sent: number
  /** null: not known yet. */
  readonly regions: number | null
}

/**
 * Where an upload continues: at what was confirmed, or at the end of the chunk whose answer is missing. MAAS (from 3.5)
 * reports a percentage of the bytes of all its region controllers, of which one has the upload. Their number shows after
 * the first chunk, and must be known after that: half of two chunks in one region is one chunk in two. Null: MAAS has
 * something else, so the file starts over.
 */
export function resumeOffset(
  { progress, size, complete }: Pick<UploadState, 'progress' | 'size' | 'complete'>,
  { confirmed, sent, regions }: Reached,
): { readonly offset: number; readonly regions: number | null } | null {
  if (complete) return { offset: size, regions }
  const bytes = (progress / 100) * size
  const isAt = (offset: number, count: number) => Math.abs(bytes * count - offset) < 1
  if (regions !== null) {
    const offset = [confirmed, sent].find((one) => isAt(one, regions))
    return offset === undefined ? null : { offset, regions }
  }
  if (bytes === 0) return confirmed === 0 ? { offset: 0, regions } : null
  const found = [...new Set([confirmed, sent])].flatMap((offset) =>
    Array.from({ length: MOST_REGIONS }, (_, index) => index + 1)
      .filter((count) => offset > 0 && isAt(offset, count))
      .map((count) => ({ offset, regions: count })),
  )
  return found.length === 1 ? (found[0] ?? null) : null
}

/** MAAS computes the SHA256 of the whole file before it answers the last chunk; a slow disk reads this fast. */
const SLOWEST_CHECK = 50_000_000

/** How long a chunk without an answer is looked for, in ms, before it is sent again. */
export const lookingMs = (sent: number, size: number): number =>
  2_000 + (sent === size ? (size / SLOWEST_CHECK) * 1_000 : 0)

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
