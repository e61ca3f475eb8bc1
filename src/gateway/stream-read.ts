import { type Catalogue, catalogue as catalogueSchema, type CatalogueSignature } from '#contract/gateway.ts'
import type { StreamReader } from '#lib/maas-version.ts'
import type { SourceAddress } from '#streams/address.ts'
import { catalogueOf } from '#streams/catalogue.ts'
import { parseJson } from '#streams/json-text.ts'
import { holdingsOf, type Holding } from '#streams/presence.ts'
import { StreamError } from '#streams/stream-error.ts'
import { jsonWithinSigned, linesBeforeSigned } from '#streams/signed-anyway.ts'
import { walkIndexes } from '#streams/simplestreams/nested-indexes.ts'
import { otherServerOf } from '#streams/simplestreams/other-servers.ts'
import { type Place, reads, type ReadFile, understandStream } from '#streams/understand.ts'
import { verifyClearsigned } from '#streams/verify.ts'
import { type Way, whatTextIs } from '#streams/what-it-is.ts'
import { beginDigest } from './begin-digest.ts'
import { missingProductFile } from './fetch-cause.ts'
import type { UsedKeyring } from './given-keyring.ts'
import { Refusal } from './refusal.ts'
import { mapLimited } from './share.ts'
import { brief, type Fetcher, type Stamp } from './source-fetch.ts'
import { trustOf, unsignedByAddress, unsignedInSigned, withoutKeyring, withoutVerification } from './trust.ts'

const TOTAL_MS = 30_000
/** Keys expire while files stay as they are. */
const CHECK_AGAIN_MS = 3_600_000
const MOST_PRODUCTS = 20_000
const MOST_IGNORED = 500

/** A catalogue, what it was made of, and the state of those files, to ask later only for newer ones. */
export type StreamRead = {
  readonly catalogue: Catalogue
  readonly holdings: readonly Holding[]
  readonly stamps: ReadonlyMap<string, Stamp>
  /** When its signatures were checked, ISO. */
  readonly checkedAt: string
}
export type Order = {
  readonly address: SourceAddress
  readonly keyring: UsedKeyring
  /** MAAS 3.8: the source is marked so that MAAS does not verify it. */
  readonly skipVerification: boolean
  /** Whose rules the source is read by. */
  readonly reader: StreamReader
  readonly before: StreamRead | null
  /** ISO */
  readonly readAt: string
}

type File = {
  readonly json: unknown
  readonly signature: CatalogueSignature
  readonly address: string
  /** It is signed, at an address of which nothing is verified. */
  readonly signedAnyway: boolean
  /** It is not signed, and MAAS verifies it. */
  readonly lacksSignature: boolean
}

/**
 * Reads index and product files of a source and makes the catalogue of them. When nothing has changed since
 * `before`, that is the answer; the signatures are checked again after an hour. Throws a Refusal: source-unreachable or source-unreadable.
 */
export async function readStream(fetcher: Fetcher, order: Order): Promise<StreamRead> {
  const signal = AbortSignal.timeout(TOTAL_MS)
  const { address, reader, before, readAt } = order
  if (before && !isCheckDue(before, readAt) && (await isUnchanged(fetcher, before, signal))) return before
  const started = performance.now()
  const stamps = new Map<string, Stamp>()
  let size = 0
  const read = async (url: string, isNamed = true): Promise<File> => {
    const { text, stamp, address: from } = await fetcher.get(url, { signal })
    stamps.set(url, stamp)
    // all files are held at once, so that together they may be no more than one
    size += text?.length ?? 0
    if (size > fetcher.limitBytes) throw tooLarge(address.url, fetcher.limitBytes)
    return {
      ...(await verify(brief(url), text ?? '', { ...order, isNamed }, { asked: new URL(url).href, from })),
      address: from,
    }
  }

  const indexUrl = address.root + address.index
  const top = await read(indexUrl, false)
  const parts = await readFiles(top.json, order, read)
  const index = { ...top, path: address.index }
  const { updated, products, ignored, warnings } = understand(brief(indexUrl), () =>
    understandStream(index, parts, reader),
  )
  if (products.length > MOST_PRODUCTS) {
    throw unreadable(
      `${address.url} lists ${products.length} products; at most ${MOST_PRODUCTS} are understood.`,
    )
  }
  const offered = understand(brief(indexUrl), () =>
    catalogueOf(products, ignored.slice(0, MOST_IGNORED), reader),
  )
  const made = catalogueSchema.safeParse({
    url: address.url,
    reader,
    updated,
    readAt,
    stale: null,
    reading: { address: brief(top.address), ms: Math.round(performance.now() - started) },
    signature: trustOf([top.signature, ...parts.map((part) => part.signature)]),
    keyring: order.keyring.answer,
    products: products.length,
    ...offered,
    warnings: [...warnings],
    presence: { state: 'assumed' },
  } satisfies Catalogue)
  if (!made.success) throw unreadable(`${address.url} lists products with values beyond all measure.`)
  // A source that names no states of its files is read anew each time; the same content keeps its time and ETag.
  const same = before && sameButTime(before.catalogue, made.data)
  return same
    ? { ...before, stamps, checkedAt: readAt }
    : { catalogue: made.data, holdings: holdingsOf(products), stamps, checkedAt: readAt }
}

