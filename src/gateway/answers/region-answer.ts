import { decodeHTMLStrict } from 'entities'
import * as z from 'zod/mini'
import type { RegionAnswer } from '#contract/gateway.ts'
import {
  type BootSource,
  bootSource,
  type MaasUser,
  type MaasVersion,
  notification,
  type Notification,
  type Selection,
  selection,
} from '#contract/maas.ts'
import { createImportEvents, type ImportStarts } from './import-events.ts'
import { createCachedRead, type CachedRead } from '#gateway/region/cached-read.ts'
import { type Ages, REFUSED_AGE_MS, SELECTIONS_EVERY_MS } from '#gateway/region/poll-rates.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import { askControllers, readControllers } from './region-controllers.ts'
import { createRacksReader, type RacksReader } from './region-racks.ts'
import { isAboutImages } from '#contract/notification-idents.ts'
import { mapLimited } from '#lib/single-flight.ts'
import { withoutPasswords } from './without-passwords.ts'
import { readVersion, whoami } from './whoami.ts'

const PARALLEL = 6

/** Shared by all keys with the same rights. Each part is one call to MAAS. */
export type RegionParts = {
  readonly version: CachedRead<MaasVersion>
  /** null: MAAS shows sources to administrators only. */
  readonly sources: CachedRead<BootSource[] | null>
  /** null: the source was deleted meanwhile. */
  readonly selections: (sourceId: number) => CachedRead<Selection[] | null>
  readonly autoImport: CachedRead<boolean>
  readonly commissioningRelease: CachedRead<string>
  readonly defaultOs: CachedRead<string>
  readonly defaultRelease: CachedRead<string>
  readonly events: CachedRead<ImportStarts>
  readonly racks: RacksReader
  /** null: not known. */
  readonly controllers: CachedRead<number | null>
  /** Drops the answers after a write, except a refusal to show sources. */
  readonly renew: () => void
}

/** `now`: the clock for ages. `wall`: the time of day, ms. */
export function createRegionParts(now: () => number, wall: () => number): RegionParts {
  const setting = <T>(name: string, schema: z.ZodMiniType<T>) =>
    createCachedRead((region) => region.get('maas/', schema, { op: 'get_config', name }), now)
  const word = z.pipe(
    z.nullable(z.string()),
    z.transform((text) => text ?? ''),
  )
  const sources = createCachedRead(readSources, now)
  const selections = new Map<number, CachedRead<Selection[] | null>>()
  const config = {
    autoImport: setting('boot_images_auto_import', z.boolean()),
    commissioningRelease: setting('commissioning_distro_series', word),
    defaultOs: setting('default_osystem', word),
    defaultRelease: setting('default_distro_series', word),
  }
  const events = createCachedRead(createImportEvents(wall), now)
  return {
    version: createCachedRead(readVersion, now),
    sources,
    selections(id) {
      const there = selections.get(id) ?? createCachedRead((region) => readSelections(region, id), now)
      selections.set(id, there)
      return there
    },
    ...config,
    events,
    racks: createRacksReader(now),
    controllers: createCachedRead(readControllers, now),
    renew() {
      if (!isRefused(sources)) sources.forget()
      selections.clear()
      for (const part of [...Object.values(config), events]) part.forget()
    },
  }
}

/** Whether MAAS has refused to show sources to these keys. */
export const isRefused = (sources: RegionParts['sources']): boolean =>
  sources.known() === null && sources.isYounger(Infinity)

/** Data that MAAS shows to each user separately. */
export type OwnParts = {
  readonly user: CachedRead<MaasUser>
  /** null: they could not be read. */
  readonly notifications: CachedRead<Notification[] | null>
}

export function createOwnParts(now: () => number): OwnParts {
  return {
    user: createCachedRead(whoami, now),
    // the page works without them
    notifications: createCachedRead(
      (region) => region.get('notifications/', z.array(notification)).catch(() => null),
      now,
    ),
  }
}

/** What a part is read for: selections and important parts go before the others. */
export type PartKind = 'selections' | 'important' | 'other'

/** A part, read again when it is older than `maxAgeMs` and the caller may do so. */
export type AskPart = <T>(part: CachedRead<T>, maxAgeMs: number, kind?: PartKind) => Promise<T>

