import { LRUCache } from 'lru-cache'

/** Sign-in attempts of the last ten minutes, by key. */
export type AttemptCounter = {
  /** Seconds until `key` may try again if `most` attempts are allowed in ten minutes; 0: now. */
  wait(key: string, most: number): number
  /** Counts one attempt; call the result to take it back. */
  add(key: string): () => void
}

const WINDOW_MS = 10 * 60_000
const MAX_KEYS = 10_000

/** Counts in memory. With more than 10,000 keys, the ones that tried longest ago are forgotten first. */
export function createAttemptCounter(now: () => number): AttemptCounter {
  let made: LRUCache<string, readonly number[]> | null = null
  /** Made at the first attempt: it reserves the room of all keys, and a gateway without sign-in needs none. */
  const counts = () => (made ??= new LRUCache({ max: MAX_KEYS }))

  /** Reading a key makes it the most recently used one, so a key that keeps trying is not forgotten. */
  function recent(key: string): readonly number[] {
    const attempts = counts()
    const all = (attempts.get(key) ?? []).filter((at) => at > now() - WINDOW_MS)
    if (all.length > 0) attempts.set(key, all)
    else attempts.delete(key)
    return all
  }

  return {
    wait(key, most) {
      const first = recent(key).at(-most)
      return first === undefined ? 0 : Math.ceil((first + WINDOW_MS - now()) / 1_000)
    },
    add(key) {
      const attempts = counts()
      const at = now()
      attempts.set(key, [...recent(key), at])
      return () => {
        const left = attempts.peek(key) ?? []
        const index = left.lastIndexOf(at)
        if (index >= 0 && left.length === 1) attempts.delete(key)
        else if (index >= 0) attempts.set(key, left.toSpliced(index, 1))
      }
    },
  }
}
