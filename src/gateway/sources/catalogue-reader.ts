import type { Catalogue, CatalogueArch, CataloguePresence } from '#contract/gateway.ts'
import { bootSource } from '#contract/maas.ts'
import { imageKey, labeledKey } from '#lib/image-key.ts'
import type { StreamReader } from '#selections/maas-version.ts'
import { labelOf } from '#selections/wanted-kernels.ts'
import type { SourceAddress } from '#streams/simplestreams/address.ts'
import type { Caller } from '#gateway/images/callers.ts'
import type { GivenKeyring, UsedKeyring } from './given-keyring.ts'
import type { KeyringFile } from '#gateway/fetch/keyring-file.ts'
import { rememberKeyrings } from './known-keyrings.ts'
import type { Found } from './presence.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Fetcher } from '#gateway/fetch/source-fetch.ts'
import { createSourceTurns } from './source-turns.ts'
import type { SourceWork } from './source-work.ts'
import type { StreamRead } from './stream-read.ts'
import { unreadableNow } from './trust.ts'

const REVALIDATE_MS = 60_000
const RETRY_MS = 15_000
const LOOK_AGAIN_MS = 3_600_000
const MOST_KEPT = 8
/** Sources that are fetched and held in memory at once, each of at most the limit of --stream-limit. */
const AT_ONCE = 3
const MOST_WAITING = 16

/** What a person asks about: a source that MAAS need not have. */
export type Asked = GivenKeyring & { readonly url: string }

type Kept = {
  read: StreamRead | null
  /** What to answer until `due`, without what is known of presence. */
  answer: Catalogue | null
  due: number
  running: Promise<Catalogue> | null
  looking: Looking | null
  /** The last answer with its presence: the same object as long as nothing changes. */
  shown: { of: Catalogue; presence: CataloguePresence; answer: Catalogue } | null
}
/** The search for what is really there, for one state of the catalogue. */
type Looking = {
  readonly of: StreamRead['holdings']
  readonly until: number
  checked: number
  total: number
  found: Found | null
  readonly controller: AbortController
}
type Source = {
  address: SourceAddress
  keyring: UsedKeyring
  skipVerification: boolean
  reader: StreamReader
}
type Needs = {
  fetcher: Fetcher
  work: SourceWork
  keyringFile: (name: string) => Promise<KeyringFile>
  /** Whose rules sources are read by. */
  reader: () => Promise<StreamReader>
  now: () => number
}

/**
 * What sources offer. Kept per address and keyring, looked at again at most every minute, one fetch for everybody. A
 * source that is down gives the last state, and says so. Where a mirror may hold less than it lists, that is found out
 * meanwhile; who asks again sees how far it is.
 */
