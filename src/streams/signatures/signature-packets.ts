/** The packets of a signature block (RFC 4880, 4.2), sorted by how gpgv treats them. */
export type SignaturePackets = {
  /** The signatures, each with its header. */
  readonly signatures: readonly Uint8Array[]
  /**
   * Whether there are other packets for which gpgv 2.2.40 may refuse the file. It ignores packets of unknown
   * types.
   */
  readonly doubtful: boolean
}

const SIGNATURE = 2

/** Trust, padding, and types to which no standard gives a meaning: gpgv 2.2.40 skips them (measured). */
const isPassedOver = (tag: number) => tag === 0 || tag === 12 || (tag >= 21 && tag <= 62)

/** Splits the bytes of a signature block. Null if they are not packets. */
export function signaturePackets(bytes: Uint8Array): SignaturePackets | null {
  const signatures: Uint8Array[] = []
  let doubtful = false
  for (let at = 0; at < bytes.length;) {
    const packet = packetAt(bytes, at)
    if (!packet) return null
    if (packet.tag === SIGNATURE) signatures.push(bytes.subarray(at, packet.end))
    else doubtful ||= !isPassedOver(packet.tag)
    at = packet.end
  }
  return { signatures, doubtful }
}

/**
 * The packet that begins at a place. Null if there is none, if it is cut off, or if its length is given in
 * parts.
 */
function packetAt(bytes: Uint8Array, start: number): { tag: number; end: number } | null {
  const first = bytes[start] ?? 0
  if ((first & 0x80) === 0) return null
  const isNew = (first & 0x40) !== 0
  const body = isNew ? newLength(bytes, start + 1) : oldLength(bytes, start + 1, first & 3)
  if (!body || body.at + body.length > bytes.length) return null
  return { tag: isNew ? first & 0x3f : (first >> 2) & 0xf, end: body.at + body.length }
}

type Body = { readonly at: number; readonly length: number }

function newLength(bytes: Uint8Array, at: number): Body | null {
  const first = bytes[at] ?? 0
  if (first < 192) return { at: at + 1, length: first }
  if (first < 224) return { at: at + 2, length: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192 }
  return first === 255 ? { at: at + 5, length: numberAt(bytes, at + 1, 4) } : null
}

/** @param kind 0, 1, 2: the length takes 1, 2, 4 bytes; 3: there is no length */
function oldLength(bytes: Uint8Array, at: number, kind: number): Body {
  if (kind === 3) return { at, length: bytes.length - at }
  const size = 1 << kind
  return { at: at + size, length: numberAt(bytes, at, size) }
}

const numberAt = (bytes: Uint8Array, at: number, size: number): number =>
  bytes.subarray(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0)
