import type { Catalogue } from '#contract/gateway.ts'
import { bootSource, type BootSource } from '#contract/maas.ts'
import type { KeyringFile } from '#gateway/fetch/keyring-file.ts'
import type { Fetcher } from '#gateway/fetch/source-fetch.ts'
import type { Caller } from '#gateway/images/caller-cache.ts'
import { Refusal } from '#gateway/refusal.ts'
import { fromBase64 } from '#lib/text/base64.ts'
import { imageKey } from '#selections/keys.ts'
import type { StreamReader } from '#selections/maas-version.ts'
import type { MirrorContents } from '#streams/mirror/contents.ts'
import { createCatalogueCache } from './catalogue-cache.ts'
import type { GivenKeyring } from './given-keyring.ts'
import { cacheKeyrings } from './keyring-cache.ts'
import { createListCache } from './list-cache.ts'
import type { MirrorOrder } from '#selections/wanted.ts'
import type { SourceRules } from './source-file.ts'
import { createSourceQueue } from '#gateway/sources/process/source-queue.ts'
import type { SourceWork } from '#gateway/sources/process/source-work.ts'

/** Sources that are fetched and held in memory at the same time, each up to the size of --stream-limit. */
const MAX_RUNNING = 3
const MAX_WAITING = 16

/** A source that an administrator wants to see; it does not have to be in MAAS. */
export type EnteredSource = GivenKeyring & { readonly url: string }

/** A source as it is now, for a mirror of it or as a mirror. */
export type ReadForMirror = {
  readonly catalogue: Catalogue
  /** The address of its files, with a slash at the end. */
  readonly root: string
  readonly contents: MirrorContents
}

export type MirrorReading = {
  /** Aborted when no one waits for the answer any more. */
  readonly gone?: AbortSignal | undefined
  /** Fetches all files again, even if they were fetched a moment ago. */
  readonly fresh: boolean
}

type Needs = {
  readonly fetcher: Fetcher
  readonly work: SourceWork
  readonly keyringFile: (name: string) => Promise<KeyringFile>
  /** The MAAS whose rules for reading sources apply. */
  readonly reader: () => Promise<StreamReader>
  readonly now: () => number
}

/**
 * What boot sources offer: those of the region, and any other that an administrator wants to see. A mirror may hold
 * less than it lists: this is checked in the background, and each answer shows the progress of the check.
 */
export function createCatalogueReader({ fetcher, work, keyringFile, reader, now }: Needs) {
  const queue = createSourceQueue({ atOnce: MAX_RUNNING, waiting: MAX_WAITING })
  const cache = createCatalogueCache({ fetcher, work, queue }, now)
  const lists = createListCache(now)
  const keyrings = { work: cacheKeyrings(work, now), keyringFile }

  async function rulesFor({ url, filename, data }: EnteredSource): Promise<SourceRules> {
    const { readAddress } = await import('#streams/simplestreams/address.ts')
    const { newKeyring } = await import('./given-keyring.ts')
    const understood = readAddress(url)
    if (!understood.ok) {
      throw new Refusal(400, 'bad-request', understood.message, { url: [understood.message] })
    }
    const keyring = await newKeyring({ filename, data }, keyrings)
    return { address: understood.address, keyring, skipVerification: false, reader: await reader() }
  }

  return {
    /**
     * `GET /gateway/catalogue/{id}`: a boot source of the region, which MAAS shows to administrators only; null: MAAS no
     * longer has it.
     */
    async saved(
      { region, knownSource }: Pick<Caller, 'region' | 'knownSource'>,
      sourceId: number,
    ): Promise<Catalogue | null> {
      const saved = (await knownSource(sourceId)) ?? (await sourceIn(region, sourceId))
      if (!saved) return null
      const { addressInMaas } = await import('#streams/simplestreams/address.ts')
      const { savedKeyring } = await import('./given-keyring.ts')
      const address = addressInMaas(saved.url)
      if (!address) {
        throw new Refusal(502, 'source-unreachable', `${saved.url} is not an http or https address.`)
      }
      const given = { filename: saved.keyring_filename, data: decode(saved.keyring_data) }
      const keyring = await savedKeyring(given, keyrings)
      const skipVerification = saved.skip_keyring_verification ?? false
      return cache.read({ address, keyring, skipVerification, reader: await reader() })
    },
    /** `GET /gateway/catalogue?url=…`: any source. Throws a Refusal that names the wrong field. */
    entered: async (source: EnteredSource): Promise<Catalogue> => cache.read(await rulesFor(source)),
    /** Reads any source, and what a mirror of it would hold. Throws a Refusal that names the wrong field. */
    async forMirror(
      source: EnteredSource,
      mirror: MirrorOrder,
      { gone, fresh }: MirrorReading,
    ): Promise<ReadForMirror> {
      const rules = await rulesFor(source)
      const { readStream } = await import('./stream-read.ts')
      const { indexUrlOf } = await import('#streams/simplestreams/address.ts')
      const order = { ...rules, mirror, before: null, readAt: new Date(now()).toISOString(), gone }
      const listed = lists.through(fetcher, indexUrlOf(rules.address), fresh)
      const read = await readStream({ fetcher: listed, work, queue }, order)
      if (!read.mirror) throw new Error('The contents of the mirror are missing.')
      return { catalogue: read.catalogue, root: rules.address.root, contents: read.mirror }
    },
    /** The newest version of an image (`ubuntu/noble/amd64`) in the sources read lately; makes no request. */
    newest(image: string): string | null {
      return cache.known().reduce<string | null>((newest, catalogue) => {
        const version = versionsOf(catalogue).get(image)
        return version && (newest === null || version > newest) ? version : newest
      }, null)
    },
    forget: () => cache.forget(),
    close: () => cache.close(),
  }
}

async function sourceIn(region: Caller['region'], id: number): Promise<BootSource | null> {
  try {
    return await region.get(`boot-sources/${id}/`, bootSource)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return null
    throw error
  }
}

const versions = new WeakMap<Catalogue, ReadonlyMap<string, string>>()

/** The newest version of each image, by `ubuntu/noble/amd64`. */
function versionsOf(catalogue: Catalogue): ReadonlyMap<string, string> {
  const known = versions.get(catalogue)
  if (known) return known
  const made = new Map<string, string>()
  for (const { os, release, arches } of catalogue.releases)
    for (const { arch, version } of arches) made.set(imageKey(os, release, arch), version)
  versions.set(catalogue, made)
  return made
}

const decode = (base64: string) => (base64 === '' ? null : fromBase64(base64))
