import type { SourceRead } from '#features/images/preflight/source-check.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { cause, VIEW_SOURCES, type Cause } from './causes.ts'
import type { MaasFailure, Reported } from './maas-failure.ts'

type Reads = readonly SourceRead[] | null
type Words = {
  readonly title: string
  readonly text?: string
  readonly next: string
  readonly fix?: Cause['fix']
}

const REPORTED = 'MAAS reports it in a notification.'
const CHECK_REGION = 'On each region controller, check name resolution, the firewall and the proxy settings.'

/** What the notifications of MAAS say, the most certain first: one cause for each kind of failure. */
export function reportedCauses(reported: readonly Reported[], reads: Reads): Cause[] {
  return KINDS.flatMap((kind) => {
    const own = reported.filter(({ failure }) => failure === kind)
    if (own.length === 0) return []
    const named = own.flatMap(({ source }) => labelOf(source, reads) ?? [])
    const from = named.length > 0 ? listed(named) : 'a boot source'
    const words = wordsFor(kind, from, own, reads)
    const detail = [...new Set(own.map(({ message }) => message))].join('\n')
    return [cause(kind, words.title, words.text ?? REPORTED, words.next, { detail, fix: words.fix ?? null })]
  })
}

const KINDS: readonly MaasFailure[] = [
  'disk',
  'time-limit',
  'proxy',
  'certificate',
  'unsigned',
  'signature',
  'index',
  'manifest',
  'unreachable',
  'server',
  'files',
  'nothing',
  'skipped',
  'gone',
  'other',
]

const listed = (names: readonly string[]): string =>
  [...new Set(names)].join(', ').replace(/, ([^,]*)$/, ' and $1')

const withoutUser = (url: string): string => url.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1')

const isSource = (named: Reported['source'], { id, url }: SourceRead['source']): boolean =>
  typeof named === 'number' ? id === named : named !== null && withoutUser(url) === withoutUser(named)

function labelOf(named: Reported['source'], reads: Reads): string | null {
  const read = reads?.find(({ source }) => isSource(named, source))
  if (read) return sourceLabel(read.source)
  return typeof named === 'string' ? sourceLabel({ url: named }) : null
}

/** The reads of the sources that MAAS names, else of all that it uses. */
function usedReads(reported: readonly Reported[], reads: Reads): readonly SourceRead[] {
  const used = (reads ?? []).filter(({ source }) => source.enabled !== false)
  const named = used.filter(({ source }) => reported.some((one) => isSource(one.source, source)))
  return named.length > 0 ? named : used
}

/** @param from the sources that MAAS names, or "a boot source" */
function wordsFor(kind: MaasFailure, from: string, own: readonly Reported[], reads: Reads): Words {
  switch (kind) {
    case 'disk':
      return {
        title: 'A region controller does not have enough disk space',
        next: 'Free disk space on every region controller, or clear images that you do not need and save the selection. Then retry the import.',
      }
    case 'time-limit':
      return {
        title: 'The last import reached the time limit of MAAS',
        text: 'MAAS 3.5 to 3.7 ends an import 2 hours after its downloads began. The connection was too slow, or a file could not be downloaded: MAAS tries such a file again without a message.',
        next: 'Retry the import: completed images are not downloaded again. On a slow connection, select fewer images at a time.',
      }
    case 'certificate':
      return {
        title: `MAAS does not trust the certificate of ${from}`,
        next: 'Install the certificate of its authority on each region controller, or use an address that begins with http.',
        fix: VIEW_SOURCES,
      }
    case 'signature':
      return {
        title: `MAAS cannot verify the signature of ${from}`,
        next: 'Check that the source is signed, and that its keyring holds the key that signs it.',
        fix: VIEW_SOURCES,
      }
    case 'unsigned':
      return {
        title: `MAAS found no signature in the answer of ${from}`,
        text: 'The source is not signed, or MAAS got an error page of its server or of a proxy instead of the index.',
        next: 'Check that the source is signed. On a region controller, open its address through the proxy that MAAS uses, if any, to see the answer.',
        fix: VIEW_SOURCES,
      }
    case 'proxy':
      return {
        title: 'The proxy refuses the requests of MAAS',
        next: 'Check the address and the password of the proxy in MAAS settings, and that it permits the addresses of the sources.',
      }
    case 'index':
      return {
        title: `MAAS found no index at ${from}`,
        next: 'Check the address of the source: below it, MAAS reads streams/v1/index.sjson.',
        fix: VIEW_SOURCES,
      }
    case 'server':
      return {
        title: `The server of ${from} answers MAAS with an error`,
        next: 'Check the server of the source, and any proxy between it and the region. Then retry the import.',
        fix: VIEW_SOURCES,
      }
    case 'nothing':
      return {
        title: 'MAAS found nothing to import',
        text: 'An event of MAAS reports it: the sources offer no image that is selected.',
        next: 'Select images that the sources offer, or change the source.',
        fix: VIEW_SOURCES,
      }
    case 'skipped':
      return {
        title: 'MAAS skipped the import, because it would have deleted all images',
        text: 'An event of MAAS reports it: none of the images that the region holds is selected and offered.',
        next: 'Select images that the sources offer, or change back to the source of these images.',
        fix: VIEW_SOURCES,
      }
    case 'gone':
      return {
        title: `A selected release is no longer offered${ofSelections(own)}`,
        text: 'MAAS reports it in a notification. Imports of other images go on.',
        next: 'Clear the release, or change to a source that offers it.',
      }
    case 'files':
      return {
        title: 'A file that a source lists cannot be downloaded',
        text: own.some(({ message }) => /^failed to finalize\b/i.test(message))
          ? 'An event of MAAS reports that its checksum is wrong.'
          : REPORTED,
        next: 'Complete the mirror and run its update job again, or change the source. Then retry the import.',
      }
    case 'manifest':
      return {
        ...seenFromHere(usedReads(own, reads)),
        title: `MAAS could not read ${from}`,
        fix: VIEW_SOURCES,
      }
    case 'unreachable':
      return { ...seenFromHere(usedReads(own, reads)), title: `MAAS cannot reach ${from}`, fix: VIEW_SOURCES }
    default:
      return {
        title: 'MAAS reports that the import failed',
        next: 'Correct what MAAS names, then retry the import.',
      }
  }
}

/** The selections that MAAS 3.8 names: ": ubuntu/noble amd64"; '' if it names none. */
function ofSelections(own: readonly Reported[]): string {
  const names = own.flatMap(({ message }) => {
    const [, release, arch] = /\bselection for (\S+) arch=(\S+) is\b/.exec(message) ?? []
    return release === undefined ? [] : [`${release} ${arch}`]
  })
  return names.length === 0 ? '' : `: ${listed(names)}`
}

/** What MAAS could not read, compared with what the gateway reads. */
function seenFromHere(used: readonly SourceRead[]): Pick<Words, 'text' | 'next'> {
  const unread = used.filter(({ error, catalogue }) => error !== null || (catalogue?.stale ?? null) !== null)
  if (unread.length > 0)
    return {
      text: `The server of this page cannot read ${listed(unread.map(({ source }) => sourceLabel(source)))} either.`,
      next: 'Check that the server of the source is running, and that its address is right.',
    }
  const isRead = used.length > 0 && used.every(({ catalogue }) => catalogue !== null)
  return {
    text: isRead
      ? `The server of this page can read ${used.length === 1 ? 'it' : 'all sources'}, so the connection of the region itself is the likely problem.`
      : REPORTED,
    next: CHECK_REGION,
  }
}
