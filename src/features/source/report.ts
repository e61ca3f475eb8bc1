import type { Catalogue, CatalogueSignature, CatalogueWarning } from '#contract/gateway.ts'
import { isAtLeast } from '#lib/maas-version.ts'

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

export type Tone = 'positive' | 'caution' | 'negative'
export type Judgement = { readonly tone: Tone; readonly word: string }

const TRUST: Record<CatalogueSignature['verdict'], Judgement> = {
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
export const trustIn = ({ verdict }: CatalogueSignature): Judgement => TRUST[verdict]

/** What MAAS itself will do with it, as far as its signature goes. */
export const acceptance = ({ region }: CatalogueSignature): Judgement => {
  if (region.accepts === null) return { tone: 'caution', word: 'Only MAAS can tell' }
  return region.accepts
    ? { tone: 'positive', word: 'MAAS accepts it' }
    : { tone: 'negative', word: 'MAAS refuses it' }
}

/** A fingerprint as people compare it: groups of four. */
export const grouped = (fingerprint: string): string => fingerprint.replace(/(.{4})(?=.)/g, '$1 ')

export type ToldWarning = CatalogueWarning & {
  /** false: it concerns another MAAS than this one. */
  readonly ours: boolean
}

const WEIGHT: Record<CatalogueWarning['effect'], number> = { refuses: 0, ignores: 1, advises: 2 }

/** Warnings, those that concern this MAAS first, the gravest first. A version that cannot be read is concerned by all. */
export function warningsFor(warnings: readonly CatalogueWarning[], version: string): ToldWarning[] {
  const recent = isAtLeast(version, 3, 7)
  const concerns = ({ maas }: CatalogueWarning) =>
    maas === 'any' || recent === null || (maas === 'from-3.7') === recent
  return warnings
    .map((warning) => ({ ...warning, ours: concerns(warning) }))
    .sort((a, b) => Number(b.ours) - Number(a.ours) || WEIGHT[a.effect] - WEIGHT[b.effect])
}

/** Why this MAAS cannot use the source at all, in sentences; empty: it can, as far as can be seen from here. */
export function refusals(catalogue: Catalogue, version: string): string[] {
  const { region } = catalogue.signature
  return [
    ...(region.accepts === false ? [region.message] : []),
    ...warningsFor(catalogue.warnings, version)
      .filter(({ ours, effect }) => ours && effect === 'refuses')
      .map(({ message }) => message),
  ]
}

/** What is known of the files being there, in a sentence. */
export function presenceText({ presence }: Catalogue): string {
  switch (presence.state) {
    case 'assumed':
      return 'maas.io holds what it lists.'
    case 'checking':
      return `Looking which of the listed files are really there: ${presence.checked} of ${presence.total}.`
    case 'unknown':
      return presence.message
    case 'checked': {
      const how = presence.by === 'book-keeping' ? 'says the mirror’s own book-keeping' : 'asked file by file'
      if (presence.absent === 0 && presence.bootloaders.length === 0)
        return `All that it lists is there (${how}).`
      const images = `${presence.absent} listed ${presence.absent === 1 ? 'image is' : 'images are'} not there`
      const loaders =
        presence.bootloaders.length > 0 ? `; bootloaders missing: ${presence.bootloaders.join(', ')}` : ''
      return `${images}${loaders} (${how}). An import of those fails.`
    }
  }
}
