import type { Catalogue, CatalogueSignature } from '#contract/gateway.ts'

/** How much a source offers. */
export type Offer = {
  readonly releases: number
  readonly images: number
  /** Bytes of the newest versions, each file once. */
  readonly bytes: number
  readonly bootloaders: number
}

export const offerOf = ({ releases, bootloaders }: Catalogue): Offer => {
  const arches = releases.flatMap((release) => release.arches)
  return {
    releases: releases.length,
    images: arches.length,
    bytes: arches.reduce((sum, { files }) => sum + files.reduce((of, [bytes]) => of + bytes, 0), 0),
    bootloaders: bootloaders.length,
  }
}

type Tone = 'positive' | 'caution' | 'negative'
export type Judgment = { readonly tone: Tone; readonly word: string }

const TRUST: Record<CatalogueSignature['verdict'], Judgment> = {
  valid: { tone: 'positive', word: 'Trusted' },
  unchecked: { tone: 'caution', word: 'Not checked' },
  unsigned: { tone: 'caution', word: 'Not signed' },
  expired: { tone: 'caution', word: 'Expired' },
  weak: { tone: 'negative', word: 'Too weak' },
  revoked: { tone: 'negative', word: 'Revoked' },
  'unknown-key': { tone: 'negative', word: 'Unknown key' },
  bad: { tone: 'negative', word: 'Bad signature' },
}

/** What this page thinks of who signed. */
export const trustIn = ({ verdict }: CatalogueSignature): Judgment => TRUST[verdict]

/** What MAAS itself will do with it, as far as its signature goes. */
export const acceptance = ({ region }: CatalogueSignature): Judgment => {
  if (region.accepts === null) return { tone: 'caution', word: 'Only MAAS can tell' }
  return region.accepts
    ? { tone: 'positive', word: 'MAAS accepts it' }
    : { tone: 'negative', word: 'MAAS refuses it' }
}

/** A fingerprint as people compare it: groups of four. */
export const grouped = (fingerprint: string): string => fingerprint.replace(/(.{4})(?=.)/g, '$1 ')
