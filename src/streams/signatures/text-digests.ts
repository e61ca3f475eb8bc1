import { enums, type SignaturePacket } from 'openpgp'

/**
 * Begins a digest over parts of bytes that can be finished several times, each time with a few more bytes; null
 * if the method is not supported here.
 * @param algorithm by its name in node:crypto: sha512
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

/** Members that openpgp has, but does not declare in its types. */
type Hashed = SignaturePacket & { signatureData: Uint8Array; hashed: Uint8Array | null }

/**
 * Gives each signature of one text its digest, because openpgp would read the whole text once per signature.
 * Signatures that cannot share a digest (version 6 puts a salt before the text) are left to openpgp.
 * @param text with line ends as \n
 * @returns whether all signatures have a digest, so that the text is no longer needed
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

/** In characters. The whole text with other line ends would take twice its memory. */
const PART = 1_000_000

/** The signed bytes: UTF-8 with line ends as \r\n. */
function* signedParts(text: string): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  for (let at = 0; at < text.length;) {
    const end = at + PART
    // do not split the two halves of a character
    const next = isHighSurrogate(text.charCodeAt(end - 1)) ? end + 1 : end
    yield bytesWithCrlf(encoder.encode(text.slice(at, next)))
    at = next
  }
}

const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff

/** Works on bytes, because a text that consists of line ends would take seconds. */
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

/** The bytes after the text in the digest of a version 4 signature (RFC 4880, 5.2.4). */
function tailOf(signatureData: Uint8Array): Uint8Array {
  const tail = new Uint8Array(signatureData.length + 6)
  tail.set(signatureData)
  tail.set([4, 0xff], signatureData.length)
  new DataView(tail.buffer).setUint32(signatureData.length + 2, signatureData.length)
  return tail
}
