import type { ImageProxy } from '#api/image-proxy.ts'
import type { Notification } from '#contract/maas.ts'
import type { Check } from '#features/images/preflight/checks.ts'
import type { SourceRead } from '#features/images/preflight/source-check.ts'
import { cause, VIEW_SOURCES, type Cause } from './causes.ts'
import { keyringCauses } from './keyring-causes.ts'
import { absentCauses, goneCauses, NOT_OFFERED, type Lacking } from './lacking.ts'
import { failuresOf, failuresOfEvents, type MaasFailure } from './maas-failure.ts'
import { proxyCauses } from './proxy-causes.ts'
import { reportedCauses } from './reported-causes.ts'

export type CauseFacts = {
  readonly version: string
  /** Of Preflight. */
  readonly checks: readonly Check[]
  readonly lacking: Lacking
  /** null: only administrators can see sources. */
  readonly reads: readonly SourceRead[] | null
  /** Those of MAAS that are not outdated. */
  readonly notifications: readonly Notification[]
  /** What MAAS's events report as warnings and errors of the last import. */
  readonly events: readonly string[]
  /** null: not known. */
  readonly proxy: ImageProxy | null
  /** Whether the last import that was requested here ended before it began. */
  readonly neverBegan: boolean
}

/** Whether any of the causes keeps an import from being complete; a release that is not offered does not. */
export const explains = (causes: readonly Cause[]): boolean =>
  causes.some(({ id }) => id !== NOT_OFFERED && id !== 'gone')

const SEE_NOTICE = 'A notice on this page says what to do.'

/** A connection that fails, or an answer that is not the index: a proxy can have caused either. */
const BY_PROXY: readonly MaasFailure[] = ['unreachable', 'proxy', 'unsigned', 'manifest', 'server']
/** MAAS 3.8 does not say why it could not read a source. */
const BY_KEYRING: readonly MaasFailure[] = ['signature', 'manifest']

/**
 * Why an import stalls or has failed, the most likely cause first; empty if neither MAAS nor Preflight gives a reason.
 * What a notice of Preflight already explains is only named.
 */
export function likelyCauses(facts: CauseFacts): Cause[] {
  const { version, reads, lacking, proxy, neverBegan } = facts
  const reported = [...facts.notifications.flatMap(failuresOf), ...failuresOfEvents(facts.events)]
  const isAny = (kinds: readonly MaasFailure[]) => reported.some(({ failure }) => kinds.includes(failure))
  const certain = [
    ...(neverBegan ? [NEVER_BEGAN] : []),
    ...reportedCauses(reported, reads),
    ...found(facts.checks, isAny(['unreachable', 'manifest'])),
    ...absentCauses(lacking, version),
  ]
  const network = isAny(BY_PROXY)
  const causes = [...certain, ...(network || !explains(certain) ? proxyCauses(proxy, version, network) : [])]
  const keyrings = !explains(causes) || neverBegan || isAny(BY_KEYRING) ? keyringCauses(reads) : []
  return [...causes, ...keyrings, ...(isAny(['gone']) ? [] : goneCauses(lacking))]
}

/** Up to 3.7, when gpgv fails for a source: the failure is in MAAS's log only (cache_boot_sources). */
const NEVER_BEGAN = cause(
  'never-began',
  'MAAS ended the import before it began',
  'It reports no reason. It does so when it cannot verify the signature of a source: a keyring file is missing on the region, or it does not hold the key.',
  'Check the keyring of each source. The log of the MAAS region has the details.',
  { fix: VIEW_SOURCES },
)

/** What Preflight found. @param isReported MAAS itself reports that it cannot read a source */
function found(checks: readonly Check[], isReported: boolean): Cause[] {
  return checks.flatMap((check) =>
    check.problems
      .filter(({ halts }) => halts !== undefined && !(halts === 'unread' && isReported))
      .map(({ title, fix }) =>
        cause(`${check.id} ${title}`, title, '', SEE_NOTICE, { fix: fix?.kind === 'link' ? fix : null }),
      ),
  )
}
