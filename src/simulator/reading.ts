import type { Product } from '#streams/products.ts'
import { cannotReach, noteImportFailure } from './notes.ts'
import type { Source, State } from './state.ts'

/** How long the region needs to read its sources, ms. */
export const READING_TAKES = 600

type Reading =
  | { kind: 'read'; products: readonly Product[] }
  | { kind: 'unreachable' }
  | { kind: 'no-keyring-file' }
  | { kind: 'not-trusted' }

/** One stream has many addresses: http or https, with or without a slash or the index file at the end. */
export const streamKey = (url: string) =>
  url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/streams\/v1\/index\.s?json$/, '')
    .replace(/\/+$/, '')

function readSource(state: State, source: Source): Reading {
  const keyring = source.keyringData ?? state.keyringFiles.get(source.keyringFilename)
  if (keyring === undefined) return { kind: 'no-keyring-file' }
  const tree = state.streams.get(streamKey(source.url))
  if (tree === undefined || !state.sourcesAnswer) return { kind: 'unreachable' }
  // MAAS 3.6 and older read an address that ends in .json without looking at signatures
  const trusted = source.url.endsWith('.json') || holdsKey(keyring, state.signingKeyring)
  return trusted ? { kind: 'read', products: tree.products } : { kind: 'not-trusted' }
}

/**
 * Reads these sources, keeps what they offer, and says in a notification which one could not be reached.
 * `read` holds those that answered now; what is known of the others stays in the state.
 */
export function readSources(
  state: State,
  sources: Iterable<Source>,
): { read: Map<number, readonly Product[]>; keyringFileMissing: boolean } {
  const read = new Map<number, readonly Product[]>()
  let failure: string | null = null
  let keyringFileMissing = false
  for (const source of sources) {
    const reading = readSource(state, source)
    if (reading.kind === 'read') read.set(source.id, reading.products)
    if (reading.kind === 'unreachable') failure = cannotReach(source.url)
    if (reading.kind === 'no-keyring-file') keyringFileMissing = true
  }
  for (const [id, products] of read) state.offers.set(id, products)
  noteImportFailure(state, failure)
  return { read, keyringFileMissing }
}

/** A keyring may hold more keys than the one in use; text armour is no keyring for MAAS. */
function holdsKey(keyring: Uint8Array, key: Uint8Array): boolean {
  for (let start = 0; start + key.length <= keyring.length; start += 1) {
    if (key.every((byte, index) => keyring[start + index] === byte)) return true
  }
  return false
}
