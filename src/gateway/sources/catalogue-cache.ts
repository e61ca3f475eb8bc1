import { LRUCache } from 'lru-cache'
import type { Catalogue } from '#contract/gateway.ts'
import { toBase64 } from '#lib/text/base64.ts'
import { Refusal } from '#gateway/refusal.ts'
import { createPresenceSearch, type PresenceSearch } from './presence-search.ts'
import type { SourceRules } from './source-file.ts'
import type { SourceReading, StreamRead } from './stream-read.ts'
import { unreadableNow } from './trust.ts'

const REVALIDATE_MS = 60_000
const RETRY_MS = 15_000
const MAX_SOURCES = 8

type Entry = {
  read: StreamRead | null
  /** The answer until `due`, without presence. */
  answer: Catalogue | null
  due: number
  running: Promise<Catalogue> | null
  readonly presence: PresenceSearch
}
export type CatalogueCache = {
  /** What a source offers. Throws a Refusal when it cannot be read and has never been read. */
  read(source: SourceRules): Promise<Catalogue>
  /** The catalogues that were read lately; makes no request. */
  known(): Catalogue[]
  /** Reads every source again, with the presence of its files. */
  forget(): void
  /** Ends the checks that run in the background. */
  close(): void
}

/**
 * Catalogues per address and keyring, at most 8. Each is checked for changes at most once a minute, and simultaneous
 * callers share one fetch. For a source that is down, the last catalogue is returned, marked as stale.
 */
export function createCatalogueCache(reading: SourceReading, now: () => number): CatalogueCache {
  const entries = new LRUCache<string, Entry>({
    max: MAX_SOURCES,
    dispose: ({ presence }) => presence.stop(),
  })

  function entryOf(source: SourceRules): Entry {
    const key = keyOf(source)
    const known = entries.get(key)
    if (known) return known
    const made: Entry = {
      read: null,
      answer: null,
      due: 0,
      running: null,
      presence: createPresenceSearch(reading, now),
    }
    entries.set(key, made)
    return made
  }

  async function refresh(entry: Entry, source: SourceRules): Promise<Catalogue> {
    // parsers and OpenPGP are loaded with the first catalogue: the page is served without them
    const { readStream } = await import('./stream-read.ts')
    const readAt = new Date(now()).toISOString()
    try {
      entry.read = await readStream(reading, { ...source, before: entry.read, readAt })
      entry.answer = entry.read.catalogue
      entry.due = now() + REVALIDATE_MS
    } catch (error) {
      if (!entry.read || !(error instanceof Refusal)) throw error
      entry.due = now() + RETRY_MS
      entry.answer = staleAnswer(entry.read, entry.answer, error)
    }
    return entry.answer
  }

  return {
    async read(source) {
      const entry = entryOf(source)
      if (!entry.answer || now() >= entry.due) {
        entry.running ??= refresh(entry, source).finally(() => {
          entry.running = null
        })
        await entry.running
      }
      const { answer, read, presence } = entry
      if (!answer || !read) throw new Error('The catalogue has not been read.')
      return presence.answer(answer, read, source.address)
    },
    known: () => [...entries.values()].flatMap(({ answer }) => answer ?? []),
    forget: () => entries.clear(),
    close() {
      for (const { presence } of entries.values()) presence.stop()
    },
  }
}

/** The last catalogue of a source that cannot be read now. The same error gives the same object. */
function staleAnswer(
  { catalogue }: StreamRead,
  last: Catalogue | null,
  { code, message }: Refusal,
): Catalogue {
  // a busy gateway says nothing about the source
  if (last && (code === 'busy' || last.stale === message)) return last
  const signature = code === 'source-unreadable' ? unreadableNow() : catalogue.signature
  return { ...catalogue, signature, stale: message }
}

function keyOf({ address, keyring, skipVerification, reader }: SourceRules): string {
  const { state, form, message } = keyring.answer
  const bytes = keyring.keyring && toBase64(keyring.keyring.bytes)
  return JSON.stringify([address.url, reader, skipVerification, state, form, message, bytes])
}
