import { parseUrl } from '#lib/parse-url.ts'
import { isIP } from 'node:net'
import { isAbsolute, normalize } from 'node:path'
import * as z from 'zod/mini'
import { readRule } from '#gateway/addresses/stream-rule.ts'
import { LEVELS } from '#gateway/http/log.ts'
import { readRanges } from '#gateway/http/trusted-proxies.ts'
import { parseApiKey } from '#gateway/region/oauth.ts'
import { SHORTEST_SECRET } from '#gateway/session/sealer.ts'
import { TOO_SHORT } from '#gateway/session/session-secret.ts'

/*
 * What the value of an option may be. A message continues the name of the option: "--port" + "must be 0 to 65535, …".
 * Messages about secrets never repeat the value.
 */

/** The longest text JavaScript can hold is not much larger, in MB. */
const MAX_STREAM_MB = 256

/** Text that passes the test. `must`: the requirement, for the message. */
const checked = (isValid: (text: string) => boolean, must: string) =>
  z.string().check(z.refine(isValid, { error: ({ input }) => `${must}, not "${String(input)}".` }))

/** Items separated by commas; spaces around them and empty items are ignored. */
const listOf = (isValid: (text: string) => boolean, takes: string) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) => text.split(',').flatMap((item) => item.trim() || [])),
    ),
    z.array(checked(isValid, takes)),
  )

const numberFrom = (min: number, max: number, pattern: RegExp, unit = '') =>
  z.pipe(
    checked(
      (text) => pattern.test(text) && Number(text) >= min && Number(text) <= max,
      `must be ${min} to ${max}${unit}`,
    ),
    z.transform(Number),
  )

export const plainText = z.string()

export const portNumber = numberFrom(0, 65_535, /^\d{1,5}$/)

export const speed = numberFrom(0, 100_000, /\d/)

export const megabytes = numberFrom(1, MAX_STREAM_MB, /^\d{1,3}$/, ' (MB)')

export const maasUrl = checked((text) => {
  const url = parseUrl(text)
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash
}, 'must look like http://maas.example.com:5240/MAAS')

export const streamRules = listOf(
  (text) => !('wrong' in readRule(text)),
  'takes a host, host:port, *.domain, address, or range such as 10.0.0.0/8',
)

/** Absolute paths, without a slash at the end. */
export const folders = z.pipe(
  listOf(
    (text) => isAbsolute(text) && normalize(text) !== '/',
    'takes folders that begin with a slash, such as /usr/share/keyrings',
  ),
  z.transform((list) => list.map((folder) => normalize(folder).replace(/\/+$/, ''))),
)

export const proxyRanges = listOf(
  (text) => !('wrong' in readRanges([text])),
  'takes addresses or ranges such as 127.0.0.1 or 10.0.0.0/8',
)

export const hostNames = z.pipe(
  listOf(
    (text) => isIP(text) !== 0 || /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(text),
    'takes names such as maas.example.com or *.example.com',
  ),
  z.transform((names) => names.map((name) => name.toLowerCase())),
)

/** With a slash at both ends. */
export const basePath = z.pipe(
  checked((text) => /^\/([\w~-][\w.~-]*\/)*$/.test(withSlashes(text)), 'must look like /images/'),
  z.transform(withSlashes),
)

// two slashes at the beginning would lead a browser to another host
function withSlashes(text: string): string {
  return `/${text}/`.replace(/^\/+|\/+$/g, '/')
}

export const logLevel = z.enum(LEVELS, {
  error: ({ input }) => `must be one of ${LEVELS.join(', ')}, not "${String(input)}".`,
})

/** The secret that seals sessions. */
export const secret = z.string().check(z.minLength(SHORTEST_SECRET, TOO_SHORT))

const IN_A_HEADER = 'must contain only ASCII letters, digits and punctuation, without spaces.'
/** A token that a header can carry. */
export const token = secret.check(z.regex(/^[\x21-\x7e]+$/, IN_A_HEADER))

export const apiKey = z
  .string()
  .check(z.refine((text) => parseApiKey(text) !== null, 'must have the form consumer:token:secret.'))
