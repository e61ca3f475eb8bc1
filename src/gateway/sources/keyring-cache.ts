import { createHash } from 'node:crypto'
import type { Keyring } from '#streams/signatures/keyring.ts'
import type { SourceWork } from './source-work.ts'

/** Keys expire while keyrings stay as they are. */
const READ_AGAIN_MS = 3_600_000
const MOST_KNOWN = 32

type ReadsKeyrings = Pick<SourceWork, 'keyring'>

/**
 * Remembers keyrings that were read, so that a known catalogue is answered while another source is read. A keyring that
 * many ask for at the same time is read once: the process that reads has a bound on what waits for it.
 */
export function cacheKeyrings(work: ReadsKeyrings, now: () => number): ReadsKeyrings {
  const known = new Map<string, { readonly keyring: Keyring; readonly until: number }>()
  const running = new Map<string, Promise<Keyring>>()
  return {
    async keyring(bytes, use) {
      const name = `${use} ${createHash('sha256').update(bytes).digest('base64')}`
      const before = known.get(name)
      if (before && now() < before.until) return before.keyring
      const reading = running.get(name) ?? work.keyring(bytes, use).finally(() => void running.delete(name))
      running.set(name, reading)
      const keyring = await reading
      known.delete(name)
      known.set(name, { keyring, until: now() + READ_AGAIN_MS })
      const [oldest] = known.keys()
      if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest)
      return keyring
    },
  }
}
