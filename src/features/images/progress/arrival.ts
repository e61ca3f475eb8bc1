import type { Image } from '#contract/gateway.ts'
import { imageKey } from '#selections/keys.ts'

/** How many bytes had been seen to arrive at a moment in ms. */
export type Sample = { readonly at: number; readonly bytes: number }

type Part = {
  readonly done: number
  readonly bytes: number
  /** The arriving version of each kernel. */
  readonly versions: ReadonlyMap<string, string>
  readonly samples: readonly Sample[]
}

/** What a page has seen of running downloads. */
export type Arrival = {
  /** All bytes that were seen to arrive, oldest first; the figures never fall. */
  readonly samples: readonly Sample[]
  /** Bytes that MAAS already had of the arriving images when the page first saw them. */
  readonly before: number
  /** When a byte last arrived, or when the page began to watch, ms. */
  readonly lastAt: number
  /** By imageKey; null: the image is listed, but has not been read yet. */
  readonly parts: ReadonlyMap<string, Part | null>
}

export const NOTHING_SEEN: Arrival = { samples: [], before: 0, lastAt: 0, parts: new Map() }

const KEPT_MS = 300_000
const RATE_MS = 30_000
/** MAAS reports bytes every 10 seconds: over less time, those of one report would count as those of a moment. */
const LEAST_MS = 15_000

/** Adds what one read of the images shows. Call it once for each read, with the time of the answer. */
export function noteArrival(seen: Arrival, images: readonly Image[], now: number): Arrival {
  const isFirst = seen.samples.length === 0
  const parts = new Map<string, Part | null>()
  let grown = 0
  let before = seen.before
  for (const image of images) {
    const key = imageKey(image.os, image.release, image.arch)
    const last = seen.parts.get(key)
    if (!image.known) parts.set(key, last ?? null)
    else if (image.incoming) {
      const isFirstSeen = isFirst || last === null || (last === undefined && holdsArriving(image))
      const growth = isFirstSeen ? 0 : growthOf(last, image.incoming)
      if (isFirstSeen) before += image.incoming.done
      grown += growth
      const samples = last ? grownBy(last.samples, growth, now) : [{ at: now, bytes: 0 }]
      parts.set(key, { ...image.incoming, versions: versionsOf(image), samples })
    } else if (last && isComplete(image, last)) grown += last.bytes - last.done
  }
  return {
    before,
    parts,
    lastAt: isFirst || grown > 0 ? now : seen.lastAt,
    samples: isFirst ? [{ at: now, bytes: 0 }] : grownBy(seen.samples, grown, now),
  }
}

const versionsOf = ({ kernels }: Image): Part['versions'] =>
  new Map(kernels.flatMap(({ name, incoming }) => (incoming ? [[name, incoming.version]] : [])))

/** Of a version that some kernels have already, others arrive: the files that they share were here before. */
const holdsArriving = ({ kernels }: Image): boolean =>
  kernels.some(({ held }) => held !== null && kernels.some(({ incoming }) => incoming?.version === held))

/** What was arriving is complete now; otherwise it was dropped. */
const isComplete = ({ kernels }: Image, { versions }: Part): boolean =>
  [...versions].every(([name, version]) =>
    kernels.some((kernel) => kernel.name === name && kernel.held === version),
  )

/** A kernel that is added to an image, or dropped, changes its total. */
const growthOf = (last: Part | undefined, { done, bytes }: Pick<Part, 'done' | 'bytes'>): number =>
  last ? Math.max(0, done - last.done, last.bytes - last.done - (bytes - done)) : done

function grownBy(samples: readonly Sample[], growth: number, now: number): Sample[] {
  const last = samples.at(-1)
  if (last && now <= last.at) return [...samples]
  return [...samples.filter(({ at }) => now - at <= KEPT_MS), { at: now, bytes: (last?.bytes ?? 0) + growth }]
}

/** Bytes that were seen to arrive. */
export const arrivedOf = ({ samples }: Pick<Arrival, 'samples'>): number => samples.at(-1)?.bytes ?? 0

/** Bytes that had arrived at a moment; before the first sample: none. */
export const arrivedAt = ({ samples }: Pick<Arrival, 'samples'>, at: number): number =>
  samples.findLast((sample) => sample.at <= at)?.bytes ?? samples[0]?.bytes ?? 0

/** Bytes per second over the last half minute, or since the last read before it; null: not known yet. */
export function rateOf(samples: readonly Sample[]): number | null {
  const last = samples.at(-1)
  if (!last) return null
  const first = samples.findLast(({ at }) => last.at - at >= RATE_MS) ?? samples[0] ?? last
  const ms = last.at - first.at
  return ms >= LEAST_MS ? ((last.bytes - first.bytes) * 1_000) / ms : null
}

/** What `rateOf` was at each sample, oldest first: MAAS reports bytes unevenly, so the rate between two samples jumps. */
export const ratesOf = (samples: readonly Sample[]): Sample[] =>
  samples.flatMap(({ at }, index) => {
    const rate = rateOf(samples.slice(0, index + 1))
    return rate === null ? [] : [{ at, bytes: rate }]
  })
