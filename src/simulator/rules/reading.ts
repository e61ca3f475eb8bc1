import { capabilitiesOf } from '#selections/maas-version.ts'
import type { Product } from '#streams/simplestreams/products.ts'
import { SIGNATURE_MISSING } from '#streams/simplestreams/failure.ts'
import {
  cannotReach,
  noIndex,
  noSignature,
  noteCommissioning,
  noteImportFailure,
} from '#simulator/state/notes.ts'
import type { Source, State } from '#simulator/state/state.ts'
import type { Offer, StreamTree } from './stream-tree.ts'

/** How long the region needs to read its sources, ms. */
export const READING_TAKES = 600

type Reading =
  | { kind: 'read'; products: readonly Product[] }
  /** A notification says so, up to 3.7 with this message, and the next source is read. */
  | { kind: 'failed'; message: string }
  /** Up to 3.7 MAAS does not catch the failure: it reads no further, and shows nothing. */
  | { kind: 'crashed' }

/** One stream has many addresses: http or https, with or without a slash or the index file at the end. */
export const streamKey = (url: string) =>
  url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/streams\/v1\/index\.s?json$/, '')
    .replace(/\/+$/, '')

/** The address files of a source are fetched from, without a slash at the end. */
export const rootOf = (url: string) => url.replace(/\/streams\/v1\/index\.s?json$/, '').replace(/\/+$/, '')

/** MAAS 3.7 and older read an address that ends in .json without looking at signatures; 3.8 has a field for it. */
const skipsVerification = (state: State, source: Source) =>
  state.ranksSources ? source.skipsVerification : source.url.endsWith('.json')

/**
 * A source names a keyring file that the region does not have. Up to 3.7 MAAS opens all keyring files before it reads
 * any source, and one that is missing ends the reading, or the import, of all of them without a word.
 */
const breaksReading = (state: State) =>
  [...state.sources.values()].some((source) => keyringOf(state, source) === undefined)

/** The keyring that MAAS verifies a source with; undefined: the region does not have the file. */
export const keyringOf = (state: State, { keyringData, keyringFilename }: Source) =>
  keyringData ?? state.keyringFiles.get(keyringFilename)

export function readSource(state: State, source: Source): Reading {
  const failed = (message: string): Reading => ({ kind: 'failed', message })
  const crashed = (): Reading => ({ kind: 'crashed' })
  const tree = state.streams.get(streamKey(source.url))
  if (tree === undefined || !state.sourcesAnswer) return failed(cannotReach(source.url))
  const unsigned = source.url.endsWith('.json')
  if (unsigned && !tree.unsigned) return failed(noIndex(source.url))
  const keyring = keyringOf(state, source)
  const trusted = keyring !== undefined && holdsKey(keyring, tree.signedBy)
  if (!trusted && !skipsVerification(state, source)) return crashed()
  const { products, failure } = offerOf(state, tree, !unsigned, !skipsVerification(state, source))
  if (failure === SIGNATURE_MISSING) return failed(noSignature(source.url))
  return failure === null ? { kind: 'read', products } : crashed()
}

/** What the MAAS of this region imports of a stream, or what ends its reading. */
export function offerOf({ version }: State, tree: StreamTree, signed = true, verifies = true): Offer {
  const { reader } = capabilitiesOf(version)
  return tree.understood?.(reader, signed, verifies) ?? { products: tree.products, failure: null }
}

/** What was read of these sources now; what is known of others stays in the state. */
export type SourcesRead = {
  readonly read: ReadonlyMap<number, readonly Product[]>
  /** Nothing ended the reading: up to 3.7 no import begins otherwise. */
  readonly complete: boolean
  /** Up to 3.7 MAAS noticed nothing: no notification, and no event of an import. */
  readonly silent: boolean
}

/**
 * How MAAS up to 3.7 reads these sources: it keeps what they offer, and shows in a notification which one could not be
 * read. A failure that MAAS does not catch leaves the rest unread (cache_boot_sources).
 */
export function readSources(state: State, sources: Iterable<Source>): SourcesRead {
  const read = new Map<number, readonly Product[]>()
  if (breaksReading(state)) return { read, complete: false, silent: true }
  let failure: string | null = null
  for (const source of sources) {
    const reading = readSource(state, source)
    if (reading.kind === 'crashed') return { read, complete: false, silent: true }
    if (reading.kind === 'read') {
      read.set(source.id, reading.products)
      state.offers.set(source.id, reading.products)
    } else failure = reading.message
  }
  noteCommissioning(state)
  noteImportFailure(state, failure)
  return { read, complete: failure === null, silent: false }
}

/** A keyring may hold more keys than the one in use. Neither gpgv nor MAAS reads it as ASCII armor or base64. */
function holdsKey(keyring: Uint8Array, key: Uint8Array): boolean {
  for (let start = 0; start + key.length <= keyring.length; start += 1) {
    if (key.every((byte, index) => keyring[start + index] === byte)) return true
  }
  return false
}
