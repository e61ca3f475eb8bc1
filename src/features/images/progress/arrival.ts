import type { Image } from '#contract/gateway.ts'
import { imageKey } from '#selections/keys.ts'

/** How many bytes had been seen to arrive at a moment in ms. */
export type Sample = { readonly at: number; readonly bytes: number }

type Part = { readonly done: number; readonly bytes: number; readonly samples: readonly Sample[] }

/** What a page has seen of running downloads. */
export type Arrival = {
  /** All bytes that were seen to arrive, oldest first; the figures never fall. */
  readonly samples: readonly Sample[]
  /** Bytes that MAAS already had of the arriving images when the page first saw them. */
  readonly before: number
  /** By imageKey. */
  readonly parts: ReadonlyMap<string, Part>
}

export const NOTHING_SEEN: Arrival = { samples: [], before: 0, parts: new Map() }

const KEPT_MS = 300_000
const RATE_MS = 30_000

/** Adds what one read of the images shows. Call it once for each read, with the time of the answer. */
export function noteArrival(seen: Arrival, images: readonly Image[], now: number): Arrival {
  const isFirst = seen.samples.length === 0
  const parts = new Map<string, Part>()
  let grown = 0
  let before = seen.before
  for (const image of images) {
    const key = imageKey(image.os, image.release, image.arch)
    const last = seen.parts.get(key)
    if (!image.known) {
      if (last) parts.set(key, last)
      continue
    }
    const { incoming } = image
    if (!incoming) {
      // what was arriving is complete now, unless it was dropped
      if (last && image.kernels.some(({ held }) => held !== null)) grown += last.bytes - last.done
      continue
    }
    if (isFirst) before += incoming.done
    const growth = isFirst ? 0 : Math.max(0, incoming.done - (last?.done ?? 0))
    grown += growth
    const samples = last?.samples ?? [{ at: now, bytes: 0 }]
    parts.set(key, { ...incoming, samples: last ? grownBy(samples, growth, now) : samples })
  }
  return { before, parts, samples: isFirst ? [{ at: now, bytes: 0 }] : grownBy(seen.samples, grown, now) }
}

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

/** Bytes per second over the last half minute; null: not known yet. */
export function rateOf(samples: readonly Sample[]): number | null {
  const last = samples.at(-1)
  if (!last) return null
  const first = samples.find(({ at }) => last.at - at <= RATE_MS)
  return first && last.at > first.at ? ((last.bytes - first.bytes) * 1_000) / (last.at - first.at) : null
}

/** Bytes per second between each two samples, oldest first. */
export const ratesOf = (samples: readonly Sample[]): Sample[] =>
  samples.slice(1).map(({ at, bytes }, index) => {
    const from = samples[index] ?? { at: 0, bytes: 0 }
    return { at, bytes: ((bytes - from.bytes) * 1_000) / (at - from.at) }
  })

/** When a byte last arrived, in ms; null: none was seen to arrive. */
export function lastGrowth(samples: readonly Sample[]): number | null {
  const total = samples.at(-1)?.bytes ?? 0
  return total === 0 || total === samples[0]?.bytes
    ? null
    : (samples.find(({ bytes }) => bytes === total)?.at ?? null)
}

/** Milliseconds until `remaining` bytes have arrived; null: nothing arrives, so no one knows. */
export const timeLeft = (remaining: number, rate: number | null): number | null =>
  rate === null || rate <= 0 ? null : (remaining / rate) * 1_000
