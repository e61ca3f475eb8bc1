import type { RegionClient } from './region-client.ts'

/** Data of the region that several keys may read: the last answer is shared until it is too old. */
export type CachedRead<T> = {
  /**
   * The last answer if it is younger than `maxAgeMs`, otherwise a new one, read with this key. Throws a Refusal.
   * @param afford whether a new answer may be read now; if not, the last one may be used for up to five times its age
   */
  ask(region: RegionClient, maxAgeMs: number, afford?: () => boolean): Promise<T>
  /** The last answer; makes no call. null: there is none. */
  known(): T | null
  /** Whether the last answer is less than `ageMs` old; false: there is none. */
  isYounger(ageMs: number): boolean
  /** Number of answers so far. */
  reads(): number
  /** Drops the last answer and the one being read: after a write both may be out of date. */
  forget(): void
}

/** At this many times its maximum age an answer is read again in any case. */
const MAX_AGES = 5

type Reading<T> = { readonly by: RegionClient; readonly answer: Promise<T> }

/** Keeps the last answer of `read`. */
export function createCachedRead<T>(
  read: (region: RegionClient) => Promise<T>,
  now: () => number,
): CachedRead<T> {
  let last: { readonly value: T; readonly at: number } | null = null
  let running: Reading<T> | null = null
  let reads = 0

  function begin(by: RegionClient): Reading<T> {
    const mine: Reading<T> = { by, answer: read(by) }
    running = mine
    mine.answer
      .then((value) => {
        if (running !== mine) return
        last = { value, at: now() }
        reads += 1
      })
      .catch(() => {
        // after a failure, polls must not get an older answer
        if (running === mine) last = null
      })
      .finally(() => {
        if (running === mine) running = null
      })
    return mine
  }

  return {
    async ask(region, maxAgeMs, afford = () => true) {
      // with a maximum age of 0 every answer is too old
      const age = last ? now() - last.at : Infinity
      if (last && age < maxAgeMs) return last.value
      if (last && !running && age < maxAgeMs * MAX_AGES && !afford()) return last.value
      if (!running || running.by === region) return (running ?? begin(region)).answer
      // MAAS may refuse the other key but accept this one
      return running.answer.catch(() => (running?.by === region ? running : begin(region)).answer)
    },
    known: () => last?.value ?? null,
    isYounger: (ageMs) => last !== null && now() - last.at < ageMs,
    reads: () => reads,
    forget() {
      last = null
      running = null
    },
  }
}
