import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { createExpiringCache } from '#lib/expiring-cache.ts'
import { createOwnParts, type OwnParts } from '#gateway/answers/region-answer.ts'
import { createCallBudget } from '#gateway/region/call-budget.ts'
import type { ApiKey } from '#gateway/region/oauth.ts'
import { FRESH } from '#gateway/region/poll-rates.ts'
import type { MaasRegion } from '#gateway/region/region-client.ts'
import { type Caller, createCaller } from './caller.ts'
import { createSharedRights, type RightsNeeds } from './shared-rights.ts'

export type { Caller } from './caller.ts'
export type CallerCache = {
  of(key: ApiKey): Caller
  /** Drops a key that MAAS no longer accepts. */
  forget(key: ApiKey): void
  /** A user has signed in with the key: earlier refusals of MAAS are forgotten. */
  signedIn(key: ApiKey): void
  /** Number of keys in use. */
  count(): number
  /** Call it after a write (`only`: the part that was written), because older answers may be wrong. */
  invalidate(only?: 'notifications'): void
  /** Forgets everything that MAAS has answered. */
  forgetRegion(): void
}
type Needs = Omit<RightsNeeds, 'pace'> & {
  readonly embedded: boolean
  /** The clock for ages and budgets, ms; tests may move it apart from the wall clock. */
  readonly pace?: () => number
  readonly most?: number
  readonly idleMs?: number
}

type Entry = { readonly caller: Caller; readonly own: OwnParts }

/** Digits of the hash of a region's address, which identifies a region to browsers. */
const ID_DIGITS = 16

const MOST = 64
const IDLE_MS = 10 * 60_000

/** Keeps up to 64 keys that were used in the last ten minutes. */
export function createCallerCache(region: MaasRegion, needs: Needs): CallerCache {
  const { embedded, now, pace = now, most = MOST, idleMs = IDLE_MS } = needs
  const id = bytesToHex(sha256(utf8ToBytes(region.address))).slice(0, ID_DIGITS)
  const entries = createExpiringCache<Entry>({ max: most, ttlMs: idleMs, now, sinceLastUse: true })
  const fresh = createCallBudget(pace)
  const rights = createSharedRights({ ...needs, pace })
  let made = 0

  function make(key: ApiKey): Entry {
    const own = createOwnParts(pace)
    made += 1
    const caller = createCaller({
      number: made,
      view: region.as(key),
      own,
      rights,
      region: { id, embedded },
      affordFresh: (calls) => fresh.takeAll(calls, FRESH),
    })
    return { caller, own }
  }

  return {
    of(key) {
      const name = nameOf(key)
      const entry = entries.get(name) ?? make(key)
      entries.set(name, entry)
      return entry.caller
    },
    count() {
      entries.purgeStale()
      return entries.size
    },
    forget: (key) => void entries.delete(nameOf(key)),
    forgetRegion() {
      entries.clear()
      rights.forgetRegion()
    },
    signedIn(key) {
      entries.delete(nameOf(key))
      rights.forgetRefusals()
    },
    invalidate(only) {
      for (const { own } of entries.values()) own.notifications.forget()
      if (only !== 'notifications') rights.renew()
    },
  }
}

/** All three parts: knowing two of them is not enough. */
const nameOf = ({ consumer, token, secret }: ApiKey) => `${consumer}:${token}:${secret}`
