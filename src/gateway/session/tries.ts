/** Tries of the last ten minutes, by who made them. */
export type Tries = {
  /** Seconds until `key` may try again when `most` tries within ten minutes are allowed; 0: now. */
  wait(key: string, most: number): number
  /** Counts one try; call the answer to take it back. */
  add(key: string): () => void
}

const WINDOW_MS = 10 * 60_000
const MOST_KEPT = 10_000

/** Counts in memory. Of more than 10,000 keys it forgets those that tried longest ago. */
export function createTries(now: () => number): Tries {
  const tries = new Map<string, readonly number[]>()

  /** Each look at a key makes it the newest. */
  function recent(key: string): readonly number[] {
    const all = (tries.get(key) ?? []).filter((at) => at > now() - WINDOW_MS)
    tries.delete(key)
    if (all.length > 0) tries.set(key, all)
    return all
  }

  return {
    wait(key, most) {
      const first = recent(key).at(-most)
      return first === undefined ? 0 : Math.ceil((first + WINDOW_MS - now()) / 1_000)
    },
    add(key) {
      const at = now()
      tries.set(key, [...recent(key), at])
      const [oldest] = tries.keys()
      if (tries.size > MOST_KEPT && oldest !== undefined) tries.delete(oldest)
      return () => {
        const left = tries.get(key) ?? []
        const index = left.lastIndexOf(at)
        if (index >= 0 && left.length === 1) tries.delete(key)
        else if (index >= 0) tries.set(key, left.toSpliced(index, 1))
      }
    },
  }
}
