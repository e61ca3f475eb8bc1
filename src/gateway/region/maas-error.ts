import { parseUrl } from '#lib/parse-url.ts'
import * as z from 'zod/mini'
import { explainMaasMessage, isProgrammerText, isSourceUnread } from './maas-messages.ts'
import { Refusal } from '#gateway/refusal.ts'
import { parseJson } from '#lib/parse-json.ts'

/** An answer of MAAS with its body. */
export type MaasAnswer = {
  readonly status: number
  readonly type: string
  readonly text: string
  /** Where it redirects to. */
  readonly location?: string
  /** Seconds. */
  readonly retryAfter?: number
  /** Seconds by which its clock is ahead of ours. */
  readonly ahead?: number
}

const fieldErrors = z.record(z.string(), z.union([z.array(z.string()), z.string()]))
const LONGEST = 500
/** MAAS refuses signatures that are older, in seconds. */
const MAX_CLOCK_SKEW = 300

/**
 * The refusal for an error of MAAS, or for a web page instead of data. MAAS sends validation errors as 400 JSON
 * `{field: [message]}` and nearly all others as plain text; anything else is not shown, nor are messages for programmers.
 * @param path of the call, below the path of MAAS
 */
export function refusalOf(answer: MaasAnswer, path = ''): Refusal {
  const { status } = answer
  if (status < 400) return notMaas(answer)
  if (status === 401) return unsigned(answer)
  const fields = fieldsOf(answer)
  const explained = fields && explainedFields(fields)
  const raw = fields ? null : plainText(answer)
  const said = explained ? sentence(explained) : raw && (explainMaasMessage(raw) ?? quoted(raw))
  if (status === 403)
    return new Refusal(403, 'forbidden', said ?? 'MAAS does not allow this user to do that.')
  if (status === 404 || (status === 500 && /^\w+ matching query does not exist\.$/.test(raw ?? ''))) {
    return new Refusal(404, 'not-found', said ?? 'MAAS does not have this object, or no longer has it.')
  }
  if (status === 409) return conflict(path)
  if (status === 413) {
    const message =
      'The web server of MAAS refused the request because it is too large. Its default limit is 10 MB.'
    return new Refusal(413, 'region-refused', message)
  }
  if (status === 429 || (status >= 502 && status <= 504)) return busy(answer)
  if (status === 400) {
    const code = fields && Object.values(fields).flat().some(isSourceUnread) ? 'source-unread' : 'bad-request'
    return new Refusal(400, code, said ?? 'MAAS did not accept the request.', explained ?? undefined)
  }
  const failed = `MAAS answered with an error (${status})`
  const hint = 'Try again. If the error persists, check the log of the region.'
  const known = raw && explainMaasMessage(raw)
  const message = known ?? (said ? `${failed}: ${said} ${hint}` : `${failed}. ${hint}`)
  return new Refusal(status < 500 ? status : 502, 'region-refused', message)
}

/**
 * MAAS 3.8 answers 409 with a page that suggests a retry. For a boot source the reason is a priority that another source
 * has, and a retry never succeeds (recorded from 3.8.0 beta 6).
 */
function conflict(path: string): Refusal {
  if (!/^api\/2\.0\/boot-sources\/(\d+\/)?$/.test(path))
    return new Refusal(
      409,
      'region-refused',
      'MAAS was making a conflicting change for someone else. Try again.',
    )
  const message = 'Another boot source has this priority. Choose another number.'
  return new Refusal(409, 'region-refused', message, { priority: [message] })
}

/** A message of MAAS without a translation; null: it is meant for programmers. */
function quoted(said: string): string | null {
  if (isProgrammerText(said)) return null
  return /[.!?…]$/.test(said) ? said : `${said}.`
}

