import type { ImageProxy } from '#api/image-proxy.ts'
import type { Notification } from '#contract/maas.ts'
import type { Check } from '#features/images/preflight/checks.ts'
import type { SourceRead } from '#features/images/preflight/source-check.ts'
import { duration } from '#lib/time.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { cause, type Cause } from './causes.ts'
import { failureOf, type MaasFailure } from './maas-failure.ts'
import { proxyCauses } from './proxy-causes.ts'

export type CauseFacts = {
  readonly version: string
  /** Of Preflight. */
  readonly checks: readonly Check[]
  /** null: only administrators can see sources. */
  readonly reads: readonly SourceRead[] | null
  /** Those of MAAS that are not outdated. */
  readonly notifications: readonly Notification[]
  /** null: not known. */
  readonly proxy: ImageProxy | null
  readonly importing: boolean
  /** Start of the last import that MAAS reports, ISO; null: not known. */
  readonly lastStarted: string | null
  /** ms */
  readonly now: number
}

const DOWNLOAD_LIMIT_MS = 2 * 3_600_000
const SEE_NOTICE = 'A notice on this page says what to do.'

/**
 * Why an import stalls or has failed, the most likely cause first; empty if neither MAAS nor Preflight gives a reason.
 * What a notice of Preflight already explains is only named.
 */
export function likelyCauses(facts: CauseFacts): Cause[] {
  const failures = new Set(facts.notifications.map(failureOf).filter((one) => one !== null))
  const certain = [
    ...reported(facts, failures),
    ...found(facts.checks, failures.has('unreachable')),
    ...timeLimit(facts),
  ]
  const network = failures.has('unreachable') || failures.has('proxy')
  const causes = [...certain, ...(network || certain.length === 0 ? proxyCauses(facts.proxy, network) : [])]
  return causes.length === 0 || failures.has('signature') ? [...causes, ...keyrings(facts)] : causes
}

/** What the notifications of MAAS say. */
function reported({ reads }: CauseFacts, failures: ReadonlySet<MaasFailure>): Cause[] {
  const all: Readonly<Record<MaasFailure, Cause>> = {
    disk: cause(
      'disk',
      'A region controller does not have enough disk space',
      'MAAS reports it in a notification.',
      'Free disk space on every region controller, or clear images that you do not need and save the selection. Then start the import again.',
    ),
    signature: cause(
      'signature',
      'MAAS cannot verify the signature of a source',
      'MAAS reports it in a notification.',
      'Check that the source is signed, and that its keyring holds the key that signs it.',
      { kind: 'link', label: 'View boot sources', to: { pathname: '/sources' } },
    ),
    proxy: cause(
      'proxy-refuses',
      'The proxy refuses the requests of MAAS',
      'MAAS reports it in a notification.',
      'Check the address and the password of the proxy in MAAS settings, and that it permits the addresses of the sources.',
    ),
    gone: cause(
      'gone',
      'A selected release is no longer offered',
      'MAAS reports it in a notification.',
      'Clear the release, or change to a source that offers it.',
    ),
    files: cause(
      'files',
      'A file that a source lists cannot be downloaded',
      'MAAS reports it in a notification.',
      'Complete the mirror and run its update job again, or change the source. Then start the import again.',
    ),
    unreachable: unreachable(reads),
    other: cause(
      'other',
      'MAAS reports that the import failed',
      'The notification of MAAS on this page has the details.',
      'Correct what it names, then start the import again.',
    ),
  }
  const kinds: readonly MaasFailure[] = [
    'disk',
    'signature',
    'unreachable',
    'proxy',
    'files',
    'gone',
    'other',
  ]
  return kinds.filter((kind) => failures.has(kind)).map((kind) => all[kind])
}

/** What MAAS cannot reach, compared with what the gateway reaches. */
function unreachable(reads: CauseFacts['reads']): Cause {
  const used = (reads ?? []).filter(({ source }) => source.enabled !== false)
  const unread = used.filter(({ error, catalogue }) => error !== null || (catalogue?.stale ?? null) !== null)
  const title = 'MAAS cannot reach a source'
  const fix = { kind: 'link', label: 'View boot sources', to: { pathname: '/sources' } } as const
  if (unread.length > 0)
    return cause(
      'unreachable',
      title,
      `The server of this page cannot read ${unread.map(({ source }) => sourceLabel(source)).join(', ')} either.`,
      'Check that the server of the source is running, and that its address is right.',
      fix,
    )
  const isRead = used.length > 0 && used.every(({ catalogue }) => catalogue !== null)
  return cause(
    'unreachable',
    title,
    isRead
      ? 'The server of this page can read all sources, so the connection of the region itself is the likely problem.'
      : 'MAAS reports it in a notification.',
    'On each region controller, check name resolution, the firewall and the proxy settings.',
    fix,
  )
}

/** What Preflight found. @param isReported MAAS itself reports that it cannot reach a source */
function found(checks: readonly Check[], isReported: boolean): Cause[] {
  return checks.flatMap((check) => {
    if (check.id === 'offers' && check.state === 'problem')
      return [
        cause(
          'offers',
          'Selected images are not offered, or files of them are missing at the source',
          check.detail,
          'Clear these images, complete the mirror, or change the source.',
          check.fix?.kind === 'link' ? check.fix : null,
        ),
      ]
    return check.problems
      .filter(({ halts }) => halts !== undefined && !(halts === 'unread' && isReported))
      .map(({ title, fix }) =>
        cause(`${check.id} ${title}`, title, '', SEE_NOTICE, fix?.kind === 'link' ? fix : null),
      )
  })
}

function timeLimit({ version, importing, lastStarted, now }: CauseFacts): Cause[] {
  const ran = lastStarted === null ? 0 : now - Date.parse(lastStarted)
  if (!importing || !capabilitiesOf(version).limitsDownloads || ran <= DOWNLOAD_LIMIT_MS) return []
  return [
    cause(
      'time-limit',
      'The import has reached the time limit of MAAS',
      `It started ${duration(ran)} ago, and MAAS 3.5 to 3.7 ends downloads after 2 hours.`,
      'Start the import again: images that are complete are not downloaded again. On a slow connection, select fewer images at a time.',
    ),
  ]
}

/** Keyring files that only the region has. MAAS up to 3.7 shows no message when one is missing. */
function keyrings({ reads }: CauseFacts): Cause[] {
  return (reads ?? [])
    .filter(
      ({ source, catalogue }) =>
        source.enabled !== false &&
        source.keyring_filename !== '' &&
        catalogue?.signature.region.accepts === null &&
        catalogue.keyring.state === 'elsewhere',
    )
    .map(({ source }) =>
      cause(
        `keyring-${source.id}`,
        `The keyring file of ${sourceLabel(source)} may be missing on the region`,
        `Only MAAS can read ${source.keyring_filename}, so this page could not check the signature.`,
        'On each region controller, check that the file exists and that MAAS can read it.',
        {
          kind: 'link',
          label: 'View source details',
          to: { pathname: '/sources', hash: `source-${source.id}` },
          name: `View source details of ${sourceLabel(source)}`,
        },
      ),
    )
}
