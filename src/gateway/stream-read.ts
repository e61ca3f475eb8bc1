import { type Catalogue, catalogue as catalogueSchema } from '#contract/gateway.ts'
import { catalogueOf } from '#streams/catalogue.ts'
import { readIndex } from '#streams/index-file.ts'
import { readProducts } from '#streams/products.ts'
import { verifyClearsigned } from '#streams/verify.ts'
import { Refusal } from './refusal.ts'
import { mapLimited } from './share.ts'
import type { Fetched, Fetcher, Stamp } from './source-fetch.ts'

const TOTAL_MS = 15_000
const MOST_FILES = 32
const MOST_IGNORED = 500

type Signature = Catalogue['signature']
type Verified = { readonly json: unknown; readonly signature: Signature }
/** A catalogue and the state of the files it was made of, to ask later only for newer ones. */
export type StreamRead = { readonly catalogue: Catalogue; readonly stamps: ReadonlyMap<string, Stamp> }
type Order = {
  /** As MAAS has it: the root of a mirror, or its index file. */
  readonly url: string
  /** Null: MAAS verifies with a file that is not here. */
  readonly keyring: Uint8Array | null
  readonly keyringName: string
  readonly before: StreamRead | null
  /** ISO */
  readonly readAt: string
}

/**
 * Reads index and product files of a source and makes the catalogue of them. When nothing has changed since
 * `before`, that is the answer. Throws a Refusal: source-unreachable or source-unreadable.
 */
export async function readStream(fetcher: Fetcher, order: Order): Promise<StreamRead> {
  const signal = AbortSignal.timeout(TOTAL_MS)
  const { before } = order
  if (before && (await isUnchanged(fetcher, before, signal))) return before
  const stamps = new Map<string, Stamp>()
  const read = async (url: string): Promise<Verified> => {
    const fetched = await fetcher.get(url, { signal })
    stamps.set(url, fetched.stamp)
    return verify(url, fetched, order)
  }

  const { root, index } = splitUrl(order.url)
  const top = await read(root + index)
  const { updated, entries, ignored } = understand(root + index, () => readIndex(top.json))
  const files = entries.slice(0, MOST_FILES)
  const parts = await mapLimited(files, 4, async ({ path }) => {
    // Not `new URL(path, root)`: names such as com.ubuntu.maas:stable would be taken for a scheme.
    const url = root + path
    const { json, signature } = await read(url)
    return { ...understand(url, () => readProducts(json)), signature }
  })
  const products = parts.flatMap((part) => part.products)
  const passedOver = [...ignored, ...parts.flatMap((part) => part.ignored)].slice(0, MOST_IGNORED)
  const made = catalogueSchema.safeParse({
    url: order.url,
    updated,
    readAt: order.readAt,
    signature: worst([top.signature, ...parts.map((part) => part.signature)]),
    ...catalogueOf(products, passedOver),
  })
  if (!made.success) {
    throw new Refusal(502, 'source-unreadable', `${order.url} lists products with values beyond all measure.`)
  }
  // A source that names no states of its files is read anew each time; the same content keeps its time and ETag.
  const same = before && sameButTime(before.catalogue, made.data)
  return { catalogue: same ? before.catalogue : made.data, stamps }
}

async function isUnchanged(fetcher: Fetcher, { stamps }: StreamRead, signal: AbortSignal): Promise<boolean> {
  for (const [url, stamp] of stamps) {
    if (!stamp.etag && !stamp.modified) return false
    const { text } = await fetcher.get(url, { stamp, signal })
    if (text !== null) return false
  }
  return true
}

const sameButTime = (before: Catalogue, now: Catalogue) =>
  JSON.stringify({ ...now, readAt: '' }) === JSON.stringify({ ...before, readAt: '' })

/** MAAS takes an address that ends in a .json or .sjson below streams/v1/ as the index file itself. */
export function splitUrl(url: string): { root: string; index: string } {
  const at = url.search(/streams\/v1\/.*\.s?json$/)
  if (at >= 0) return { root: url.slice(0, at), index: url.slice(at) }
  return { root: `${url.replace(/\/+$/, '')}/`, index: 'streams/v1/index.sjson' }
}

async function verify(url: string, { text }: Fetched, order: Order): Promise<Verified> {
  const content = text ?? ''
  // MAAS up to 3.6 verifies nothing once the address of the source is a .json.
  if (order.url.endsWith('.json')) {
    return {
      json: parse(url, content),
      signature: {
        verdict: 'unsigned',
        message: 'The address of the source is an unsigned file (.json): MAAS does not verify it.',
        signer: null,
        fingerprint: null,
      },
    }
  }
  const { data, ...signature } = await verifyClearsigned(content, order.keyring ?? new Uint8Array())
  if (data === '') throw new Refusal(502, 'source-unreadable', `${url}: ${signature.message}`)
  const json = parse(url, data)
  if (order.keyring) return { json, signature }
  return {
    json,
    signature: {
      verdict: 'unchecked',
      message: `The keyring ${order.keyringName} is on the MAAS region, not here: this page could not check the signature. MAAS does when it imports.`,
      signer: null,
      fingerprint: null,
    },
  }
}

function parse(url: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(502, 'source-unreadable', `${url} holds no readable JSON.`)
  }
}

function understand<T>(url: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it is not understood'
    throw new Refusal(502, 'source-unreadable', `${url}: ${reason}`)
  }
}

const FROM_WORST: readonly Signature['verdict'][] = [
  'bad',
  'unknown-key',
  'revoked',
  'weak',
  'expired',
  'unsigned',
  'unchecked',
  'valid',
]

/** A source is as trustworthy as the least of its files. */
function worst(signatures: readonly [Signature, ...Signature[]]): Signature {
  return signatures.reduce((a, b) => (FROM_WORST.indexOf(b.verdict) < FROM_WORST.indexOf(a.verdict) ? b : a))
}