function notMaas({ status, location }: MaasAnswer): Refusal {
  const remedy =
    'Start the gateway with the address of MAAS itself, such as http://maas.example.com:5240/MAAS.'
  if (status < 300) {
    const message = `The address of MAAS answers with a web page instead of data: it belongs to another program, or a proxy requires sign-in. ${remedy}`
    return new Refusal(502, 'region-unreadable', message)
  }
  // only the host: the rest may contain a secret
  const target = location === undefined ? null : parseUrl(location)
  const host = target && /^https?:$/.test(target.protocol) ? target.host : null
  const to = host === null ? 'to another address' : `to ${host} (${target?.protocol.slice(0, -1)})`
  return new Refusal(
    502,
    'region-unreadable',
    `The address of MAAS is wrong: it redirects ${to} instead of answering. ${remedy}`,
  )
}

// MAAS's 401 for a wrong secret contains the right one, so its body is never used
function unsigned({ ahead = 0 }: MaasAnswer): Refusal {
  if (ahead > MAX_CLOCK_SKEW) {
    const minutes = Math.round(ahead / 60)
    const message = `The clock of this server is ${minutes} minutes behind that of MAAS, and MAAS refuses requests signed more than 5 minutes ago. Correct the clock of this server.`
    return new Refusal(502, 'region-refused', message)
  }
  return new Refusal(
    401,
    'unauthorized',
    'MAAS does not accept the API key of this server. Start it again with a valid MAAS_API_KEY.',
  )
}

function busy({ status, retryAfter }: MaasAnswer): Refusal {
  const when = !retryAfter
    ? 'Try again in a moment.'
    : `MAAS asks to wait ${inWords(retryAfter)} before the next try.`
  const message =
    status === 429
      ? `MAAS receives too many requests. ${when}`
      : status === 503
        ? `MAAS is not ready: it is starting, stopping or overloaded. ${when} If this persists, check that MAAS is running.`
        : 'The web server of MAAS answers, but the region behind it does not. Check that MAAS is running.'
  const code = status === 429 ? 'region-refused' : 'region-unreachable'
  // 502 because the region does not answer; 503 would mean the gateway itself
  return new Refusal(status === 429 ? 429 : 502, code, message, undefined, retryAfter)
}

const inWords = (seconds: number) =>
  seconds === 1 ? '1 second' : seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`

const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

function fieldsOf({ type, text }: MaasAnswer): Record<string, string[]> | null {
  if (!type.startsWith('application/json')) return null
  const parsed = fieldErrors.safeParse(parseJson(text))
  if (!parsed.success) return null
  return Object.fromEntries(Object.entries(parsed.data).map(([field, said]) => [field, [said].flat()]))
}

/** The messages in the gateway's words where it has some, each of bounded length. */
const explainedFields = (fields: Record<string, string[]>): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(fields).map(([field, messages]) => [
      field.slice(0, 100),
      messages.map((message) => shortened(explainMaasMessage(message) ?? message)),
    ]),
  )

/** Labels of MAAS's fields; '': the message needs no label. */
const FIELDS: Readonly<Record<string, string>> = {
  __all__: '',
  os: '',
  arches: '',
  subarches: '',
  labels: '',
  url: 'Address',
  keyring_filename: 'Keyring file',
  keyring_data: 'Keyring data',
  name: 'Name',
  architecture: 'Architecture',
  base_image: 'Base image',
  filetype: 'File type',
  priority: 'Priority',
  commissioning_distro_series: 'Commissioning release',
  default_osystem: 'Default operating system',
  default_distro_series: 'Default release',
  default_min_hwe_kernel: 'Minimum kernel',
}

function sentence(fields: Record<string, string[]>): string | null {
  const parts = Object.entries(fields).map(([field, said]) => {
    const name = FIELDS[field] ?? field
    return name === '' ? said.join(' ') : `${name}: ${said.join(' ')}`
  })
  return parts.join(' ').slice(0, 2_000) || null
}

function plainText({ type, text }: MaasAnswer): string | null {
  if (!type.startsWith('text/plain') || /<\/?\w/.test(text)) return null
  return text.trim().slice(0, LONGEST) || null
}
