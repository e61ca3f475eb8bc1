import type { Notification } from '#contract/maas.ts'
import { isImportFailure } from '#contract/notification-idents.ts'

/** Why an import failed, as far as a notification of MAAS shows it. */
export type MaasFailure =
  | 'disk'
  | 'time-limit'
  | 'certificate'
  | 'proxy'
  | 'unsigned'
  | 'signature'
  | 'index'
  | 'manifest'
  | 'gone'
  | 'files'
  | 'server'
  | 'nothing'
  | 'skipped'
  | 'unreachable'
  | 'other'

/** One failure that MAAS reports. */
export type Reported = {
  readonly failure: MaasFailure
  readonly message: string
  /** The source that it names: its URL as MAAS shows it, or its ID; null: it names none. */
  readonly source: string | number | null
}

type Signs = readonly (readonly [MaasFailure, RegExp])[]

const PROXY: Signs[number] = [
  'proxy',
  /\bproxy ?error\b|\b407\b|\bproxy authentication\b|\bconnect to proxy\b/i,
]
const CERTIFICATE: Signs[number] = ['certificate', /\bcertificate\b/i]
/** As the HTTP libraries of MAAS write it. */
const SERVER: Signs[number] = ['server', /\bserver error\b|\b5\d\d, message=/i]
const UNREACHABLE: Signs[number] = [
  'unreachable',
  /\bnetwork connectivity\b|\btimed? ?out\b|\brefused\b|\bunreachable\b|\bno route\b|\bresolution\b|\bresolve\b|\bnot known\b|\bmax retries\b|\breset by peer\b/i,
]

/**
 * What MAAS writes when it reads sources ("Image importer" of 3.4 to 3.7). The first sign that fits counts: errors of a
 * proxy name the host, and a missing signature comes with advice about the network. python-simplestreams looks at no
 * status but 404, so it takes every other error page for an index without a signature.
 */
const READING: Signs = [
  PROXY,
  CERTIFICATE,
  ['unsigned', /\bno signature found\b/i],
  ['signature', /\bgpgv?\b|\bsignature\b|\bpublic key\b|\bkeyring\b/i],
  ['index', /\bunable to open\b|\b4\d\d client error\b|\b404\b/i],
  SERVER,
  UNREACHABLE,
]

/**
 * What it writes when it downloads files ("Image synchronization" of 3.5 to 3.7, "Sync selection" of 3.8). A download
 * that does not raise an error and fails nevertheless has met a full disk (read in MAAS 3.5 to 3.7).
 */
const DOWNLOADING: Signs = [
  ['disk', /\bdisk space\b|\bno space left\b|\bfiles could not be (?:downloaded|synced), aborting\b/i],
  ['time-limit', /\bworkflow timed out\b/i],
  PROXY,
  CERTIFICATE,
  [
    'files',
    /\bclient error\b|\b4\d\d, message=|\bnot found\b|\bchecksum\b|\bsha256\b|\bfile size does not match\b/i,
  ],
  SERVER,
  UNREACHABLE,
]

/**
 * The failures that a notification reports: none if it reports no failed import. "Process not started" does not count.
 * Up to 3.7 one notification names all sources that could not be read, each on a line.
 */
export function failuresOf({ ident, message }: Pick<Notification, 'ident' | 'message'>): Reported[] {
  if (ident === null || !isImportFailure(ident) || ident === 'maas-import-pxe-files script') return []
  const one = (failure: MaasFailure): Reported[] => [{ failure, message, source: null }]
  if (ident === 'bootresources_export_from_db') return one('disk')
  if (ident.startsWith('Selection availability ')) return one('gone')
  const [, id] = /^Image manifest fetcher \(boot source (\d+)\)$/.exec(ident) ?? []
  if (id !== undefined) return [{ failure: 'manifest', message, source: Number(id) }]
  if (ident !== 'Image importer') return one(signIn(DOWNLOADING, message))
  return message.split('\n').map((line) => {
    const [, url = null] = /^Failed to import images from (\S+?)(?::? \(|: )/.exec(line) ?? []
    return { failure: signIn(READING, line), message: line, source: url }
  })
}

const signIn = (signs: Signs, text: string): MaasFailure =>
  signs.find(([, sign]) => sign.test(text))?.[0] ?? 'other'

/** What events of MAAS up to 3.7 report that no notification does; other warnings do not end an import. */
const EVENTS: Signs = [
  ['nothing', /\bno image descriptions\b/i],
  ['skipped', /^finalization of imported images skipped\b/i],
  ['files', /\bunexpected checksum\b/i],
]

/** The failures that the warnings and errors among MAAS's events report. */
export const failuresOfEvents = (events: readonly string[]): Reported[] =>
  events.flatMap((message) => {
    const failure = signIn(EVENTS, message)
    return failure === 'other' ? [] : [{ failure, message, source: null }]
  })
