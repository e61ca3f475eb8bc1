import * as z from 'zod/mini'
import { count, described, text, withDefault } from './values.ts'

const headers = z.record(z.string(), text, 'must be an object of texts').check((context) => {
  for (const [name, value] of Object.entries(context.value)) {
    const message = wrongHeader(name, value)
    if (message !== null) context.issues.push({ code: 'custom', input: value, path: [name], message })
  }
})

/** Why no answer can have this header; null: it can. */
function wrongHeader(name: string, value: string): string | null {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return 'is not the name of a header'
  if (/^(content-length|transfer-encoding|connection)$/i.test(name)) return 'is set for every answer'
  return /^[\t\x20-\x7e\xa0-\xff]*$/.test(value) ? null : 'must be the value of a header, in one line'
}

const fault = z.discriminatedUnion(
  'kind',
  [
    described(
      z.strictObject({
        kind: z.literal('answer'),
        status: z
          .int('must be a whole number')
          .check(z.minimum(200, 'must be 200 to 599'), z.maximum(599, 'must be 200 to 599')),
        body: withDefault(text, ''),
        headers: withDefault(headers, {}),
      }),
      'Answer this instead. The call does not reach the region or the stream.',
    ),
    described(
      z.strictObject({
        kind: z.literal('drop'),
        when: z.enum(['before', 'after'], 'must be before or after'),
      }),
      'Cut the connection before the call is carried out, or after it, without an answer.',
    ),
    described(
      z.strictObject({ kind: z.literal('delay'), ms: count(0, 600_000) }),
      'Carry out the call this many milliseconds later.',
    ),
    described(
      z.strictObject({ kind: z.literal('half') }),
      'Carry out the call, and cut the connection after half of the answer.',
    ),
  ],
  'must be answer, drop, delay or half',
)
export type Fault = z.infer<typeof fault>

/** Which calls a fault spoils, and how. */
export const faultRule = z.strictObject({
  side: described(
    z.enum(['region', 'source'], 'must be region or source'),
    'The region with its sign-in and API, or the files of its streams as the gateway and browsers read them.',
  ),
  method: described(
    z.optional(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'], 'must be GET, HEAD, POST, PUT or DELETE')),
    'Without it: all methods.',
  ),
  path: described(
    z.optional(text),
    'The path with its query, below /MAAS/api/2.0/ or /streams/, and below /MAAS/ for sign-in (accounts/authenticate/); * stands for any characters: boot-sources/*. Without it: all paths.',
  ),
  skip: described(withDefault(count(0), 0), 'Let this many matching calls pass first.'),
  times: described(
    z.optional(count(1)),
    'Spoil this many calls. Without it: all calls, until it is removed.',
  ),
  fault: described(fault, 'What happens instead.'),
})
export type FaultRule = z.infer<typeof faultRule>
