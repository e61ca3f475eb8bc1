import type { BadFile } from '#contract/mirror.ts'
import { formatBytes } from '#lib/bytes.ts'
import { absoluteTime } from '#lib/time.ts'
import type { MirrorReport } from './check-mirror.ts'

/** One finding of a check. */
export type Finding = {
  readonly tone: 'positive' | 'caution' | 'negative'
  readonly text: string
  readonly names: readonly string[]
  /** What one of the names is called. */
  readonly noun?: 'file' | 'image' | 'product'
  /** The check could not find this out, so it does not count as a fault. */
  readonly unknown?: 'upstream' | 'signature'
}

/** What a check has found, in the order in which MAAS would notice it. */
export const findings = (report: MirrorReport, upstreamName: string): Finding[] => [
  signed(report),
  listed(report),
  fresh(report, upstreamName),
  ...filesOf(report),
]

/** Whether the mirror has all that MAAS imports, as far as this page can tell. */
export const isMirrorComplete = (report: MirrorReport): boolean =>
  report.done && findings(report, '').every(({ tone, unknown }) => tone === 'positive' || unknown)

/** The result of a check in a few words. A complete mirror may be one that could not be compared or verified. */
export function verdictOf(report: MirrorReport, upstreamName: string): Pick<Finding, 'tone' | 'text'> {
  if (!report.done)
    return {
      tone: 'caution',
      text: `Only ${report.checked} of ${report.state.checkable} files were checked`,
    }
  if (!isMirrorComplete(report)) return { tone: 'caution', text: 'The mirror needs attention' }
  const unknown = new Set(findings(report, upstreamName).map((one) => one.unknown))
  const open = [
    ...(unknown.has('upstream') ? [`not compared with ${upstreamName}`] : []),
    ...(unknown.has('signature') ? ['signature not verified'] : []),
  ]
  return {
    tone: 'positive',
    text: open.length === 0 ? 'The mirror is complete' : `Complete; ${open.join('; ')}`,
  }
}

function signed({ state: { signature } }: MirrorReport): Finding {
  const { accepts, message } = signature.region
  if (accepts === true)
    return {
      tone: signature.verdict === 'valid' ? 'positive' : 'caution',
      text:
        signature.verdict === 'valid'
          ? 'Its lists are signed, and MAAS accepts the signature.'
          : signature.message,
      names: [],
    }
  return {
    tone: accepts === null ? 'caution' : 'negative',
    text: `${signature.message} ${message}`,
    names: [],
    // other verdicts are faults, even if this page cannot find out whether MAAS accepts them
    ...(accepts === null && ['valid', 'unchecked'].includes(signature.verdict) && { unknown: 'signature' }),
  }
}

function listed({ state: { missing } }: MirrorReport): Finding {
  if (missing.length === 0) return { tone: 'positive', text: 'It lists all selected images.', names: [] }
  return {
    tone: 'negative',
    text: `It does not list ${counted(missing.length, 'selected image')}.`,
    names: missing,
    noun: 'image',
  }
}

function fresh({ state }: MirrorReport, upstream: string): Finding {
  const of = state.updated === null ? '' : ` Its index is dated ${absoluteTime(state.updated)}.`
  if (state.upstream.state === 'unreadable')
    return {
      tone: 'caution',
      text: `Could not compare it with ${upstream}. ${state.upstream.message}${of}`,
      names: [],
      unknown: 'upstream',
    }
  const { newer, updated } = state.upstream
  if (newer.length === 0)
    return { tone: 'positive', text: `It lists the newest versions of ${upstream}.${of}`, names: [] }
  const there = updated === null ? '' : ` The index of ${upstream} is dated ${absoluteTime(updated)}.`
  return {
    tone: 'caution',
    text: `It is out of date: ${upstream} has newer versions of ${counted(newer.length, 'product')}.${of}${there}`,
    names: newer.map(({ product, here, there: version }) =>
      here === null
        ? `${product}: not listed here, ${version} there`
        : `${product}: ${here} here, ${version} there`,
    ),
    noun: 'product',
  }
}

function filesOf({ state: { files, checkable }, checked, bad, unsized, done }: MirrorReport): Finding[] {
  const found: Finding[] = (['missing', 'wrong-size', 'unclear'] as const).flatMap((kind) => {
    const those = bad.filter(({ state }) => state === kind)
    return those.length === 0
      ? []
      : [
          {
            tone: kind === 'unclear' ? 'caution' : 'negative',
            text: WORDS[kind](those.length),
            names: those.map(badText),
            noun: 'file',
          },
        ]
  })
  if (done && bad.length === 0 && checked > 0)
    found.push({
      tone: 'positive',
      text:
        checked === 1
          ? 'Its only file exists and has the listed size.'
          : `All ${checked} checked files exist${unsized === 0 ? ' and have the listed size' : ''}.`,
      names: [],
    })
  if (done && checked === 0)
    found.push({ tone: 'negative', text: 'It lists no file of the selected images.', names: [] })
  if (unsized > 0)
    found.push({
      tone: 'caution',
      text: `The server does not report the size of ${counted(unsized, 'file')}, so truncated ones are not noticed.`,
      names: [],
    })
  if (done && checkable < files)
    found.push({
      tone: 'caution',
      text: `Only ${checkable} of ${files} files were checked. Select fewer images to check the others.`,
      names: [],
    })
  return found
}

const WORDS: Record<BadFile['state'], (files: number) => string> = {
  missing: (files) => `${counted(files, 'file')} ${files === 1 ? 'is' : 'are'} missing.`,
  'wrong-size': (files) => `${counted(files, 'file')} ${files === 1 ? 'has' : 'have'} the wrong size.`,
  unclear: (files) => `The server gives no usable answer for ${counted(files, 'file')}.`,
}

const badText = ({ path, bytes, found }: BadFile) =>
  found === null ? path : `${path}: ${formatBytes(found)} of ${formatBytes(bytes)}`

/** A number with its noun: 1 file, 2 files. */
export const counted = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