type Reading = {
  /** See regionAnswer. */
  readonly id: string
  readonly embedded: boolean
  readonly user: MaasUser
  readonly ages: Ages
  readonly ask: AskPart
}

/** The answer of `GET /gateway/region`. Throws a Refusal when a required part fails. */
export async function readRegion(
  region: RegionClient,
  shared: RegionParts,
  own: OwnParts,
  { id, embedded, user, ages, ask }: Reading,
): Promise<RegionAnswer> {
  const admin = user.is_superuser
  const reading = ask(shared.version, ages.version)
  const [
    version,
    sources,
    autoImport,
    commissioningRelease,
    defaultOs,
    defaultRelease,
    starts,
    notes,
    racks,
    controllers,
  ] = await Promise.all([
    reading,
    askSources(shared, ages, ask),
    ask(shared.autoImport, ages.config),
    ask(shared.commissioningRelease, ages.config),
    ask(shared.defaultOs, ages.config),
    ask(shared.defaultRelease, ages.config),
    ask(shared.events, ages.events),
    ask(own.notifications, ages.notifications, 'important'),
    reading.then(({ version }) => shared.racks(region, version, ages.racks)),
    reading.then(({ version }) =>
      askControllers(shared.controllers, ask, { version, admin, maxAgeMs: ages.controllers }),
    ),
  ])
  const sorted = sources?.toSorted((one, other) => one.source.id - other.source.id) ?? null
  const isSorted = sources?.every((one, index) => one === sorted?.[index]) ?? true
  const clockAhead = inHalfMinutes(region.clockAhead())
  return {
    id,
    version: version.version,
    embedded,
    user: { username: user.username, admin },
    sources: sorted,
    ...(sources && !isSorted && { sourceOrder: sources.map(({ source }) => source.id) }),
    config: { autoImport, commissioningRelease, defaultOs, defaultRelease },
    sync: {
      lastStarted: starts.newest?.at ?? null,
      ...(starts.minute !== null && { minute: starts.minute }),
      ...(starts.problems.length > 0 && { problems: [...starts.problems] }),
    },
    notifications: aboutImages(notes ?? []),
    ...(notes === null && { notificationsUnread: true as const }),
    ...(clockAhead !== null && { clockAhead }),
    ...(racks && { racks }),
    ...(controllers !== null && controllers > 1 && { regionControllers: controllers }),
  }
}

/** Rounded, so that the answer stays the same while the clocks do. */
const inHalfMinutes = (seconds: number | null): number | null =>
  seconds === null ? null : Math.round(seconds / 30) * 30

/** Sources with their selections, in MAAS's order. A refusal to show them is remembered for some minutes for all pages. */
async function askSources(
  { sources, selections }: RegionParts,
  ages: Ages,
  ask: AskPart,
): Promise<RegionAnswer['sources']> {
  if (isRefused(sources) && sources.isYounger(REFUSED_AGE_MS)) return null
  const known = await ask(sources, ages.sources, 'important')
  if (known === null) return null
  const age = Math.max(ages.selections, known.length * SELECTIONS_EVERY_MS)
  const read = await mapLimited(known, PARALLEL, async (source) => {
    const its = await ask(selections(source.id), age, 'selections')
    return its && { source, selections: its }
  })
  return read.filter((one) => one !== null)
}

async function readSources(region: RegionClient): Promise<BootSource[] | null> {
  try {
    return await region.get('boot-sources/', z.array(bootSource))
  } catch (error) {
    if (error instanceof Refusal && error.code === 'forbidden') return null
    throw error
  }
}

async function readSelections(region: RegionClient, id: number): Promise<Selection[] | null> {
  try {
    return await region.get(`boot-sources/${id}/selections/`, z.array(selection))
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return null
    throw error
  }
}

/**
 * The notifications about images, as plain text: MAAS's messages contain links and markup, and may contain
 * the password of the proxy.
 */
function aboutImages(notifications: readonly Notification[]): Notification[] {
  return notifications
    .filter(({ ident }) => isAboutImages(ident))
    .map((note) => ({ ...note, message: withoutPasswords(textOf(note.message)) }))
}

/** MAAS puts a line break between the failures of several sources. */
function textOf(html: string): string {
  return decodeHTMLStrict(html.replace(/<br\s*\/?>/gi, '\n').replace(/<[^>]*>/g, ''))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim()
    .slice(0, 2_000)
}
