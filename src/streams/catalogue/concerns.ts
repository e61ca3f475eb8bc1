import { capabilitiesOf } from '#selections/maas-version.ts'
import { UNSIGNED_FILES, type StreamWarning } from '#streams/simplestreams/region-warnings.ts'

type Source = {
  /** MAAS's verdict on the signature; `accepts` is null if only MAAS can find out. */
  readonly signature: { readonly region: { readonly accepts: boolean | null; readonly message: string } }
  readonly warnings: readonly StreamWarning[]
}
export type MarkedWarning = StreamWarning & {
  /** False if the warning concerns other versions of MAAS only. */
  readonly ours: boolean
}

const WEIGHT: Record<StreamWarning['effect'], number> = {
  'ends-imports': 0,
  refuses: 1,
  ignores: 2,
  advises: 3,
}

/**
 * Warnings, those that concern this MAAS first, the most severe first. If the version cannot be read, all
 * warnings concern it.
 */
export function warningsFor(warnings: readonly StreamWarning[], version: string): MarkedWarning[] {
  const { known, reader } = capabilitiesOf(version)
  const concerns = ({ maas }: StreamWarning) => maas === 'any' || !known || maas === reader
  return warnings
    .map((warning) => ({ ...warning, ours: concerns(warning) }))
    .sort((a, b) => Number(b.ours) - Number(a.ours) || WEIGHT[a.effect] - WEIGHT[b.effect])
}

const isRefusal = ({ effect }: StreamWarning) => effect === 'refuses' || effect === 'ends-imports'

/** The warnings for which this MAAS refuses a source, each reason once. */
export function refusingWarnings({ warnings }: Source, version: string): MarkedWarning[] {
  const refusing = warningsFor(warnings, version).filter((warning) => warning.ours && isRefusal(warning))
  return refusing.filter(
    ({ message }, index) => refusing.findIndex((other) => other.message === message) === index,
  )
}

/** Why this MAAS cannot use a source at all, in sentences; empty if this page finds no reason. */
export function refusals(source: Source, version: string): string[] {
  const { region } = source.signature
  const reasons = refusingWarnings(source, version).map(({ message }) => message)
  return [...new Set(region.accepts === false ? [region.message, ...reasons] : reasons)]
}

/**
 * Whether this source ends the imports from all sources. MAAS up to 3.7 reads all sources before it downloads
 * the first image, and stops at the first one that it cannot read (its importer, _import_resources_internal).
 */
export function endsAllImports({ signature: { region }, warnings }: Source, version: string): boolean {
  const { known, reader } = capabilitiesOf(version)
  if (known && reader === 'from-3.8') return false
  return (
    region.accepts === false ||
    warningsFor(warnings, version).some(({ ours, effect }) => ours && effect === 'ends-imports')
  )
}

/**
 * What a source does to imports. `-reported`: MAAS shows the reason in a notification. `may-`: the gateway cannot
 * read the source, but MAAS may be able to.
 */
export type Impact = 'stops-all' | 'stops-all-reported' | 'fails-alone' | 'may-stop-all' | 'may-fail-alone'

/**
 * What a source does to the imports of this MAAS; null if this page finds no problem.
 * @param source as it was last read; null if it never was
 * @param readable false if the gateway cannot read it now
 */
export function impactOf(source: Source | null, readable: boolean, version: string): Impact | null {
  if (source && endsAllImports(source, version))
    return isReported(source) ? 'stops-all-reported' : 'stops-all'
  if (source && refusals(source, version).length > 0) return 'fails-alone'
  if (readable) return null
  const { known, reader } = capabilitiesOf(version)
  return known && reader === 'from-3.8' ? 'may-fail-alone' : 'may-stop-all'
}

const READS_ALL_FIRST =
  'MAAS up to 3.7 reads all sources before it downloads anything. It cannot read this one, so it'

/** The sentence shown before a source that stops all imports is added or changed to. */
export const wouldStopAll = (source: Source): string =>
  `${READS_ALL_FIRST} would import nothing from any source${isReported(source) ? '' : ', and show no message'}.`

/**
 * Whether MAAS up to 3.7 shows why a source stops all imports. The only reason that it shows is a missing
 * signature: "Failed to import images from <url> (No signature found!)". It stops at the first fault, which is
 * the first warning.
 */
const isReported = ({ warnings }: Source) =>
  warnings.find(({ effect }) => effect === 'ends-imports')?.message === UNSIGNED_FILES

/**
 * The impact of a saved source, in sentences.
 * @param others number of other sources that MAAS reads
 */
export function impactText(impact: Impact, others: number): string {
  const any = others > 0 ? ' from any source' : ''
  const unaffected = others > 0 ? ' Other sources are not affected.' : ''
  const texts: Record<Impact, string> = {
    'stops-all': `${READS_ALL_FIRST} imports nothing and shows no message.${affectedToo(others)}`,
    'stops-all-reported': `${READS_ALL_FIRST} imports nothing.${affectedToo(others)}`,
    'fails-alone': `MAAS imports nothing from this source.${unaffected}`,
    'may-stop-all': `If MAAS cannot read this source either, it imports nothing${any}.`,
    'may-fail-alone': `If MAAS cannot read this source either, it imports nothing from it.${unaffected}`,
  }
  return texts[impact]
}

function affectedToo(others: number): string {
  if (others === 0) return ''
  return others === 1
    ? ' Your other source is affected too.'
    : ` Your other ${others} sources are affected too.`
}
