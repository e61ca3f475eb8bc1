import { isAtLeast } from '#lib/maas-version.ts'
import type { StreamWarning } from './region-warnings.ts'

type Source = {
  /** What MAAS says of its signature; `accepts` null: only MAAS can tell. */
  readonly signature: { readonly region: { readonly accepts: boolean | null; readonly message: string } }
  readonly warnings: readonly StreamWarning[]
}
export type ToldWarning = StreamWarning & {
  /** false: it concerns another MAAS than this one. */
  readonly ours: boolean
}

const WEIGHT: Record<StreamWarning['effect'], number> = { refuses: 0, ignores: 1, advises: 2 }

/** Warnings, those that concern this MAAS first, the gravest first. A version that cannot be read is concerned by all. */
export function warningsFor(warnings: readonly StreamWarning[], version: string): ToldWarning[] {
  const recent = isAtLeast(version, 3, 7)
  const concerns = ({ maas }: StreamWarning) =>
    maas === 'any' || recent === null || (maas === 'from-3.7') === recent
  return warnings
    .map((warning) => ({ ...warning, ours: concerns(warning) }))
    .sort((a, b) => Number(b.ours) - Number(a.ours) || WEIGHT[a.effect] - WEIGHT[b.effect])
}

/** Why this MAAS cannot use a source at all, in sentences; empty: it can, as far as can be seen from here. */
export function refusals({ signature: { region }, warnings }: Source, version: string): string[] {
  return [
    ...(region.accepts === false ? [region.message] : []),
    ...warningsFor(warnings, version)
      .filter(({ ours, effect }) => ours && effect === 'refuses')
      .map(({ message }) => message),
  ]
}
