import type { Image } from '#contract/gateway.ts'
import { imageKey } from '#selections/keys.ts'

/** What was last seen of the bytes of an image that is arriving. */
export type Progress = {
  readonly bytes: number
  readonly done: number
  /** When they last differed from the reading before, ms. */
  readonly at: number
  /** When they were last seen to change while the same files were arriving, ms; undefined: never. */
  readonly movedAt?: number | undefined
}

/**
 * Records when the bytes of each arriving image last changed, as seen by the caller, because MAAS does not report it.
 * Call it once per poll with the time of the answer. Without an import nothing can stall, so nothing is recorded.
 */
export function noteProgress(
  previous: ReadonlyMap<string, Progress>,
  images: readonly Image[],
  now: number,
  importing = true,
): ReadonlyMap<string, Progress> {
  const next = new Map<string, Progress>()
  for (const { os, release, arch, incoming, known } of images) {
    const key = imageKey(os, release, arch)
    const before = previous.get(key)
    if (!importing) continue
    if (!known && before) next.set(key, before)
    else if (incoming) next.set(key, progressOf(before, incoming, now))
  }
  return next
}

/** MAAS adds and removes files before it downloads, which changes both numbers. A download changes only one. */
function progressOf(
  before: Progress | undefined,
  { bytes, done }: NonNullable<Image['incoming']>,
  now: number,
): Progress {
  if (before?.done === done) return { ...before, bytes }
  return { bytes, done, at: now, movedAt: before?.bytes === bytes ? now : before?.movedAt }
}

/** When bytes of any image were last seen to change, ms; -Infinity: they were not. */
export const lastArrival = (progress: ReadonlyMap<string, Progress>): number =>
  Math.max(...[...progress.values()].map(({ movedAt }) => movedAt ?? -Infinity))
