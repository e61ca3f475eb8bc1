import type { Catalogue, CatalogueSignature } from '#contract/gateway.ts'
import { allImages } from '#selections/offer.ts'

/** How much a source offers. */
export type OfferTotals = {
  readonly releases: number
  readonly images: number
  /** Size of the newest versions in bytes; each file counts once. */
  readonly bytes: number
  readonly bootloaders: number
}

export const offerTotals = (catalogue: Catalogue): OfferTotals => ({
  ...allImages(catalogue),
  releases: catalogue.releases.length,
  bootloaders: catalogue.bootloaders.length,
})

type Tone = 'positive' | 'caution' | 'negative'
export type Rating = { readonly tone: Tone; readonly word: string }

const TRUST: Record<CatalogueSignature['verdict'], Rating> = {
  valid: { tone: 'positive', word: 'Trusted' },
  unchecked: { tone: 'caution', word: 'Not checked' },
  unsigned: { tone: 'caution', word: 'Not signed' },
  expired: { tone: 'caution', word: 'Expired' },
  weak: { tone: 'negative', word: 'Too weak' },
  revoked: { tone: 'negative', word: 'Revoked' },
  'unknown-key': { tone: 'negative', word: 'Unknown key' },
  bad: { tone: 'negative', word: 'Bad signature' },
}

/** How trustworthy the signature is, in this page's judgment. */
export const trustIn = ({ verdict }: CatalogueSignature): Rating => TRUST[verdict]

/** Whether MAAS itself accepts the signature. */
export const acceptance = ({ region }: CatalogueSignature): Rating => {
  if (region.accepts === null) return { tone: 'caution', word: 'Only MAAS can check the signature' }
  return region.accepts
    ? { tone: 'positive', word: 'MAAS accepts it' }
    : { tone: 'negative', word: 'MAAS refuses it' }
}

/** A fingerprint in groups of four, as people compare it. */
export const grouped = (fingerprint: string): string => fingerprint.replace(/(.{4})(?=.)/g, '$1 ')
