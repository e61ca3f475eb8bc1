import { capabilitiesOf } from '#selections/maas-version.ts'
import type { StreamProduct } from '#streams/simplestreams/products.ts'
import { SIGNATURE_MISSING } from '#streams/simplestreams/failure.ts'
import {
  cannotReach,
  cannotUseProxy,
  noIndex,
  noSignature,
  noteCommissioning,
  noteImportFailure,
} from '#simulator/state/notes.ts'
import type { Source, State } from '#simulator/state/state.ts'
import type { StreamOffer, StreamTree } from './stream-tree.ts'

/** How long the region needs to read its sources, ms. */
export const READING_TAKES = 600

type Reading =
  | { kind: 'read'; products: readonly StreamProduct[] }
  /** A notification reports it, up to 3.7 with this message, and MAAS reads the next source. */
  | { kind: 'failed'; message: string }
  /** Up to 3.7 MAAS does not catch the failure: it stops reading and shows no message. */
  | { kind: 'crashed' }

/**
 * A key for the many addresses of one stream: http or https, with or without a slash or the index file at the
 * end.
 */
export const streamKey = (url: string) =>
  url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/streams\/v1\/index\.s?json$/, '')
    .replace(/\/+$/, '')

/** The address from which the files of a source are downloaded, without a slash at the end. */
export const rootOf = (url: string) => url.replace(/\/streams\/v1\/index\.s?json$/, '').replace(/\/+$/, '')

/** MAAS 3.7 and older ignore signatures at an address that ends in .json; 3.8 has a field for it. */
const skipsVerification = (state: State, source: Source) =>
  state.ranksSources ? source.skipsVerification : source.url.endsWith('.json')

/**
 * A source names a keyring file that the region does not have. Up to 3.7 MAAS opens all keyring files before it
 * reads any source, and a missing one ends the reading or import of all sources without a message.
 */
const breaksReading = (state: State) =>
  [...state.sources.values()].some((source) => keyringOf(state, source) === undefined)

/** The keyring that MAAS verifies a source with; undefined: the region does not have the file. */
export const keyringOf = (state: State, { keyringData, keyringFilename }: Source) =>
  keyringData ?? state.keyringFiles.get(keyringFilename)

export function readSource(state: State, source: Source): Reading {
  const failed = (message: string): Reading => ({ kind: 'failed', message })
  const crashed = (): Reading => ({ kind: 'crashed' })
  const proxy = proxyOf(state)
  if (proxy !== '' && state.proxyRefuses)
    return failed(
      source.url.startsWith('https:') ? cannotUseProxy(source.url) : noSignature(source.url, proxy),
    )
  const tree = state.streams.get(streamKey(source.url))
  if (tree === undefined || !state.sourcesAnswer) return failed(cannotReach(source.url))
  const unsigned = source.url.endsWith('.json')
  if (unsigned && !tree.unsigned) return failed(noIndex(source.url))
  const keyring = keyringOf(state, source)
  const trusted = keyring !== undefined && holdsKey(keyring, tree.signedBy)
  if (!trusted && !skipsVerification(state, source)) return crashed()
  const { products, failure } = streamOffer(state, tree, !unsigned, !skipsVerification(state, source))
  if (failure === SIGNATURE_MISSING) return failed(noSignature(source.url, proxy))
  return failure === null ? { kind: 'read', products } : crashed()
}

/** The proxy through which the region reads its sources; '': none. */
function proxyOf({ config }: State): string {
  const url = config.get('http_proxy')
  const isUsed = config.get('enable_http_proxy') === true && config.get('boot_images_no_proxy') !== true
  return isUsed && typeof url === 'string' ? url : ''
}

/** The products that the MAAS of this region imports from a stream, or the failure that ends its reading. */
export function streamOffer(
  { version }: State,
  tree: StreamTree,
  signed = true,
  verifies = true,
): StreamOffer {
  const { reader } = capabilitiesOf(version)
  return tree.understood?.(reader, signed, verifies) ?? { products: tree.products, failure: null }
}

/** The data read from these sources now; the data of other sources stays in the state. */
export type SourcesRead = {
  readonly read: ReadonlyMap<number, readonly StreamProduct[]>
  /** Whether the reading was not ended by a failure: otherwise no import begins up to 3.7. */
  readonly complete: boolean
  /** Whether MAAS up to 3.7 stays silent: no notification, and no event of an import. */
  readonly silent: boolean
}

/**
 * Reads these sources like MAAS up to 3.7: it stores their images, and one notification names the sources that could
 * not be read. A failure that MAAS does not catch leaves the rest unread (cache_boot_sources).
 */
export function readSources(state: State, sources: Iterable<Source>): SourcesRead {
  const read = new Map<number, readonly StreamProduct[]>()
  if (breaksReading(state)) return { read, complete: false, silent: true }
  const failures: string[] = []
  for (const source of sources) {
    const reading = readSource(state, source)
    if (reading.kind === 'crashed') return { read, complete: false, silent: true }
    if (reading.kind === 'read') {
      read.set(source.id, reading.products)
      state.offers.set(source.id, reading.products)
    } else failures.push(reading.message)
  }
  noteCommissioning(state)
  noteImportFailure(state, failures)
  return { read, complete: failures.length === 0, silent: false }
}

/**
 * A moment from now, MAAS up to 3.7 reads all sources: after a source or the proxy has changed. Without any source it
 * has nothing to wait for.
 */
export function readAllSoon(state: State, now: number): void {
  state.readAt = state.sources.size === 0 ? now : now + READING_TAKES
}

/**
 * A keyring may contain more keys than the one in use. Neither gpgv nor MAAS reads it as ASCII armor or base64.
 */
function holdsKey(keyring: Uint8Array, key: Uint8Array): boolean {
  for (let start = 0; start + key.length <= keyring.length; start += 1) {
    if (key.every((byte, index) => keyring[start + index] === byte)) return true
  }
  return false
}
