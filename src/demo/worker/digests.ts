import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { BeginDigest } from '#streams/signatures/text-digests.ts'

const KNOWN: ReadonlyMap<string, typeof sha256 | typeof sha512 | typeof sha1> = new Map<
  string,
  typeof sha256 | typeof sha512 | typeof sha1
>(Object.entries({ md5, sha1, ripemd160, sha224, sha256, sha384, sha512 }))

/** Digests in JavaScript: those of browsers cannot be finished several times. */
export const beginDigest: BeginDigest = (algorithm, parts) => {
  const found = KNOWN.get(algorithm)
  if (!found) return null
  const begun = found.create()
  for (const part of parts) begun.update(part)
  return (tail) => begun.clone().update(tail).digest()
}
