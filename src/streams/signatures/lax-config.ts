import { config, enums } from 'openpgp'

/** openpgp set to be as easy-going as gpgv 2.2, which MAAS asks: weak keys and SHA-1 pass, MD5 does not. */
export const LAX = {
  ...config,
  rejectPublicKeyAlgorithms: new Set<enums.publicKey>(),
  rejectHashAlgorithms: new Set([enums.hash.md5]),
  rejectMessageHashAlgorithms: new Set([enums.hash.md5]),
  rejectCurves: new Set<enums.curve>(),
  minRSABits: 0,
  allowMissingKeyFlags: true,
}
