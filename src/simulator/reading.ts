import type { Product } from '#streams/products.ts'
import { cannotFetchManifest, cannotReach, noIndex, noteImportFailure } from './notes.ts'
import type { Source, State } from './state.ts'

/** How long the region needs to read its sources, ms. */
export const READING_TAKES = 600

type Reading =
  | { kind: 'read'; products: readonly Product[] }
  /** `message`: the notification; null: MAAS 3.7 and older says nothing about a signature. */
  | { kind: 'failed'; message: string | null }

/** One stream has many addresses: http or https, with or without a slash or the index file at the end. */
export const streamKey = (url: string) =>
  url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/streams\/v1\/index\.s?json$/, '')
    .replace(/\/+$/, '')

/** The address files of a source are fetched from, without a slash at the end. */
export const rootOf = (url: string) => url.replace(/\/streams\/v1\/index\.s?json$/, '').replace(/\/+$/, '')

/** MAAS 3.6 and older read an address that ends in .json without looking at signatures; 3.8 has a field for it. */
const skipsVerification = (state: State, source: Source) =>
  state.ranksSources ? source.skipsVerification : source.url.endsWith('.json')

/**
 * A source names a keyring file that the region does not have. Up to 3.7 MAAS opens all keyring files before it reads
 * any source, and one that is missing ends the reading, or the import, of all of them without a word.
 */
export const breaksReading = (state: State) =>
  !state.ranksSources && [...state.sources.values()].some((source) => keyringOf(state, source) === undefined)

const keyringOf = (state: State, { keyringData, keyringFilename }: Source) =>
  keyringData ?? state.keyringFiles.get(keyringFilename)

function readSource(state: State, source: Source): Reading {
  const failed = (message: string | null): Reading => ({
    kind: 'failed',
    message: state.ranksSources ? cannotFetchManifest(source.url) : message,
  })
  const tree = state.streams.get(streamKey(source.url))
  if (tree === undefined || !state.sourcesAnswer) return failed(cannotReach(source.url))
  if (source.url.endsWith('.json') && !tree.unsigned) return failed(noIndex(source.url))
  const keyring = keyringOf(state, source)
  const trusted = keyring !== undefined && holdsKey(keyring, tree.signedBy)
  return trusted || skipsVerification(state, source)
    ? { kind: 'read', products: tree.products }
    : failed(null)
}

/**
 * Reads these sources, keeps what they offer, and says in a notification which one could not be read.
 * The answer holds those that were read now; what is known of the others stays in the state. null: nothing was read
 * and nothing said, for a keyring file is missing.
 */
export function readSources(state: State, sources: Iterable<Source>): Map<number, readonly Product[]> | null {
  if (breaksReading(state)) return null
  const read = new Map<number, readonly Product[]>()
  let failure: string | null = null
  for (const source of sources) {
    const reading = readSource(state, source)
    if (reading.kind === 'read') read.set(source.id, reading.products)
    else failure = reading.message ?? failure
  }
  for (const [id, products] of read) state.offers.set(id, products)
  noteImportFailure(state, failure)
  return read
}

/** A keyring may hold more keys than the one in use; as armour or base64 it is no keyring for gpgv, so for MAAS. */
function holdsKey(keyring: Uint8Array, key: Uint8Array): boolean {
  for (let start = 0; start + key.length <= keyring.length; start += 1) {
    if (key.every((byte, index) => keyring[start + index] === byte)) return true
  }
  return false
}
