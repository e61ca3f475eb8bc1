import { LRUCache } from 'lru-cache'

type Options = {
  /** Most entries; the least recently used one is dropped. */
  readonly max: number
  /** An entry is gone when it is this old, in ms. */
  readonly ttlMs: number
  /** Clock in whole ms. */
  readonly now: () => number
  /** The age counts from the last use instead of from when the entry was set. */
  readonly sinceLastUse?: boolean
}

/** A bounded cache whose entries expire by the clock of the caller. */
export const createExpiringCache = <V extends object>({ max, ttlMs, now, sinceLastUse = false }: Options) =>
  new LRUCache<string, V>({
    max,
    // lru-cache drops entries older than the ttl, but not those exactly as old
    ttl: ttlMs - 1,
    ttlResolution: 0,
    updateAgeOnGet: sinceLastUse,
    // for lru-cache, a start time of 0 means none, and clocks of tests start at 0
    perf: { now: () => now() + 1 },
  })
