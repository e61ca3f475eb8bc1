import type { Session } from '#contract/session.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { MaasRegion } from '#gateway/region/region-client.ts'
import { singleFlight } from '#lib/single-flight.ts'
import { readVersion } from '#gateway/answers/whoami.ts'

const GOOD_FOR_MS = 30_000

export type RegionFacts = {
  /** What the region shows without a key. Read at most twice a minute; simultaneous callers share one read. */
  read(): Promise<Session['region']>
  /** The last answer; makes no call. */
  known(): Session['region']
  forget(): void
}

/** What the region shows without a key. Never throws: `error` says what is wrong. */
export function createRegionFacts(region: MaasRegion, now: () => number): RegionFacts {
  const { address } = region
  let last: Session['region'] = { address, version: null, error: null }
  let readAt = -Infinity
  const refresh = singleFlight(async () => {
    try {
      const { version } = await readVersion(region.as(null))
      last = { address, version, error: null }
      readAt = now()
    } catch (error) {
      last = { ...last, error: refusalMessage(error) }
      readAt = -Infinity
    }
    return last
  })
  return {
    read: async () => (now() < readAt + GOOD_FOR_MS ? last : refresh()),
    known: () => last,
    forget() {
      last = { address, version: null, error: null }
      readAt = -Infinity
    },
  }
}

/** The sentence of a refusal. Rethrows any other error. */
export function refusalMessage(error: unknown): string {
  if (error instanceof Refusal) return error.message
  throw error
}
