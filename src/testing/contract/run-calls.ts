import { signature } from '#testing/simulator/fixture-client.ts'
import { CONTRACT } from './all-calls.ts'
import type { ContractCall, Door, ReceivedAnswer, SentRequest } from './contract-call.ts'

const STRANGER = 'a-consumer:a-token:a-secret'
const BOUNDARY = 'a-boundary-of-the-contract'

/** Sends every call of the tables through a door, one after the other. */
export async function runContract(door: Door): Promise<{ call: ContractCall; given: ReceivedAnswer }[]> {
  const answers: { call: ContractCall; given: ReceivedAnswer }[] = []
  for (const { scenario, calls } of CONTRACT) {
    await door.restart(scenario)
    for (const call of calls) answers.push({ call, given: await door.call(sentTo(door, call)) })
  }
  return answers
}

function sentTo({ maasUrl, keys, now }: Door, call: ContractCall): SentRequest {
  const [method = '', path = ''] = call.call.split(' ')
  const { as = 'admin' } = call
  const key = as === 'no one' ? null : as === 'a stranger' ? STRANGER : keys[as]
  const { type, body } = bodyOf(call)
  return {
    method,
    url: path.startsWith('/') ? `${maasUrl}${path}` : `${maasUrl}/api/2.0/${path}`,
    headers: {
      ...(key !== null && { Authorization: signature(key, now()) }),
      ...(type !== undefined && { 'Content-Type': type }),
    },
    body,
  }
}

function bodyOf({ form, parts, bytes }: ContractCall): { type?: string; body: string | null } {
  if (form !== undefined) {
    const pairs = Object.entries(form).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
    return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(pairs).toString() }
  }
  if (parts !== undefined)
    return { type: `multipart/form-data; boundary=${BOUNDARY}`, body: multipart(parts) }
  return bytes === undefined ? { body: null } : { type: 'application/octet-stream', body: bytes }
}

function multipart(parts: NonNullable<ContractCall['parts']>): string {
  const all = Object.entries(parts).map(([name, value]) => {
    const [file, text] = typeof value === 'string' ? ['', value] : ['; filename="file"', value.file]
    return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`
  })
  return `${all.join('')}--${BOUNDARY}--\r\n`
}

/** What is the same at every door: keys are other ones in each region, and the hash is of the same description. */
export const comparable = ({ status, headers, body }: ReceivedAnswer) => ({
  status,
  headers: Object.fromEntries(COMPARED.map((name) => [name, headers[name] ?? null])),
  body: body.replaceAll(/\b[0-9a-f]{18}\b|\b[0-9a-f]{32}\b/g, '#'),
})
const COMPARED = ['content-type', 'allow', 'vary', 'www-authenticate', 'x-maas-api-hash', 'x-frame-options']

/** How an answer differs from the expected one, in words; empty: it is as expected. */
export function differences({ call, given }: { call: ContractCall; given: ReceivedAnswer }): string[] {
  const { status, text, has, allow, json } = call
  const { body, headers } = given
  const checks: [holds: boolean, what: string][] = [
    [given.status === status, `status ${given.status} instead of ${status}`],
    [
      text === undefined || body === text,
      `the text ${JSON.stringify(body)} instead of ${JSON.stringify(text)}`,
    ],
    [has === undefined || body.includes(has), `no ${has} in ${body}`],
    [allow === undefined || headers['allow'] === allow, `Allow: ${headers['allow']} instead of ${allow}`],
    [json === undefined || includes(parsed(body), json), `no ${JSON.stringify(json)} in ${body}`],
  ]
  return checks.filter(([holds]) => !holds).map(([, what]) => `${call.call} (${call.title}): ${what}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a value has all the given fields; a list must have as many items. */
function includes(value: unknown, part: unknown): boolean {
  if (Array.isArray(part))
    return (
      Array.isArray(value) &&
      value.length === part.length &&
      part.every((one, index) => includes(value[index], one))
    )
  if (typeof part !== 'object' || part === null) return value === part
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map(Object.entries(value))
  return Object.entries(part).every(([name, one]) => includes(fields.get(name), one))
}
