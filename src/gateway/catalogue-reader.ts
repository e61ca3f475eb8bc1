import type { Catalogue } from '#contract/gateway.ts'
import { bootSource } from '#contract/maas.ts'
import { Refusal } from './refusal.ts'
import type { RegionClient } from './region-client.ts'
import type { Fetcher } from './source-fetch.ts'
import type { StreamRead } from './stream-read.ts'

const REVALIDATE_MS = 60_000
const RETRY_MS = 15_000
const MOST_KEPT = 8

type Kept = {
  read: StreamRead | null
  /** What to answer until `due`. */
  answer: Catalogue | null
  due: number
  running: Promise<Catalogue> | null
}
type Needs = {
  region: RegionClient
  fetcher: Fetcher
  /** The bytes of a keyring that MAAS names by path; null: not here. */
  keyringFile: (name: string) => Promise<Uint8Array | null>
  now: () => number
}

/**
 * `GET /gateway/catalogue/{id}`: what a boot source offers. Kept per address and keyring, looked at again at most
 * every minute, one fetch for everybody. A source that is down gives the last state, and the message says so.
 */
export function createCatalogueReader({ region, fetcher, keyringFile, now }: Needs) {
  const kept = new Map<string, Kept>()

  return async (sourceId: number): Promise<Catalogue> => {
    const {
      url,
      keyring_data: data,
      keyring_filename: name,
    } = await region.get(`boot-sources/${sourceId}/`, bootSource)
    const keyring = data ? new Uint8Array(Buffer.from(data, 'base64')) : await keyringFile(name)
    const key = [url, name, keyring === null ? 'none' : Buffer.from(keyring).toString('base64')].join('\n')
    const entry = kept.get(key) ?? { read: null, answer: null, due: 0, running: null }
    kept.delete(key)
    kept.set(key, entry)
    const oldest = kept.keys().next().value
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)

    if (entry.answer && now() < entry.due) return entry.answer
    entry.running ??= refresh(entry, url, keyring, name).finally(() => {
      entry.running = null
    })
    return entry.running
  }

  async function refresh(entry: Kept, url: string, keyring: Uint8Array | null, keyringName: string) {
    // Parsing and OpenPGP are loaded at the first catalogue: the page is served without them.
    const { readStream } = await import('./stream-read.ts')
    const readAt = new Date(now()).toISOString()
    try {
      entry.read = await readStream(fetcher, { url, keyring, keyringName, before: entry.read, readAt })
      entry.answer = entry.read.catalogue
      entry.due = now() + REVALIDATE_MS
    } catch (error) {
      if (!entry.read || !(error instanceof Refusal)) throw error
      entry.answer = stale(entry.read.catalogue, error)
      entry.due = now() + RETRY_MS
    }
    return entry.answer
  }
}

function stale(catalogue: Catalogue, { message }: Refusal): Catalogue {
  const { signature, readAt } = catalogue
  const age = `The source cannot be read now (${message}) What is shown was read at ${readAt}.`
  return { ...catalogue, signature: { ...signature, message: `${signature.message} ${age}`.slice(0, 2_000) } }
}
