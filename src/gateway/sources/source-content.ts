import { type Catalogue, catalogue as catalogueSchema } from '#contract/gateway.ts'
import type { MirrorOrder } from '#selections/wanted.ts'
import { indexUrlOf, type SourceAddress } from '#streams/simplestreams/address.ts'
import { catalogueOf } from '#streams/catalogue/catalogue.ts'
import { contentsOf, type MirrorContents } from '#streams/mirror/contents.ts'
import { listedItems } from '#streams/mirror/listed-items.ts'
import { mirrorRuns } from '#streams/mirror/runs.ts'
import { holdingsOf, type Holding } from '#streams/catalogue/presence.ts'
import { walkIndexes } from '#streams/catalogue/nested-indexes.ts'
import { otherServerOf } from '#streams/simplestreams/other-servers.ts'
import { type NamedFile, reads, type ReadFile, understandStream } from '#streams/catalogue/understand.ts'
import { digestOf } from '#lib/digest.ts'
import type { BeginDigest } from '#streams/signatures/text-digests.ts'
import { brief } from '#gateway/addresses/shown-address.ts'
import { Refusal } from '#gateway/refusal.ts'
import {
  type ReadSourceFile,
  readFile,
  parseFailure,
  type SourceFile,
  type SourceRules,
  unreadable,
} from './source-file.ts'
import { trustOf } from './trust.ts'

const MOST_PRODUCTS = 20_000
/** For a catalogue as JSON, in characters; maas.io has about 100,000. */
const LARGEST_CATALOGUE = 5_000_000
const MOST_IGNORED = 500
/** For the newest versions; maas.io lists about 600. */
const MOST_LISTED_FILES = 50_000
/** For all their paths together; maas.io has 60,000. Files may share a long parent path. */
const MOST_PATH_CHARACTERS = 5_000_000

export type SourceTask = SourceRules & {
  /** By requested address; null: it does not exist, and may be missing. */
  readonly files: ReadonlyMap<string, SourceFile | null>
  /** ISO */
  readonly readAt: string
  /** Time spent on fetching so far, ms. */
  readonly fetchedMs: number
}
/** A further file that is needed. */
export type Needed = {
  readonly url: string
  /** The MAAS of this region does not read it, so it may be missing. */
  readonly mayBeMissing: boolean
}
type Content = {
  readonly catalogue: Catalogue
  readonly holdings: readonly Holding[]
  /** The same for the same content, regardless of when it was read. */
  readonly digest: string
  /** Only with the order of a mirror. */
  readonly mirror?: MirrorContents | undefined
}
export type SourceAnswer = { readonly needed: readonly Needed[] } | { readonly content: Content }

/**
 * Makes the catalogue of a source from its files: verifies, parses and collects. It fetches nothing: while files are
 * missing it names them, and it starts over when they have been fetched.
 * @throws Refusal source-unreadable
 */
export async function readContent(task: SourceTask, beginDigest: BeginDigest): Promise<SourceAnswer> {
  const { address, reader, files } = task
  const started = performance.now()
  const indexUrl = indexUrlOf(address)
  const index = files.get(indexUrl)
  if (!index) return { needed: [{ url: indexUrl, mayBeMissing: false }] }
  const top = await readFile(indexUrl, index, task, false, beginDigest)
  const read = await filesBelow(top.json, task, beginDigest)
  if ('needed' in read) return read
  const { parts } = read
  const { updated, products, ignored, warnings } = understand(brief(indexUrl), () =>
    understandStream({ ...top, path: address.index }, parts, reader),
  )
  if (products.length > MOST_PRODUCTS) {
    throw tooMuch(address, `lists ${products.length} products`, `${MOST_PRODUCTS} are supported`)
  }
  const holdings = holdingsOf(products)
  refuseTooManyFiles(address, holdings)
  const offered = understand(brief(indexUrl), () =>
    catalogueOf(products, ignored.slice(0, MOST_IGNORED), reader),
  )
  const made = catalogueSchema.safeParse({
    url: address.url,
    reader,
    updated,
    readAt: task.readAt,
    stale: null,
    reading: {
      address: brief(top.address),
      ms: Math.round(task.fetchedMs + performance.now() - started),
    },
    signature: trustOf([top.signature, ...parts.map((part) => part.signature)]),
    keyring: task.keyring.answer,
    products: products.length,
    ...offered,
    warnings: [...warnings],
    presence: { state: 'assumed' },
  } satisfies Catalogue)
  if (!made.success) throw unreadable(`${address.url} lists products with values that are too large.`)
  const content = JSON.stringify({ ...made.data, readAt: '', reading: null })
  if (content.length > LARGEST_CATALOGUE) {
    throw unreadable(
      `${address.url} lists more images than this page can show. Use a mirror with fewer images.`,
    )
  }
  const digest = await digestOf(new TextEncoder().encode(content))
  const mirror = task.mirror && mirrorOf(parts, task.mirror)
  return { content: { catalogue: made.data, holdings, digest, ...(mirror && { mirror }) } }
}

