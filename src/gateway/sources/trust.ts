import type { Catalogue, CatalogueSignature } from '#contract/gateway.ts'
import { UNSIGNED_FILES } from '#streams/simplestreams/region-warnings.ts'

type Region = CatalogueSignature['region']

const FROM_WORST: readonly CatalogueSignature['verdict'][] = [
  'bad',
  'unknown-key',
  'revoked',
  'weak',
  'expired',
  'unsigned',
  'unchecked',
  'valid',
]
const NO_SIGNER = { signer: null, fingerprint: null, known: null }

/** A source is as trustworthy as its worst file, and MAAS uses it only when it accepts all of them. */
export function trustOf(
  signatures: readonly [CatalogueSignature, ...CatalogueSignature[]],
): CatalogueSignature {
  const worst = signatures.reduce((a, b) =>
    FROM_WORST.indexOf(b.verdict) < FROM_WORST.indexOf(a.verdict) ? b : a,
  )
  const regions = signatures.map(({ region }) => region)
  const region: Region =
    regions.find(({ accepts }) => accepts === false) ??
    regions.find(({ accepts }) => accepts === null) ??
    worst.region
  return { ...worst, region }
}

/**
 * MAAS up to 3.6 does not verify a source whose address ends in .json; the API of later versions sets such a source to
 * skip verification.
 */
export const unsignedByAddress = (): CatalogueSignature => ({
  ...NO_SIGNER,
  verdict: 'unsigned',
  message: 'The address leads to an unsigned file (.json), so no one can verify who created or changed it.',
  region: {
    accepts: true,
    message: 'MAAS does not verify a source whose address ends in .json, even if the source has a keyring.',
  },
})

/** An unsigned file that a signed index names. */
export const unsignedInSigned = (): CatalogueSignature => ({
  ...NO_SIGNER,
  verdict: 'unsigned',
  message: 'The index is signed, but some of the files that it names are not.',
  region: { accepts: false, message: UNSIGNED_FILES },
})

/** The signature cannot be checked here, because there is no keyring. */
export function withoutKeyring({ state, message }: Catalogue['keyring']): CatalogueSignature {
  if (state === 'elsewhere' || state === 'unreadable') {
    return {
      ...NO_SIGNER,
      verdict: 'unchecked',
      message: `The signature could not be checked here. ${message}`,
      region: {
        accepts: null,
        message: 'Only MAAS can check the signature, when it reads the source.',
      },
    }
  }
  return {
    ...NO_SIGNER,
    verdict: 'unknown-key',
    message: `The file is signed, but there is no key to check it with. ${message}`,
    region: { accepts: false, message: 'MAAS refuses a signed source without a keyring that holds its key.' },
  }
}

/** The last data was signed, but the data that the source sends now cannot be read. */
export const unreadableNow = (): CatalogueSignature => ({
  ...NO_SIGNER,
  verdict: 'unchecked',
  message: 'The data that the source sends now cannot be read, so its signature could not be checked.',
  region: {
    accepts: null,
    message: 'MAAS receives the same data and probably cannot use it.',
  },
})

/** MAAS 3.8 has a setting not to verify a source. */
export const withoutVerification = (signature: CatalogueSignature): CatalogueSignature => ({
  ...signature,
  region: { accepts: true, message: 'In MAAS, verification is turned off for this source.' },
})