/**
 * The files below an index, in the order in which MAAS reads them. A source of another program is not read further. A
 * file that this region's MAAS does not come to may be missing.
 */
async function readFiles(
  index: unknown,
  { address, reader }: Order,
  read: (url: string) => Promise<File>,
): Promise<(File & ReadFile)[]> {
  if (otherServerOf(index)) return []
  const readAt = async (place: Place) => {
    // not `new URL(path, root)`: names such as com.ubuntu.maas:stable would be taken for a scheme
    const url = address.root + place.entry.path
    try {
      return { ...place, ...(await read(url)) }
    } catch (error) {
      if (!reads(reader, place) && error instanceof Refusal) return null
      throw missingProductFile(error, brief(address.root + address.index), brief(url))
    }
  }
  const walk = walkIndexes<File & ReadFile>(index, reader)
  const next = (files: readonly ((File & ReadFile) | null)[]) =>
    understand(brief(address.url), () => walk.next(files))
  let step = next([])
  while (!step.done) step = next(await mapLimited(step.value, 4, readAt))
  return step.value
}

const isCheckDue = ({ checkedAt }: StreamRead, now: string): boolean =>
  Date.parse(now) - Date.parse(checkedAt) >= CHECK_AGAIN_MS

const tooLarge = (url: string, limit: number) =>
  unreadable(
    `${url} has more than ${Math.round(limit / 2 ** 20)} MB in all its files, and is not read. An operator can raise that with --stream-limit.`,
  )

async function isUnchanged(fetcher: Fetcher, { stamps }: StreamRead, signal: AbortSignal): Promise<boolean> {
  const [index = ''] = stamps.keys()
  for (const [url, stamp] of stamps) {
    if (!stamp.etag && !stamp.modified) return false
    const { text } = await fetcher.get(url, { stamp, signal }).catch((error: unknown) => {
      throw url === index ? error : missingProductFile(error, brief(index), brief(url))
    })
    if (text !== null) return false
  }
  return true
}

function sameButTime(before: Catalogue, now: Catalogue): boolean {
  const content = (one: Catalogue) => JSON.stringify({ ...one, readAt: '', reading: null })
  return content(before) === content(now)
}

/** @param isNamed by an index, so that it may lack a signature at the address of signed files */
async function verify(
  url: string,
  text: string,
  { address, keyring, skipVerification, isNamed }: Order & { readonly isNamed: boolean },
  way: Way,
): Promise<Omit<File, 'address'>> {
  if (!address.signed) {
    const signed = jsonWithinSigned(text)
    const json = parse(url, signed?.json ?? text, way, signed?.linesBefore)
    return { json, signature: unsignedByAddress(), signedAnyway: signed !== null, lacksSignature: false }
  }
  const { data, ...verified } = await verifyClearsigned(text, keyring.keyring, beginDigest)
  const lacksSignature = data === ''
  if (lacksSignature && !(isNamed && isJsonObject(text))) throw notSigned(url, text, verified.message, way)
  const json = lacksSignature ? parse(url, text, way) : parse(url, data, way, linesBeforeSigned(text))
  const checked = keyring.keyring ? verified : withoutKeyring(keyring.answer)
  const signature = lacksSignature ? unsignedInSigned() : checked
  return {
    json,
    signature: skipVerification ? withoutVerification(signature) : signature,
    signedAnyway: false,
    lacksSignature: lacksSignature && !skipVerification,
  }
}

const isJsonObject = (text: string) => text.trimStart().startsWith('{')

/** What is at the address instead of a signed file, in words. */
function notSigned(url: string, text: string, message: string, way: Way): Refusal {
  const other = whatTextIs(text, way)
  if (other !== null) return foreign(url, other, way)
  if (isJsonObject(text)) {
    return unreadable(
      `${url}: ${message} MAAS needs a signed file here. For an unsigned mirror use the address of its streams/v1/index.json.`,
    )
  }
  return unreadable(`${url}: ${message}`)
}

/** @param other what it is, see whatTextIs */
const foreign = (url: string, other: string, { asked, from }: Way) =>
  unreadable(asked === from ? `${url} ${other}` : `${url} ${other} The server redirected to ${brief(from)}.`)

/** @param linesBefore lines of the file before its JSON */
function parse(url: string, text: string, way: Way, linesBefore = 0): unknown {
  try {
    return parseJson(text, linesBefore)
  } catch (error) {
    const other = whatTextIs(text, way)
    throw other === null ? unreadable(`${url}: ${reasonOf(error)}`) : foreign(url, other, way)
  }
}

function understand<T>(url: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw unreadable(`${url}: ${reasonOf(error)}`)
  }
}

const reasonOf = (error: unknown) => (error instanceof StreamError ? error.message : 'It cannot be read.')

const unreadable = (message: string) => new Refusal(502, 'source-unreadable', message)
