import { digestOf } from '#lib/digest.ts'
import { createExpiringCache } from '#lib/expiring-cache.ts'
import type { Keyring } from '#streams/signatures/keyring.ts'
import type { SourceWork } from '#gateway/sources/process/source-work.ts'

/** Keys expire although the keyring does not change. */
const READ_AGAIN_MS = 3_600_000
const MAX_KEYRINGS = 32

type ReadsKeyrings = Pick<SourceWork, 'keyring'>

/**
 * Caches keyrings, so that a known catalogue is answered while another source is being read. Simultaneous callers share
 * one read, because the process that reads keyrings has a bounded queue.
 */
export function cacheKeyrings(work: ReadsKeyrings, now: () => number): ReadsKeyrings {
  const known = createExpiringCache<Keyring>({ max: MAX_KEYRINGS, ttlMs: READ_AGAIN_MS, now })
  const running = new Map<string, Promise<Keyring>>()
  return {
    async keyring(bytes, use) {
      const name = `${use} ${await digestOf(bytes)}`
      const cached = known.get(name)
      if (cached) return cached
      const reading = running.get(name) ?? work.keyring(bytes, use).finally(() => void running.delete(name))
      running.set(name, reading)
      const keyring = await reading
      known.set(name, keyring)
      return keyring
    },
  }
}
