import * as z from 'zod/mini'
import type { RegionAnswer } from '#contract/gateway.ts'
import { bootSource, notification, type Notification, type Selection, selection } from '#contract/maas.ts'
import type { ImportEvents } from './import-events.ts'
import { Refusal } from './refusal.ts'
import type { RegionClient } from './region-client.ts'
import type { RacksReader } from './region-racks.ts'
import { mapLimited } from './share.ts'
import { readVersion, whoami } from './whoami.ts'

const PARALLEL = 6
/** The notifications of MAAS 3.x that concern images, by ident. */
const ABOUT_IMAGES = new Set([
  'Image importer',
  'Image synchronization',
  'bootresources_export_from_db',
  'commissioning_series_unselected',
  'commissioning_series_unavailable',
  'maas-import-pxe-files script',
])

/** Reads all that `GET /gateway/region` tells. Throws a Refusal when a part fails that the page cannot do without. */
export async function readRegion(
  region: RegionClient,
  { events, racks: racksOf }: { events: ImportEvents; racks: RacksReader },
  embedded: boolean,
): Promise<RegionAnswer> {
  const setting = <T>(name: string, schema: z.ZodMiniType<T>) =>
    region.get('maas/', schema, { op: 'get_config', name })
  const word = z.nullable(z.string())

  // The user first: with a key that MAAS does not accept nothing else needs asking.
  const user = await whoami(region)
  const [version, sources, autoImport, commissioning, defaultOs, defaultRelease, newest, notifications] =
    await Promise.all([
      readVersion(region),
      readSources(region),
      setting('boot_images_auto_import', z.boolean()),
      setting('commissioning_distro_series', word),
      setting('default_osystem', word),
      setting('default_distro_series', word),
      events(),
      region.get('notifications/', z.array(notification)).catch(() => []),
    ])
  const racks = await racksOf(version.version)
  return {
    version: version.version,
    embedded,
    user: { username: user.username, admin: user.is_superuser },
    sources,
    config: {
      autoImport,
      commissioningRelease: commissioning ?? '',
      defaultOs: defaultOs ?? '',
      defaultRelease: defaultRelease ?? '',
    },
    sync: { lastStarted: newest?.at ?? null },
    notifications: aboutImages(notifications),
    ...(racks && { racks }),
  }
}

async function readSources(region: RegionClient): Promise<RegionAnswer['sources']> {
  try {
    const sources = await region.get('boot-sources/', z.array(bootSource))
    const read = await mapLimited(sources, PARALLEL, async (source) => {
      const selections = await readSelections(region, source.id)
      return selections && { source, selections }
    })
    return read.filter((one) => one !== null)
  } catch (error) {
    // MAAS shows sources to administrators only.
    if (error instanceof Refusal && error.code === 'forbidden') return null
    throw error
  }
}

/** null: the source has been deleted meanwhile. */
async function readSelections(region: RegionClient, id: number): Promise<Selection[] | null> {
  try {
    return await region.get(`boot-sources/${id}/selections/`, z.array(selection))
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return null
    throw error
  }
}

/** The notifications that concern images, as text: MAAS puts links and markup into its messages. */
export function aboutImages(notifications: readonly Notification[]): Notification[] {
  return notifications
    .filter(({ ident }) => ident !== null && ABOUT_IMAGES.has(ident))
    .map(({ id, ident, message, category }) => ({ id, ident, message: textOf(message), category }))
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#x27': "'",
  nbsp: ' ',
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 2_000)
}
