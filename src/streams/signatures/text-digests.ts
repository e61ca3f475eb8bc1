import { enums, type SignaturePacket } from 'openpgp'

/**
 * Begins a digest over parts of bytes, and ends it as often as needed with a few more; null: this method is not known
 * here.
 * @param algorithm as node:crypto names it: sha512
 */
export type BeginDigest = (
  algorithm: string,
  parts: Iterable<Uint8Array>,
) => ((tail: Uint8Array) => Uint8Array) | null

const NAMES: ReadonlyMap<enums.hash | null, string> = new Map([
  [enums.hash.md5, 'md5'],
  [enums.hash.sha1, 'sha1'],
  [enums.hash.ripemd, 'ripemd160'],
  [enums.hash.sha224, 'sha224'],
  [enums.hash.sha256, 'sha256'],
  [enums.hash.sha384, 'sha384'],
  [enums.hash.sha512, 'sha512'],
])

/** What openpgp has and does not put into its types. */
type Hashed = SignaturePacket & { signatureData: Uint8Array; hashed: Uint8Array | null }

/**
 * Gives each signature of one text the digest that openpgp would make for it alone: openpgp reads the whole text once
 * per signature. What cannot be shared (version 6 puts a salt before the text) is left to openpgp.
 * @param text line ends as \n
 * @returns whether all of them have one, so that the text is not needed any more
 */
export function shareDigests(
  packets: readonly SignaturePacket[],
  text: string,
  beginDigest: BeginDigest,
): boolean {
  const begun = new Map<string, ReturnType<BeginDigest>>()
  for (const packet of packets as readonly Hashed[]) {
    const name = NAMES.get(packet.hashAlgorithm)
    if (packet.version !== 4 || name === undefined) continue
    if (!begun.has(name)) begun.set(name, beginDigest(name, signedParts(text)))
    packet.hashed = begun.get(name)?.(tailOf(packet.signatureData)) ?? null
  }
  return (packets as readonly Hashed[]).every(({ hashed }) => hashed !== null)
}

/** In characters: the whole text with other line ends would take its memory twice. */
const PART = 1_000_000

/** The bytes that are signed: UTF-8 with line ends as \r\n. */
function* signedParts(text: string): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  for (let at = 0; at < text.length;) {
    const end = at + PART
    // not between the two halves of a character
    const next = isHighSurrogate(text.charCodeAt(end - 1)) ? end + 1 : end
    yield bytesWithCrlf(encoder.encode(text.slice(at, next)))
    at = next
  }
}

const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff

/** By bytes: a text of line ends only would take seconds. */
function bytesWithCrlf(bytes: Uint8Array): Uint8Array {
  let lines = 0
  for (const byte of bytes) if (byte === LINE_FEED) lines += 1
  const whole = new Uint8Array(bytes.length + lines)
  let length = 0
  for (const byte of bytes) {
    if (byte === LINE_FEED) whole[length++] = RETURN
    whole[length++] = byte
  }
  return whole
}

const LINE_FEED = 0x0a
const RETURN = 0x0d

/** A text as it is signed. */
export const withCrlf = (text: string): string => text.replaceAll('\n', '\r\n')

/** What follows the text in the digest of a signature of version 4 (RFC 4880, 5.2.4). */
function tailOf(signatureData: Uint8Array): Uint8Array {
  const tail = new Uint8Array(signatureData.length + 6)
  tail.set(signatureData)
  tail.set([4, 0xff], signatureData.length)
  new DataView(tail.buffer).setUint32(signatureData.length + 2, signatureData.length)
  return tail
}
