import { createHash, getHashes } from 'node:crypto'
import type { BeginDigest } from '#streams/signatures/text-digests.ts'

const KNOWN = new Set(getHashes())

/** Digests with the OpenSSL that Node contains. */
export const beginDigest: BeginDigest = (algorithm, parts) => {
  if (!KNOWN.has(algorithm)) return null
  const begun = createHash(algorithm)
  for (const part of parts) begun.update(part)
  return (tail) => begun.copy().update(tail).digest()
}
