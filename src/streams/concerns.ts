import { capabilitiesOf } from '#lib/maas-version.ts'
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

const WEIGHT: Record<StreamWarning['effect'], number> = {
  'ends-imports': 0,
  refuses: 1,
  ignores: 2,
  advises: 3,
}

/** Warnings, those that concern this MAAS first, the gravest first. A version that cannot be read is concerned by all. */
export function warningsFor(warnings: readonly StreamWarning[], version: string): ToldWarning[] {
  const { known, reader } = capabilitiesOf(version)
  const concerns = ({ maas }: StreamWarning) => maas === 'any' || !known || maas === reader
  return warnings
    .map((warning) => ({ ...warning, ours: concerns(warning) }))
    .sort((a, b) => Number(b.ours) - Number(a.ours) || WEIGHT[a.effect] - WEIGHT[b.effect])
}

const isRefusal = ({ effect }: StreamWarning) => effect === 'refuses' || effect === 'ends-imports'

/** Why this MAAS cannot use a source at all, in sentences; empty: it can, as far as can be seen from here. */
export function refusals({ signature: { region }, warnings }: Source, version: string): string[] {
  return [
    ...(region.accepts === false ? [region.message] : []),
    ...warningsFor(warnings, version)
      .filter((warning) => warning.ours && isRefusal(warning))
      .map(({ message }) => message),
  ]
}

/**
 * Whether this source ends the imports of all sources. MAAS up to 3.7 reads all of them before it fetches the first
 * image, and stops at the first one that it cannot read (its importer, _import_resources_internal).
 */
export function endsAllImports({ signature: { region }, warnings }: Source, version: string): boolean {
  const { known, reader } = capabilitiesOf(version)
  if (known && reader === 'from-3.8') return false
  return (
    region.accepts === false ||
    warningsFor(warnings, version).some(({ ours, effect }) => ours && effect === 'ends-imports')
  )
}
