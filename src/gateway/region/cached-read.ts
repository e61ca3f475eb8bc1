import type { RegionClient } from './region-client.ts'

/** Something of the region that several keys may read: the last answer is shared until it is too old. */
export type CachedRead<T> = {
  /**
   * The last answer when it is younger than `maxAgeMs`, else a new one, read with this key. Throws a Refusal.
   * @param afford asked before a new one is read; where it says no, the last answer is good for some time more.
   */
  ask(region: RegionClient, maxAgeMs: number, afford?: () => boolean): Promise<T>
  /** The last answer; asks nobody. null: there is none. */
  known(): T | null
  /** Whether there is a last answer, and it came less than `ageMs` ago. */
  isYounger(ageMs: number): boolean
  /** How often an answer came. */
  reads(): number
  /** Something was written: the last answer, and the one being read now, may be out of date. */
  forget(): void
}

/** After so many times its age an answer is read again, whatever can be afforded. */
const LONGEST_AGES = 5

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
        // a page that polls shall not see an older answer after the failure
        if (running === mine) last = null
      })
      .finally(() => {
        if (running === mine) running = null
      })
    return mine
  }

  return {
    async ask(region, maxAgeMs, afford = () => true) {
      // an answer is too old from its full age on: at 0 each is
      const age = last ? now() - last.at : Infinity
      if (last && age < maxAgeMs) return last.value
      if (last && !running && age < maxAgeMs * LONGEST_AGES && !afford()) return last.value
      if (!running || running.by === region) return (running ?? begin(region)).answer
      // MAAS may refuse the key of the other reader, which says nothing about this one
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
