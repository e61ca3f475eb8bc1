import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createUnzip } from 'node:zlib'
import { whatBytesAre } from '#streams/catalogue/other-content.ts'
import { Refusal } from '#gateway/refusal.ts'

type Body = {
  readonly stream: Readable
  /** Its content-encoding. */
  readonly encoding: string | undefined
  /** Its content-length. */
  readonly length: string | undefined
  /** See GetOptions. */
  readonly took?: ((bytes: number) => void) | undefined
}

/**
 * The bytes of an answer, decompressed while they arrive. Neither the compressed nor the uncompressed size may exceed
 * `limit` bytes. Throws a Refusal (source-unreadable), and errors of the stream and zlib.
 * @param url for the messages
 */
export async function readBytes(url: string, body: Body, limit: number): Promise<Uint8Array> {
  const { stream, length } = body
  const packed = packing(url, body)
  const tooLarge = () =>
    unreadable(
      `${url} is larger than ${Math.round(limit / 2 ** 20)} MB, so the gateway does not read it. To raise this limit, start the gateway with a higher --stream-limit.`,
    )
  if (Number(length) > limit) {
    discard(stream)
    throw tooLarge()
  }
  let arrived = 0
  const wire = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      arrived += chunk.length
      if (arrived > limit) throw tooLarge()
      yield chunk
    }
  }
  const collected = collector(packed ? 0 : Number(length ?? 0), limit)
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) {
      if (collected.add(chunk) > limit) throw tooLarge()
      body.took?.(chunk.length)
    }
  }
  try {
    await (packed ? pipeline(stream, wire, createUnzip(), collect) : pipeline(stream, wire, collect))
  } catch (error) {
    throw isBrokenOff(error) ? endedEarly(error) : error
  }
  if (arrived < Number(length)) throw endedEarly()
  const bytes = collected.bytes()
  const other = whatBytesAre(bytes)
  if (other !== null) throw unreadable(`${url} ${other}`)
  return bytes
}

const FIRST_BYTES = 65_536

/** Joins chunks with as little memory as possible. */
function collector(expected: number, most: number) {
  let room = new Uint8Array(expected || FIRST_BYTES)
  let size = 0
  return {
    /** The new size. A chunk beyond the limit is not stored. */
    add(chunk: Uint8Array): number {
      const needed = size + chunk.length
      if (needed > most) return needed
      if (needed > room.length) {
        const larger = new Uint8Array(Math.min(most, Math.max(needed, 2 * room.length)))
        larger.set(room.subarray(0, size))
        room = larger
      }
      room.set(chunk, size)
      size = needed
      return size
    },
    bytes: (): Uint8Array => room.subarray(0, size),
  }
}

/** Whether the answer is compressed. Requests accept gzip; deflate is supported, too. */
function packing(url: string, { stream, encoding = 'identity' }: Body): boolean {
  const name = encoding.trim().toLowerCase()
  if (name === 'identity' || name === '') return false
  if (name === 'gzip' || name === 'x-gzip' || name === 'deflate') return true
  discard(stream)
  throw unreadable(
    `${url} uses an unsupported compression. Configure the server to send it uncompressed or with gzip.`,
  )
}

/** Errors after this are ignored. */
const discard = (stream: Readable) => stream.on('error', () => undefined).destroy()

/** Errors of undici for a connection that closes early, or for wrong chunks or a wrong length. */
const BROKEN_OFF = [
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'HTTPParserError',
  'ECONNRESET',
  'EPIPE',
]
const isBrokenOff = (error: unknown) =>
  error instanceof Error &&
  BROKEN_OFF.some((one) => error.name === one || ('code' in error && error.code === one))

const endedEarly = (cause?: unknown) =>
  Object.assign(new Error('The answer is cut off.', { cause }), { code: 'ENDED_EARLY' })

const unreadable = (message: string) => new Refusal(502, 'source-unreadable', message)

/** The first bytes of a text; '' when they do not arrive. */
export async function firstText(stream: Readable, most: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('error', () => undefined)
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= most) break
    }
  } catch {
    return ''
  }
  return Buffer.concat(chunks).subarray(0, most).toString()
}
