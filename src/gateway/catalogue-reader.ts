import { bootSource } from '#contract/maas.ts'
import type { Catalogue } from '#contract/gateway.ts'
import { Refusal } from './refusal.ts'
import type { RegionClient } from './region-client.ts'
import type { Fetcher } from './source-fetch.ts'
import type { StreamRead } from './stream-read.ts'

const REVALIDATE_MS = 60_000
const MOST_KEPT = 8

type Kept = { read: StreamRead | null; checkedAt: number; running: Promise<StreamRead> | null }
type Needs = {
  region: RegionClient
  fetcher: Fetcher
  keyringFile: (name: string) => Promise<Uint8Array | null>
  now?: () => number
}

/**
 * `GET /gateway/catalogue/{id}`: what a boot source offers. Kept per address and keyring, looked at again at most
 * every minute, one fetch for everybody. A source that is down gives the last state, and the message says so.
 */
export function createCatalogueReader({ region, fetcher, keyringFile, now = Date.now }: Needs) {
  const kept = new Map<string, Kept>()

  return async (sourceId: number): Promise<Catalogue> => {
    const source = await region.get(`boot-sources/${sourceId}/`, bootSource)
    const keyring = source.keyring_data
      ? new Uint8Array(Buffer.from(source.keyring_data, 'base64'))
      : await keyringFile(source.keyring_filename)
    const hash = keyring === null ? 'none' : Buffer.from(keyring).toString('base64')
    const key = `${source.url}\n${source.keyring_filename}\n${hash}`
    const entry = kept.get(key) ?? { read: null, checkedAt: -Infinity, running: null }
    kept.delete(key)
    kept.set(key, entry)
    const oldest = kept.keys().next().value
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)

    if (entry.read && now() - entry.checkedAt < REVALIDATE_MS) return entry.read.catalogue
    const { read } = entry
    // Parsing and OpenPGP are loaded at the first catalogue: the page is served without them.
    entry.running ??= import('./stream-read.ts')
      .then(({ readStream }) =>
        readStream(fetcher, {
          url: source.url,
          keyring,
          keyringName: source.keyring_filename,
          before: read,
          readAt: new Date(now()).toISOString(),
        }),
      )
      .finally(() => {
        entry.running = null
      })
    try {
      entry.read = await entry.running
      entry.checkedAt = now()
      return entry.read.catalogue
    } catch (error) {
      if (!read || !(error instanceof Refusal)) throw error
      return stale(read.catalogue, error)
    }
  }
}

function stale(catalogue: Catalogue, { message }: Refusal): Catalogue {
  const { signature, readAt } = catalogue
  const age = `The source cannot be read now (${message}) What is shown was read at ${readAt}.`
  return { ...catalogue, signature: { ...signature, message: `${signature.message} ${age}`.slice(0, 2_000) } }
}