export function createCatalogueReader({ fetcher, work, keyringFile, reader, now }: Needs) {
  const kept = new Map<string, Kept>()
  const turns = createSourceTurns({ atOnce: AT_ONCE, waiting: MOST_WAITING })
  const reading = { fetcher, work, turns }
  const keyrings = { work: rememberKeyrings(work, now), keyringFile }

  return {
    /** `GET /gateway/catalogue/{id}`: of a boot source of the region, which MAAS shows to administrators only. */
    async saved(
      { region, knownSource }: Pick<Caller, 'region' | 'knownSource'>,
      sourceId: number,
    ): Promise<Catalogue> {
      const path = `boot-sources/${sourceId}/`
      const saved = (await knownSource(sourceId)) ?? (await region.get(path, bootSource))
      const { addressInMaas } = await import('#streams/simplestreams/address.ts')
      const { savedKeyring } = await import('./given-keyring.ts')
      const address = addressInMaas(saved.url)
      if (!address) {
        throw new Refusal(502, 'source-unreachable', `${saved.url} is not an http or https address.`)
      }
      const given = { filename: saved.keyring_filename, data: decode(saved.keyring_data) }
      const keyring = await savedKeyring(given, keyrings)
      return read({
        address,
        keyring,
        skipVerification: saved.skip_keyring_verification ?? false,
        reader: await reader(),
      })
    },
    /** `GET /gateway/catalogue?url=…`: of any. Throws a Refusal that names the field when one is wrong. */
    async asked({ url, filename, data }: Asked): Promise<Catalogue> {
      const { readAddress } = await import('#streams/simplestreams/address.ts')
      const { newKeyring } = await import('./given-keyring.ts')
      const understood = readAddress(url)
      if (!understood.ok) {
        throw new Refusal(400, 'bad-request', understood.message, { url: [understood.message] })
      }
      const keyring = await newKeyring({ filename, data }, keyrings)
      return read({
        address: understood.address,
        keyring,
        skipVerification: false,
        reader: await reader(),
      })
    },
    /** The newest version that any source read lately offers of an image (`ubuntu/noble/amd64`). Reads nothing. */
    newest(image: string): string | null {
      let newest: string | null = null
      for (const { answer } of kept.values()) {
        const version = answer && versionsOf(answer).get(image)
        if (version && (newest === null || version > newest)) newest = version
      }
      return newest
    },
    close(): void {
      for (const { looking } of kept.values()) looking?.controller.abort()
    },
  }

  async function read(source: Source): Promise<Catalogue> {
    const entry = entryFor(source)
    if (!entry.answer || now() >= entry.due) {
      entry.running ??= refresh(entry, source).finally(() => {
        entry.running = null
      })
      await entry.running
    }
    return withPresence(entry, source)
  }

  function entryFor({ address, keyring, skipVerification, reader: rules }: Source): Kept {
    const { state, form, message } = keyring.answer
    const key = JSON.stringify([
      address.url,
      rules,
      skipVerification,
      state,
      form,
      message,
      keyring.keyring && Buffer.from(keyring.keyring.bytes).toString('base64'),
    ])
    const entry = kept.get(key) ?? {
      read: null,
      answer: null,
      due: 0,
      running: null,
      looking: null,
      shown: null,
    }
    kept.delete(key)
    kept.set(key, entry)
    const [oldest] = kept
    if (kept.size > MOST_KEPT && oldest) {
      kept.delete(oldest[0])
      oldest[1].looking?.controller.abort()
    }
    return entry
  }

  async function refresh(entry: Kept, source: Source): Promise<Catalogue> {
    // Parsing and OpenPGP are loaded at the first catalogue: the page is served without them.
    const { readStream } = await import('./stream-read.ts')
    const readAt = new Date(now()).toISOString()
    try {
      entry.read = await readStream(reading, { ...source, before: entry.read, readAt })
      entry.answer = entry.read.catalogue
      entry.due = now() + REVALIDATE_MS
    } catch (error) {
      if (!entry.read || !(error instanceof Refusal)) throw error
      entry.due = now() + RETRY_MS
      const { message } = error
      // that says nothing of the source
      if (error.code === 'busy' && entry.answer) return entry.answer
      // the same trouble again is the same answer
      if (entry.answer?.stale !== message) {
        const { catalogue } = entry.read
        const signature = error.code === 'source-unreadable' ? unreadableNow() : catalogue.signature
        entry.answer = { ...catalogue, signature, stale: message }
      }
    }
    return entry.answer
  }

  function withPresence(entry: Kept, { address }: Source): Catalogue {
    const { answer, read } = entry
    if (!answer || !read) throw new Error('A catalogue is asked for before it was read.')
    if (address.maasIo) return answer
    if (!entry.looking || entry.looking.of !== read.holdings || now() >= entry.looking.until) {
      // what was found before is shown until more is known
      const before = entry.looking?.of === read.holdings ? entry.looking.found : null
      entry.looking?.controller.abort()
      entry.looking = look(read, address, before)
    }
    const { checked, total, found } = entry.looking
    const presence: CataloguePresence = found?.presence ?? { state: 'checking', checked, total }
    const { shown } = entry
    if (shown && shown.of === answer && same(shown.presence, presence)) return shown.answer
    const shownAnswer = found ? marked(answer, found) : { ...answer, presence }
    entry.shown = { of: answer, presence, answer: shownAnswer }
    return shownAnswer
  }

  function look(read: StreamRead, { root }: SourceAddress, before: Found | null): Looking {
    const controller = new AbortController()
    const looking: Looking = {
      of: read.holdings,
      until: now() + LOOK_AGAIN_MS,
      checked: 0,
      total: 0,
      found: before,
      controller,
    }
    const progress = (checked: number, total: number) => Object.assign(looking, { checked, total })
    void import('./presence.ts')
      .then(({ findPresence }) =>
        findPresence(reading, root, read.holdings, { signal: controller.signal, progress }),
      )
      .then((found) => {
        looking.found = found
      })
    return looking
  }
}

const versions = new WeakMap<Catalogue, ReadonlyMap<string, string>>()

/** The newest version of each image, by `ubuntu/noble/amd64`. */
function versionsOf(catalogue: Catalogue): ReadonlyMap<string, string> {
  const done = versions.get(catalogue)
  if (done) return done
  const made = new Map<string, string>()
  for (const { os, release, arches } of catalogue.releases)
    for (const { arch, version } of arches) made.set(`${os}/${release}/${arch}`, version)
  versions.set(catalogue, made)
  return made
}

/** The catalogue with the images marked that are listed, and not there. */
function marked(catalogue: Catalogue, { presence, absent }: Found): Catalogue {
  const releases = catalogue.releases.map((release) => ({
    ...release,
    arches: release.arches.map((one) => {
      const lacks = lacking(imageKey(release.os, release.release, one.arch), one, absent)
      return lacks ? { ...one, absent: lacks } : one
    }),
  }))
  return { ...catalogue, releases, presence }
}

/** With which labels an image is listed and not there; true: with its only one. */
function lacking(image: string, arch: CatalogueArch, absent: ReadonlySet<string>): true | string[] | null {
  if (absent.has(image)) return true
  const labels = [...new Set(arch.kernels.map((kernel) => labelOf(arch, kernel)))]
  const lacks = labels.filter((label) => absent.has(labeledKey(image, label)))
  return lacks.length > 0 ? lacks : null
}

const same = (a: CataloguePresence, b: CataloguePresence) =>
  a === b || JSON.stringify(a) === JSON.stringify(b)

const decode = (base64: string) => (base64 === '' ? null : new Uint8Array(Buffer.from(base64, 'base64')))
