import type { Session } from '#contract/session.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Region } from '#gateway/region/region-client.ts'
import { singleFlight } from '#lib/single-flight.ts'
import { readVersion } from '#gateway/region/whoami.ts'

const GOOD_FOR_MS = 30_000

export type RegionFacts = {
  /** What the region tells everybody; asked at most twice a minute, and once for all who ask at the same time. */
  read(): Promise<Session['region']>
  /** What was known last; asks nobody. */
  known(): Session['region']
}

/** The region as it is known without a key. Never throws: what is wrong stands in `trouble`. */
export function createRegionFacts(region: Region, now: () => number): RegionFacts {
  const { address } = region
  let last: Session['region'] = { address, version: null, trouble: null }
  let readAt = -Infinity
  const look = singleFlight(async () => {
    try {
      const { version } = await readVersion(region.as(null))
      last = { address, version, trouble: null }
      readAt = now()
    } catch (error) {
      last = { ...last, trouble: messageOf(error) }
      readAt = -Infinity
    }
    return last
  })
  return { read: async () => (now() < readAt + GOOD_FOR_MS ? last : look()), known: () => last }
}

/** What is wrong, in a sentence. Rethrows what is no refusal. */
export function messageOf(error: unknown): string {
  if (error instanceof Refusal) return error.message
  throw error
}
