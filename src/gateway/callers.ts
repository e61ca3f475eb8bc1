import type { ImagesAnswer, RegionAnswer } from '#contract/gateway.ts'
import { createImagesReader } from './images-reader.ts'
import { createImportEvents } from './import-events.ts'
import type { ApiKey } from './oauth.ts'
import { readRegion } from './region-answer.ts'
import type { Region, RegionClient } from './region-client.ts'
import { createRacksReader } from './region-racks.ts'
import { type Shared, share } from './share.ts'

/** All that asks with one key, whatever tab and person: they share what is being read, and nobody else does. */
export type Caller = {
  /** Not the key, and not to be seen outside. */
  readonly id: number
  readonly region: RegionClient
  readonly regionAnswer: Shared<RegionAnswer>
  readonly images: Shared<ImagesAnswer>
}
export type Callers = {
  of(key: ApiKey): Caller
  /** MAAS does not know the key any more. */
  forget(key: ApiKey): void
  /** How many keys are in use. */
  count(): number
  /** Something was written: what is being read now, for whomever, may not know of it. */
  renew(): void
}
type Needs = {
  readonly embedded: boolean
  readonly now: () => number
  readonly most?: number
  readonly idleMs?: number
}

const MOST = 64
const IDLE_MS = 10 * 60_000

/** Keeps the readers of the keys in use: at most 64, each until nobody has asked with it for ten minutes. */
export function createCallers(region: Region, needs: Needs): Callers {
  const { embedded, now, most = MOST, idleMs = IDLE_MS } = needs
  const kept = new Map<string, { caller: Caller; usedAt: number }>()
  let made = 0

  function make(key: ApiKey): Caller {
    const view = region.as(key)
    const events = createImportEvents(view)
    const racks = createRacksReader(view)
    made += 1
    return {
      id: made,
      region: view,
      regionAnswer: share(() => readRegion(view, { events, racks }, embedded)),
      images: createImagesReader(view, events),
    }
  }

  return {
    of(key) {
      const name = nameOf(key)
      for (const [other, { usedAt }] of kept) if (usedAt <= now() - idleMs) kept.delete(other)
      const { caller } = kept.get(name) ?? { caller: make(key) }
      kept.delete(name)
      kept.set(name, { caller, usedAt: now() })
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      return caller
    },
    count: () => kept.size,
    forget: (key) => void kept.delete(nameOf(key)),
    renew() {
      for (const { caller } of kept.values()) {
        caller.regionAnswer.renew()
        caller.images.renew()
      }
    },
  }
}

/** All three parts: who knows two of them is somebody else. */
const nameOf = ({ consumer, token, secret }: ApiKey) => `${consumer}:${token}:${secret}`
