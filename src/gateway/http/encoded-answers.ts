import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)
const WORTH_COMPRESSING = 1024

/** A JSON answer ready to be sent any number of times. */
export type EncodedAnswer = {
  /** Hash of the body, without quotes. */
  readonly tag: string
  readonly plain: Buffer
  /** Null: too short to be worth it. Compressed once, when first asked for. */
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
    gzipped: () => (plain.length < WORTH_COMPRESSING ? null : (compressed ??= compress(plain))),
  }
}

/**
 * Keeps what was encoded last per address and asker: a poll that finds nothing new costs no compression, and the
 * same object (a cached catalogue), whoever asks, not even a JSON.stringify.
 */
export function createAnswerCache(limit = 64): (address: string, value: unknown) => EncodedAnswer {
  const known = new Map<string, EncodedAnswer>()
  const same = new WeakMap<object, EncodedAnswer>()
  return (address, value) => {
    const object = typeof value === 'object' && value !== null ? value : null
    const done = object ? same.get(object) : undefined
    if (done) return done
    const before = known.get(address)
    const fresh = encodeAnswer(value)
    const encoded = before?.tag === fresh.tag ? before : fresh
    if (object) same.set(object, encoded)
    known.delete(address)
    known.set(address, encoded)
    const oldest = known.keys().next().value
    if (known.size > limit && oldest !== undefined) known.delete(oldest)
    return encoded
  }
}
