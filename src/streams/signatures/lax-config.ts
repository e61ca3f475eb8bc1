import { config, enums } from 'openpgp'

/** Makes openpgp as lenient as gpgv 2.2, which MAAS uses: weak keys and SHA-1 are accepted, MD5 is not. */
export const LAX = {
  ...config,
  rejectPublicKeyAlgorithms: new Set<enums.publicKey>(),
  rejectHashAlgorithms: new Set([enums.hash.md5]),
  rejectMessageHashAlgorithms: new Set([enums.hash.md5]),
  rejectCurves: new Set<enums.curve>(),
  minRSABits: 0,
  allowMissingKeyFlags: true,
}
