import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)
const WORTH_COMPRESSING = 1024

/** A JSON answer ready to be sent any number of times. */
export type Prepared = {
  /** Hash of the body, without quotes. */
  readonly tag: string
  readonly plain: Buffer
  /** Null: too short to be worth it. Compressed once, when first asked for. */
  gzipped(): Promise<Buffer> | null
}

/** Body, ETag and compressed body of a value. */
export function prepare(value: unknown): Prepared {
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
 * Keeps what was prepared last per address: a poll that finds nothing new costs no compression,
 * and the same object (a cached catalogue) not even a JSON.stringify.
 */
export function createPreparer(limit = 64): (address: string, value: unknown) => Prepared {
  const known = new Map<string, { value: unknown; prepared: Prepared }>()
  return (address, value) => {
    const before = known.get(address)
    if (before && typeof value === 'object' && before.value === value) return before.prepared
    const fresh = prepare(value)
    const prepared = before?.prepared.tag === fresh.tag ? before.prepared : fresh
    known.delete(address)
    known.set(address, { value, prepared })
    const oldest = known.keys().next().value
    if (known.size > limit && oldest !== undefined) known.delete(oldest)
    return prepared
  }
}