const mirrorOf = (parts: readonly ReadSourceFile[], { images, versions }: MirrorOrder): MirrorContents =>
  contentsOf(
    parts.flatMap(({ json }) => listedItems(json)),
    mirrorRuns(images),
    { versions, images },
  )

/**
 * The files below an index, in the order in which MAAS reads them. A source for another program is not read further. A
 * file that the MAAS of this region does not read may be missing or invalid.
 */
async function filesBelow(
  index: unknown,
  task: SourceTask,
  beginDigest: BeginDigest,
): Promise<{ needed: Needed[] } | { parts: (ReadSourceFile & ReadFile)[] }> {
  const { address, reader, files } = task
  if (otherServerOf(index)) return { parts: [] }
  // not `new URL(path, root)`: it would take com.ubuntu.maas:stable for a scheme
  const urlOf = ({ entry }: NamedFile) => address.root + entry.path
  const readAt = async (named: NamedFile) => {
    const file = files.get(urlOf(named))
    if (!file) return null
    try {
      return { ...named, ...(await readFile(urlOf(named), file, task, true, beginDigest)) }
    } catch (error) {
      if (!reads(reader, named) && error instanceof Refusal) return null
      throw error
    }
  }
  const walk = walkIndexes<ReadSourceFile & ReadFile>(index, reader)
  const next = (found: readonly ((ReadSourceFile & ReadFile) | null)[]) =>
    understand(brief(address.url), () => walk.next(found))
  let step = next([])
  while (!step.done) {
    const missing = step.value.filter((named) => !files.has(urlOf(named)))
    if (missing.length > 0) {
      const must = new Set(missing.filter((named) => reads(reader, named)).map(urlOf))
      const urls = new Set(missing.map(urlOf))
      return { needed: [...urls].map((url) => ({ url, mayBeMissing: !must.has(url) })) }
    }
    const found: ((ReadSourceFile & ReadFile) | null)[] = []
    // one at a time: there may be many large files
    for (const named of step.value) found.push(await readAt(named))
    step = next(found)
  }
  return { parts: step.value }
}

function understand<T>(url: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw unreadable(`${url}: ${parseFailure(error)}`)
  }
}

function refuseTooManyFiles(address: SourceAddress, holdings: readonly Holding[]): void {
  const [listed, characters] = holdings
    .flatMap(({ paths }) => paths)
    .reduce(([count, sum], { length }) => [count + 1, sum + length], [0, 0])
  if (listed > MOST_LISTED_FILES) {
    throw tooMuch(address, `lists ${listed} files`, `${MOST_LISTED_FILES} are supported`)
  }
  if (characters > MOST_PATH_CHARACTERS) {
    throw tooMuch(
      address,
      `lists files whose paths have ${characters} characters in all`,
      `${MOST_PATH_CHARACTERS} are supported`,
    )
  }
}

const tooMuch = ({ url }: SourceAddress, has: string, most: string) =>
  unreadable(`${url} ${has}; at most ${most}.`)
