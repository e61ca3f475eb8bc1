import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'

const compress = promisify(gzip)
const MIN_BYTES_TO_COMPRESS = 1024
const MAX_ANSWERS = 64

/** A JSON answer, ready to be sent any number of times. */
export type EncodedAnswer = {
  /** Hash of the body, without quotes. */
  readonly tag: string
  readonly plain: Buffer
  /** Null: too short for compression. Compressed once, when first needed. */
  gzipped(): Promise<Buffer> | null
}

/** Body, ETag and compressed body of a value. */
export function encodeAnswer(value: unknown): EncodedAnswer {
  const plain = Buffer.from(JSON.stringify(value))
  const tag = createHash('sha256').update(plain).digest('base64url').slice(0, 27)
  let compressed: Promise<Buffer> | null = null
  return {
    tag,
    plain,
    gzipped: () => (plain.length < MIN_BYTES_TO_COMPRESS ? null : (compressed ??= compress(plain))),
  }
}

/**
 * Keeps the last answer for each address and caller: a poll that finds nothing new costs no compression. The same
 * object (a cached catalogue) is stringified only once for all callers.
 */
export function createAnswerCache(max = MAX_ANSWERS): (address: string, value: unknown) => EncodedAnswer {
  const byAddress = new LRUCache<string, EncodedAnswer>({ max })
  const byObject = new WeakMap<object, EncodedAnswer>()
  return (address, value) => {
    const object = typeof value === 'object' && value !== null ? value : null
    const done = object ? byObject.get(object) : undefined
    if (done) return done
    const before = byAddress.get(address)
    const fresh = encodeAnswer(value)
    const encoded = before?.tag === fresh.tag ? before : fresh
    if (object) byObject.set(object, encoded)
    byAddress.set(address, encoded)
    return encoded
  }
}
