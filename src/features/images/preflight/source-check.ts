import type { Catalogue } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import type { Saved } from '#features/images/rules/model.ts'
import { formatBytes } from '#lib/bytes.ts'
import { absoluteTime, formatDay, relativeTime } from '#lib/time.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { allImages } from '#selections/offer.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { importsEverythingUnselected } from '#selections/source-offer.ts'
import { impactOf, impactText, refusals, type Impact } from '#streams/catalogue/concerns.ts'
import { failed, passed, unknown, type Check, type Fix, type PreflightProblem } from './checks.ts'

/** A source that MAAS reads, as this page knows it. */
export type SourceRead = {
  readonly source: BootSource
  /** null: not read yet, or never readable. */
  readonly catalogue: Catalogue | null
  /** Why it could not be read, in sentences; null: it was read, or is being read. */
  readonly error: string | null
}

type Given = {
  readonly version: string
  readonly saved: Saved
  /** Other sources that MAAS reads. */
  readonly others: number
  readonly importing: boolean
  /** ms */
  readonly now: number
}

const DAY = 86_400_000
/** maas.io publishes new images every few days, and candidate images more often. */
const STALE_AFTER_DAYS = 30

/** Whether MAAS can import from one source: readable, signed, without a fault that ends imports, fresh. */
export function checkSource({ source, catalogue, error }: SourceRead, given: Given): Check {
  const name = sourceLabel(source)
  const id = `source-${source.id}`
  const title = `Boot source ${name}`
  const unread = error ?? catalogue?.stale ?? null
  if (!catalogue && unread === null) return unknown(id, title, 'It is being read.')
  const impact = impactOf(catalogue, unread === null, given.version)
  const problems = [
    ...(catalogue && impact ? refusalOf(source, catalogue, impact, given) : []),
    ...(unread === null ? [] : [unreadOf(source, catalogue, unread, impact, error !== null, given.others)]),
    ...(catalogue ? staleOf(source, catalogue, given.now) : []),
    ...(catalogue ? wholeOf(source, catalogue, given) : []),
  ]
  if (problems.length > 0) return failed(id, title, 'See the notice on this page.', ...problems)
  if (!catalogue) return unknown(id, title, 'It is being read.')
  const read = `Read ${relativeTime(Math.min(Date.parse(catalogue.readAt), given.now), given.now)}.`
  const { region } = catalogue.signature
  return region.accepts === null
    ? unknown(id, title, `${read} ${region.message}`)
    : passed(id, title, `${read} ${catalogue.signature.message}`)
}

const isRefused = (impact: Impact) =>
  impact === 'stops-all' || impact === 'stops-all-reported' || impact === 'fails-alone'

function refusalOf(
  source: BootSource,
  catalogue: Catalogue,
  impact: Impact,
  given: Given,
): PreflightProblem[] {
  if (!isRefused(impact)) return []
  const name = sourceLabel(source)
  const problem: PreflightProblem = {
    tone: 'negative',
    halts: 'refused',
    title: impact === 'fails-alone' ? `MAAS cannot use ${name}` : `${name} stops all imports`,
    text: impactText(impact, given.others),
    reasons: refusals(catalogue, given.version),
    fix: detailsOf(source),
  }
  return [problem]
}

function unreadOf(
  source: BootSource,
  catalogue: Catalogue | null,
  unread: string,
  impact: Impact | null,
  isReadable: boolean,
  others: number,
): PreflightProblem {
  const consequence = impact && !isRefused(impact) ? ` ${impactText(impact, others)}` : ''
  const shown = catalogue
    ? `This page shows what the source offered at ${absoluteTime(catalogue.readAt)}.`
    : 'This page shows only the images that the region holds.'
  return {
    tone: 'caution',
    halts: 'unread',
    title: `Could not read the boot source “${sourceLabel(source)}”`,
    text: `${unread}${consequence} ${shown}`,
    fix: isReadable ? { kind: 'read-again', sourceId: source.id } : null,
  }
}

function staleOf(source: BootSource, catalogue: Catalogue, now: number): PreflightProblem[] {
  const updated = catalogue.updated === null ? NaN : Date.parse(catalogue.updated)
  const days = Math.floor((now - updated) / DAY)
  // streams of other systems may rightly stay the same for years
  const isUbuntu = catalogue.releases.some(({ os }) => os === 'ubuntu')
  if (!isUbuntu || Number.isNaN(updated) || days < STALE_AFTER_DAYS) return []
  const problem: PreflightProblem = {
    tone: 'caution',
    title: `${sourceLabel(source)} has not been updated for ${days} days`,
    text:
      `Its index is from ${formatDay(catalogue.updated)}, so images get no new versions and security fixes. ` +
      'If it is a mirror, check that its update job still runs.',
    fix: detailsOf(source),
  }
  return [problem]
}

/** MAAS up to 3.7 imports everything from a source without bootloaders until something is selected from it. */
function wholeOf(
  source: BootSource,
  catalogue: Catalogue,
  { version, saved, importing }: Given,
): PreflightProblem[] {
  const { images, bytes } = allImages(catalogue)
  const isSelected = [...saved.values()].some(({ sourceId }) => sourceId === source.id)
  const isWhole = capabilitiesOf(version).reader === 'to-3.7' && importsEverythingUnselected(catalogue)
  if (!isWhole || isSelected || images === 0) return []
  const name = sourceLabel(source)
  const all = `all its images (${images}, ${formatBytes(bytes)})`
  const brings = importing
    ? `The running import may already bring ${all}, and every later import does.`
    : `The next import or automatic sync then brings ${all}.`
  const problem: PreflightProblem = {
    tone: 'caution',
    title: `MAAS imports everything from ${name}`,
    text:
      `Nothing is selected from this source, and it has no bootloaders. ${brings} ` +
      'Select the images that you need and save the selection, or delete the source.',
    fix: {
      kind: 'link',
      label: 'Delete source',
      to: { pathname: `/sources/${source.id}/delete` },
      name: `Delete source ${name}`,
    },
  }
  return [problem]
}

const detailsOf = (source: BootSource): Fix => ({
  kind: 'link',
  label: 'View source details',
  to: { pathname: '/sources', hash: `source-${source.id}` },
  name: `View source details of ${sourceLabel(source)}`,
})
