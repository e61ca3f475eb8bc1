import { readProducts } from '#streams/simplestreams/products.ts'
import {
  holdsListed,
  offersOf,
  once,
  serialize,
  type SigningKey,
  type StreamTree,
} from '#simulator/rules/stream-tree.ts'
import { INDEX_PATH, type RawStream } from './sound-stream.ts'

/** A stream of any form, as the embedded region serves and reads it: unsigned, and also signed if there is a key. */
export function rawTree(url: string, stream: RawStream, key: SigningKey | null = null): StreamTree {
  const { index, files, onlyIndexSigned } = stream
  const texts = new Map<string, string>()
  const products = once(() => Object.values(files).flatMap((file) => answered(file)))
  const named = (ending: 'json' | 'sjson') =>
    ending === 'json' || onlyIndexSigned
      ? index
      : (JSON.parse(JSON.stringify(index).replaceAll('.json"', '.sjson"')) as unknown)
  return {
    url,
    files: texts,
    prepare: once(async () => {
      for (const [path, file] of [[INDEX_PATH, index] as const, ...Object.entries(files)]) {
        texts.set(path, serialize(file))
        if (!key || (onlyIndexSigned && path !== INDEX_PATH)) continue
        const text = serialize(path === INDEX_PATH ? named('sjson') : file)
        texts.set(path.replace(/json$/, 'sjson'), await key.sign(text))
      }
    }),
    get products() {
      return products()
    },
    understood: offersOf(named, (path) => files[path.replace(/sjson$/, 'json')]),
    holds: holdsListed(products),
    unsigned: true,
    signedBy: key?.public ?? new Uint8Array([0]),
  }
}

/** The products of a file, if it can be read as a products file. */
function answered(file: unknown) {
  try {
    return readProducts(file).products
  } catch {
    return []
  }
}
