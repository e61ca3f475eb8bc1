import { createHash, getHashes } from 'node:crypto'
import type { BeginDigest } from '#streams/text-digests.ts'

const KNOWN = new Set(getHashes())

/** Digests by the machine's OpenSSL. */
export const beginDigest: BeginDigest = (algorithm, bytes) => {
  if (!KNOWN.has(algorithm)) return null
  const begun = createHash(algorithm).update(bytes)
  return (tail) => begun.copy().update(tail).digest()
}
