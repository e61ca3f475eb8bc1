import type { Notification } from '#contract/maas.ts'
import { isImportFailure } from '#contract/notification-idents.ts'

/** What a notification of MAAS says about a failed import. */
export type MaasFailure = 'disk' | 'signature' | 'proxy' | 'gone' | 'files' | 'unreachable' | 'other'

/** The first that fits counts. Proxy errors name their host, and network errors may name a status. */
const SIGNS: readonly (readonly [MaasFailure, RegExp])[] = [
  ['disk', /\bdisk space\b|\bno space left\b/i],
  ['signature', /\bgpgv?\b|\bsignature\b|\bpublic key\b|\bkeyring\b/i],
  ['proxy', /\bproxy ?error\b|\b407\b|\bproxy authentication\b|\bcannot connect to proxy\b/i],
  ['gone', /\bnot available anymore\b|\bunavailable in the configured streams\b/i],
  ['files', /\b40[34]\b|\bnot found\b|\bchecksum\b|\bsha256\b/i],
  [
    'unreachable',
    /\bnetwork connectivity\b|\btimed? ?out\b|\brefused\b|\bunreachable\b|\bno route\b|\bresolution\b|\bnot known\b|\bfailed to fetch image manifest\b|\bcertificate\b/i,
  ],
]

/** null: it does not report that an import failed. "Process not started" is not a failure. */
export function failureOf({ ident, message }: Pick<Notification, 'ident' | 'message'>): MaasFailure | null {
  if (!isImportFailure(ident) || ident === 'maas-import-pxe-files script') return null
  if (ident === 'bootresources_export_from_db') return 'disk'
  return SIGNS.find(([, sign]) => sign.test(message))?.[0] ?? 'other'
}
