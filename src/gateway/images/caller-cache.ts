import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { FilesAnswer, ImagesAnswer, RegionAnswer } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { createExpiringCache } from '#lib/expiring-cache.ts'
import { createCallBudget } from '#gateway/region/call-budget.ts'
import { createImagesReader, createSharedReads, type ImagesReader } from './images-reader.ts'
import { createNewImages } from './new-images.ts'
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
  type PartKind,
  readRegion,
  type RegionParts,
} from '#gateway/answers/region-answer.ts'
import type { Region, RegionClient } from '#gateway/region/region-client.ts'

/**
 * One API key, for all tabs and people that use it. Data that MAAS shows to all users with the same rights is read once
 * for all of them. Each key is checked with MAAS every four minutes, later only while the poll budget is spent.
 */
export type Caller = {
  /** A number for this process; never the key itself. */
  readonly id: number
  readonly region: RegionClient
  /** `fresh`: read from MAAS now, because a page was opened or something changed; a poll may get a shared answer. */
  regionAnswer(fresh: boolean): Promise<RegionAnswer>
  images(fresh: boolean): Promise<ImagesAnswer>
  /** The files of the boot resources, as read for the images. */
  files(): Promise<FilesAnswer>
  /** Whether the key belongs to an administrator, by an answer of MAAS from the last minutes. */
  isAdministrator(): Promise<boolean>
  /** The versions of a boot resource have changed, which the list of MAAS does not show. */
  reread(id: number): void
  /** A boot source from the shared answer; undefined: there is none, or MAAS does not show it. */
  knownSource(id: number): Promise<BootSource | undefined>
}
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
type Needs = {
  readonly embedded: boolean
  readonly now: () => number
  /** The clock for ages and budgets, ms; tests may move it apart from the wall clock. */
  readonly pace?: () => number
  /** The newest version of an image (`ubuntu/noble/amd64`) that a source offers; null: not known. */
  readonly offered?: (image: string) => string | null
  /** See createImagesReader. */
  readonly importsUnseen?: () => boolean
  /** See createImagesReader. */
  readonly detailWaitMs?: number
  readonly most?: number
  readonly idleMs?: number
}

/** Shared by all keys with the same rights. */
type Rights = {
  readonly parts: RegionParts
  readonly images: ImagesReader
  readonly newImages: ReturnType<typeof createNewImages>
}

type Entry = { readonly caller: Caller; readonly own: OwnParts }

/** Digits of the hash of a region's address, which identifies a region to browsers. */
const ID_DIGITS = 16

const MOST = 64
const IDLE_MS = 10 * 60_000
/** Approximate number of calls for a fresh answer. */
const REGION_CALLS = 12
const IMAGES_CALLS = 4

/** Keeps up to 64 keys that were used in the last ten minutes. */
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
  const id = bytesToHex(sha256(utf8ToBytes(region.address))).slice(0, ID_DIGITS)
  const entries = createExpiringCache<Entry>({ max: most, ttlMs: idleMs, now, sinceLastUse: true })
  const fresh = createCallBudget(pace)
  const rest = createCallBudget(pace)
  const important = createCallBudget(pace)
  let shared = createSharedReads(pace)
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
    return { parts, images, newImages: createNewImages() }
  }
  // MAAS shows ordinary users less, so they never get data read with an administrator's key
  let rights = { administrators: createRights(), others: createRights() }

  function ages(): Ages {
    if (pace() - writtenAt < WRITTEN_FOR_MS) return WRITTEN_AGES
    return Object.values(rights).some(({ images }) => images.importing()) ? IMPORTING_AGES : IDLE_AGES
  }
  /** Whether a poll may read one more part now. */
  const afford = (kind: PartKind = 'other') => {
    const isIdle = ages() === IDLE_AGES
    const isImportant = kind === 'selections' || (kind === 'important' && !isIdle)
    return (isImportant ? important : rest).take(1, isIdle ? IDLE_REST : IMPORTING_REST) === 1
  }

  function make(key: ApiKey): Entry {
    const view = region.as(key)
    const own = createOwnParts(pace)
    made += 1

    /** Reads parts from MAAS now, or within the budget of polls. */
    const asker = (now: boolean): AskPart =>
      now
        ? (part) => part.ask(view, 0)
        : (part, maxAgeMs, kind) => part.ask(view, maxAgeMs, () => afford(kind))

    /** The user of the key, and the data that user may see. Throws a Refusal. */
    async function authenticate(ask: AskPart) {
      const user = await ask(own.user, IDLE_AGES.user, 'important')
      return { user, ...(user.is_superuser ? rights.administrators : rights.others) }
    }
    const affordable = (isFresh: boolean, calls: number) => isFresh && fresh.takeAll(calls, FRESH)

    const caller: Caller = {
      id: made,
      region: view,
      async regionAnswer(isFresh) {
        const now = affordable(isFresh, REGION_CALLS)
        const ask = asker(now)
        // the user first: when MAAS refuses the key, no other call is needed
        const { user, parts } = await authenticate(ask)
        return readRegion(view, parts, own, { id, embedded, user, ages: ages(), ask })
      },
      async images(isFresh) {
        const now = affordable(isFresh, IMAGES_CALLS)
        const { images, ...others } = await authenticate(asker(now))
        const answer = await images.read(view, now, () => afford())
        forgetOldSelections(others, answer)
        return answer
      },
      async files() {
        const { images } = await authenticate(asker(false))
        await images.read(view, false, () => afford())
        return images.files()
      },
      isAdministrator: async () => (await authenticate(asker(false))).user.is_superuser,
      reread(id) {
        for (const { images } of Object.values(rights)) images.reread(id)
      },
      async knownSource(id) {
        const ask = asker(false)
        const { sources } = (await authenticate(ask)).parts
        // after a refusal the caller calls MAAS, whose answer gives the reason
        const known = isRefused(sources) ? null : await ask(sources, ages().sources, 'important')
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
    forgetRegion() {
      entries.clear()
      shared = createSharedReads(pace)
      rights = { administrators: createRights(), others: createRights() }
      writtenAt = pace()
    },
    signedIn(key) {
      entries.delete(nameOf(key))
      for (const { parts } of Object.values(rights)) if (isRefused(parts.sources)) parts.sources.forget()
    },
    invalidate(only) {
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

/** Another client may have selected what has just appeared, so the next answer gets the current selections. */
function forgetOldSelections(
  { parts, newImages }: Pick<Rights, 'parts' | 'newImages'>,
  { images }: ImagesAnswer,
) {
  const reads = (parts.sources.known() ?? []).map(({ id }) => parts.selections(id))
  const known = reads.map((read) => read.known())
  if (reads.length === 0 || known.includes(null)) return
  if (
    newImages.appeared(
      images,
      known.flatMap((list) => list ?? []),
    )
  )
    for (const read of reads) read.forget()
}

/** All three parts: knowing two of them is not enough. */
const nameOf = ({ consumer, token, secret }: ApiKey) => `${consumer}:${token}:${secret}`
