import type { StreamReader } from '#selections/maas-version.ts'
import { readProducts, type StreamProduct } from '#streams/simplestreams/products.ts'
import { StreamError } from '#streams/stream-error.ts'
import { walkIndexes } from '#streams/catalogue/nested-indexes.ts'
import { type ReadFile, type Understood, understandStream } from '#streams/catalogue/understand.ts'
import type { ProductsFile } from '#simulator/demo/demo-products.ts'

/** A served stream and its content. */
export type StreamTree = {
  /** The address that it represents, with a slash at the end. */
  readonly url: string
  /** Path below the source's URL -> content: `streams/v1/index.sjson`, … No image files. */
  readonly files: ReadonlyMap<string, string>
  /** Creates the files; without it they exist from the start. */
  readonly prepare?: () => Promise<void>
  /** All products that it lists. */
  readonly products: readonly StreamProduct[]
  /**
   * How a MAAS reads it, at the address of its signed or of its unsigned files; without it MAAS imports all
   * products.
   * @param verifies false if this MAAS does not check the signatures of signed files
   */
  readonly understood?: (reader: StreamReader, signed: boolean, verifies: boolean) => StreamOffer
  /**
   * Bytes of an existing image file, by its path below the source's URL; null if it does not exist, even if it
   * is listed.
   */
  readonly holds: (path: string) => number | null
  /** Whether an existing image file is shorter than it should be; without it, none is. */
  readonly isCut?: (path: string) => boolean
  /** Beside the signed files (.sjson) there are unsigned ones (.json). */
  readonly unsigned: boolean
  /** The public key that verifies it, as contained in a binary keyring. */
  readonly signedBy: Uint8Array
  /**
   * The same stream after a change, updated at this time and signed with the same key or a given one; without it, the
   * stream is a copy of another one.
   */
  readonly next?: (
    change: (files: readonly ProductsFile[]) => readonly ProductsFile[],
    updated: string,
    signer?: SigningKey,
  ) => PreparedTree
}
export type PreparedTree = StreamTree & { readonly prepare: () => Promise<void> }
/** The products that a MAAS imports from a stream, or the failure that ends its reading. */
export type StreamOffer = Pick<Understood, 'products' | 'failure'>
/** Signs texts, and the public key that verifies them in the form of `signedBy`. */
export type SigningKey = {
  /** The text with a signature around it, as in an .sjson file. */
  readonly sign: (text: string) => Promise<string>
  readonly public: Uint8Array
}

/** A tree that is created once, as far as it is used. It has every file that it lists. */
export function signedTree(
  url: string,
  updated: string,
  key: SigningKey,
  contents: () => readonly ProductsFile[],
): PreparedTree {
  const content = once(contents)
  const products = once(() => content().flatMap((file) => readProducts(file).products))
  const files = new Map<string, string>()
  return {
    url,
    files,
    prepare: once(() => fill(files, content(), updated, key)),
    get products() {
      return products()
    },
    understood: offersOf(
      (ending) => indexOf(content(), updated, ending),
      (path) => content().find(({ content_id }) => path.startsWith(`streams/v1/${content_id}.`)),
    ),
    holds: holdsListed(products),
    unsigned: true,
    signedBy: key.public,
    next: (change, at, signer = key) => signedTree(url, at, signer, () => change(content())),
  }
}

/**
 * How each MAAS reads a stream, computed once for each. @param index as it stands beside files of this ending
 * @param file by its path; undefined: there is none
 */
export function offersOf(
  index: (ending: Ending) => unknown,
  file: (path: string) => unknown,
): NonNullable<StreamTree['understood']> {
  const known = new Map<string, StreamOffer>()
  return (reader, signed, verifies) => {
    const ending = signed ? 'sjson' : 'json'
    const needsSignatures = signed && verifies
    const key = `${reader} ${ending} ${needsSignatures}`
    const offer = known.get(key) ?? offerOf(index(ending), file, { reader, ending, needsSignatures })
    known.set(key, offer)
    return offer
  }
}

type Ending = 'json' | 'sjson'
type Asked = {
  readonly reader: StreamReader
  readonly ending: Ending
  readonly needsSignatures: boolean
}

function offerOf(index: unknown, file: (path: string) => unknown, asked: Asked): StreamOffer {
  const top = { json: index, path: `streams/v1/index.${asked.ending}`, signedAnyway: false }
  const files = filesBelow(index, file, asked)
  return typeof files === 'string'
    ? { products: [], failure: files }
    : understandStream(top, files, asked.reader)
}

/**
 * The files below an index, in the order in which MAAS reads them; a text is the reason why they are not read.
 */
function filesBelow(
  index: unknown,
  file: (path: string) => unknown,
  { reader, needsSignatures }: Asked,
): readonly ReadFile[] | string {
  const walk = walkIndexes(index, reader)
  try {
    let step = walk.next([])
    while (!step.done) {
      step = walk.next(
        step.value.map((named) => ({
          ...named,
          json: file(named.entry.path),
          signedAnyway: false,
          lacksSignature: needsSignatures && named.entry.path.endsWith('.json'),
        })),
      )
    }
    return step.value
  } catch (error) {
    if (error instanceof StreamError) return error.message
    throw error
  }
}

/** The sizes of a source that has every file that it lists. The list is created at the first call. */
export function holdsListed(products: () => readonly StreamProduct[]): StreamTree['holds'] {
  const sizes = once(() => {
    const items = products().flatMap(({ versions }) => versions.flatMap((version) => version.items))
    return new Map(items.map(({ path, size }) => [path, size]))
  })
  return (path) => sizes().get(path) ?? null
}

async function fill(
  files: Map<string, string>,
  contents: readonly ProductsFile[],
  updated: string,
  key: SigningKey,
): Promise<void> {
  const add = async (path: string, plain: string, signed: string) => {
    files.set(`${path}.json`, plain)
    files.set(`${path}.sjson`, await key.sign(signed))
  }
  for (const content of contents) {
    const text = serialize(content)
    await add(`streams/v1/${content.content_id}`, text, text)
  }
  // the signed index names the signed files; this is the only difference
  await add(
    'streams/v1/index',
    serialize(indexOf(contents, updated, 'json')),
    serialize(indexOf(contents, updated, 'sjson')),
  )
}

const indexOf = (contents: readonly ProductsFile[], updated: string, ending: string) => ({
  format: 'index:1.0',
  index: Object.fromEntries(
    contents.map((content) => [
      content.content_id,
      {
        datatype: content.datatype,
        format: content.format,
        path: `streams/v1/${content.content_id}.${ending}`,
        products: Object.keys(content.products).sort(),
        updated: content.updated,
      },
    ]),
  ),
  updated,
})

export const serialize = (content: unknown): string => `${JSON.stringify(content, null, 1)}\n`

export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
