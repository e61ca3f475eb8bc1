import { createHash } from 'node:crypto'
import type { FilesAnswer, ImagesAnswer, RegionAnswer } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { createExpiringCache } from '#lib/expiring-cache.ts'
import { createCallBudget } from '#gateway/region/call-budget.ts'
import { createImagesReader, createSharedReads, type ImagesReader } from './images-reader.ts'
import type { ApiKey } from '#gateway/region/oauth.ts'
import {
  type Ages,
  FRESH,
  IDLE_AGES,
  IDLE_REST,
  IMPORTING_AGES,
  IMPORTING_REST,
  WRITTEN_AGES,
  WRITTEN_FOR_MS,
} from '#gateway/region/poll-rates.ts'
import {
  type AskPart,
  createOwnParts,
  createRegionParts,
  isRefused,
  type OwnParts,
  readRegion,
  type RegionParts,
} from '#gateway/answers/region-answer.ts'
import type { Region, RegionClient } from '#gateway/region/region-client.ts'

/**
 * All that asks with one key, whatever tab and person. What MAAS shows to everybody with the same rights is read once
 * for all of them; each key is proven every four minutes, later only while the budget of polls is spent.
 */
export type Caller = {
  /** Not the key, and not to be seen outside. */
  readonly id: number
  readonly region: RegionClient
  /** `fresh`: read now, as somebody has opened the page or changed something; a poll gets what others were told. */
  regionAnswer(fresh: boolean): Promise<RegionAnswer>
  images(fresh: boolean): Promise<ImagesAnswer>
  /** The files of the boot resources, as they are known for the images. */
  files(): Promise<FilesAnswer>
  /** Whether MAAS lets the key change things, as it said within the last minutes. */
  isAdministrator(): Promise<boolean>
  /** A boot source as a poll is told of it; undefined: there is none, or MAAS does not show it. */
  knownSource(id: number): Promise<BootSource | undefined>
}
export type CallerCache = {
  of(key: ApiKey): Caller
  /** MAAS does not know the key any more. */
  forget(key: ApiKey): void
  /** Somebody has signed in with the key: what MAAS refused before is asked again. */
  begin(key: ApiKey): void
  /** How many keys are in use. */
  count(): number
  /** Something was written, maybe only of this: what is being read now, for whomever, may not know of it. */
  renew(only?: 'notifications'): void
}
type Needs = {
  readonly embedded: boolean
  readonly now: () => number
  /** The clock of ages and budgets, ms; that of the wall unless a test moves it. */
  readonly pace?: () => number
  /** The newest version that a source offers of an image (`ubuntu/noble/amd64`), where that is known. */
  readonly offered?: (image: string) => string | null
  /** See createImagesReader. */
  readonly importsUnseen?: () => boolean
  /** See createImagesReader. */
  readonly detailWaitMs?: number
  readonly most?: number
  readonly idleMs?: number
}

/** What is shared by all keys with the same rights. */
type Rights = { readonly parts: RegionParts; readonly images: ImagesReader }

/** What is kept of a key. */
type Entry = { readonly caller: Caller; readonly own: OwnParts }

/** Digits of the digest of a region's address, by which a browser tells regions apart. */
const ID_DIGITS = 16

const MOST = 64
const IDLE_MS = 10 * 60_000
/** Calls of a fresh answer, about. */
const REGION_CALLS = 12
const IMAGES_CALLS = 4

/** Keeps the readers of the keys in use: at most 64, each until nobody has asked with it for ten minutes. */
export function createCallerCache(region: Region, needs: Needs): CallerCache {
  const {
    embedded,
    now,
    pace = now,
    offered,
    importsUnseen,
    detailWaitMs,
    most = MOST,
    idleMs = IDLE_MS,
  } = needs
  const id = createHash('sha256').update(region.address).digest('hex').slice(0, ID_DIGITS)
  const entries = createExpiringCache<Entry>({ max: most, ttlMs: idleMs, now, sinceLastUse: true })
  const fresh = createCallBudget(pace)
  const rest = createCallBudget(pace)
  const important = createCallBudget(pace)
  const shared = createSharedReads(pace)
  let made = 0
  let writtenAt = -Infinity

  function createRights(): Rights {
    const parts = createRegionParts(pace, now)
    const { events } = parts
    const images = createImagesReader({
      events,
      now: pace,
      ages,
      shared,
      ...(offered && { offered }),
      ...(importsUnseen && { importsUnseen }),
      ...(detailWaitMs !== undefined && { detailWaitMs }),
    })
    return { parts, images }
  }
  // MAAS shows ordinary users less: nothing that an administrator's key has read is told to them
  const rights = { administrators: createRights(), others: createRights() }

  function ages(): Ages {
    if (pace() - writtenAt < WRITTEN_FOR_MS) return WRITTEN_AGES
    return Object.values(rights).some(({ images }) => images.importing()) ? IMPORTING_AGES : IDLE_AGES
  }
  /** Whether a poll may read one more part. */
  const afford = (matters = false) => {
    const allowance = ages() === IDLE_AGES ? IDLE_REST : IMPORTING_REST
    return (matters ? important : rest).take(1, allowance) === 1
  }

  function make(key: ApiKey): Entry {
    const view = region.as(key)
    const own = createOwnParts(pace)
    made += 1

    /** Reads parts anew for who may have it so, else as far as polls may. */
    const asker = (now: boolean): AskPart =>
      now
        ? (part) => part.ask(view, 0)
        : (part, maxAgeMs, important) => part.ask(view, maxAgeMs, () => afford(important))

    /** Whose key this is, and with it what it may see. Throws a Refusal. */
    async function prove(ask: AskPart) {
      const user = await ask(own.user, IDLE_AGES.user, true)
      return { user, ...(user.is_superuser ? rights.administrators : rights.others) }
    }
    const affordable = (asked: boolean, calls: number) => asked && fresh.takeAll(calls, FRESH)

    const caller: Caller = {
      id: made,
      region: view,
      async regionAnswer(asked) {
        const now = affordable(asked, REGION_CALLS)
        const ask = asker(now)
        // the user first: with a key that MAAS does not accept nothing else needs asking
        const { user, parts } = await prove(ask)
        return readRegion(view, parts, own, { id, embedded, user, ages: ages(), ask })
      },
      async images(asked) {
        const now = affordable(asked, IMAGES_CALLS)
        return (await prove(asker(now))).images.read(view, now, () => afford())
      },
      async files() {
        const { images } = await prove(asker(false))
        await images.read(view, false, () => afford())
        return images.files()
      },
      isAdministrator: async () => (await prove(asker(false))).user.is_superuser,
      async knownSource(id) {
        const ask = asker(false)
        const { sources } = (await prove(ask)).parts
        // where MAAS has refused it says itself why
        const known = isRefused(sources) ? null : await ask(sources, ages().sources, true)
        return known?.find((source) => source.id === id)
      },
    }
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
    begin(key) {
      entries.delete(nameOf(key))
      for (const { parts } of Object.values(rights)) if (isRefused(parts.sources)) parts.sources.forget()
    },
    renew(only) {
      for (const { own } of entries.values()) own.notifications.forget()
      if (only === 'notifications') return
      writtenAt = pace()
      for (const { parts, images } of Object.values(rights)) {
        parts.renew()
        images.renew()
      }
    },
  }
}

/** All three parts: who knows two of them is someone else. */
const nameOf = ({ consumer, token, secret }: ApiKey) => `${consumer}:${token}:${secret}`
