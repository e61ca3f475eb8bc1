import * as z from 'zod/mini'
import { Refusal } from './refusal.ts'

/** What MAAS answered, body read. */
export type MaasAnswer = { readonly status: number; readonly type: string; readonly text: string }

const fieldErrors = z.record(z.string(), z.union([z.array(z.string()), z.string()]))
const LONGEST = 500

/**
 * A MAAS answer that is no success, in the gateway's words. MAAS says validation errors as
 * 400 JSON `{field: [message]}` and nearly all else as plain text; what is neither is not shown.
 */
export function refusalOf(answer: MaasAnswer): Refusal {
  const { status } = answer
  // With a wrong secret the body of MAAS's 401 spells out the right one: it is never looked at.
  if (status === 401) {
    return new Refusal(
      401,
      'unauthorised',
      'MAAS does not accept the API key of this server. Start it again with a valid MAAS_API_KEY.',
    )
  }
  const fields = fieldsOf(answer)
  const said = fields ? sentence(fields) : plainText(answer)
  if (status === 403)
    return new Refusal(403, 'forbidden', said ?? 'MAAS does not allow this user to do that.')
  if (status === 404 || (status === 500 && /^\w+ matching query does not exist\.$/.test(said ?? ''))) {
    return new Refusal(404, 'not-found', said ?? 'MAAS does not know this object (any more).')
  }
  if (status === 502 || status === 503 || status === 504) {
    return new Refusal(
      502,
      'region-unreachable',
      'The web server of MAAS answers, but the region behind it does not. Check that MAAS is running.',
    )
  }
  if (status === 400) {
    return new Refusal(400, 'bad-request', said ?? 'MAAS did not accept the request.', fields ?? undefined)
  }
  return new Refusal(
    status < 500 ? status : 502,
    'region-refused',
    said ? `MAAS answered with an error (${status}): ${said}` : `MAAS answered with an error (${status}).`,
  )
}

function fieldsOf({ type, text }: MaasAnswer): Record<string, string[]> | null {
  if (!type.startsWith('application/json')) return null
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const parsed = fieldErrors.safeParse(json)
  if (!parsed.success) return null
  return Object.fromEntries(
    Object.entries(parsed.data).map(([field, said]) => [
      field.slice(0, 100),
      [said].flat().map((one) => one.slice(0, LONGEST)),
    ]),
  )
}

function sentence(fields: Record<string, string[]>): string | null {
  const parts = Object.entries(fields).map(([field, said]) =>
    field === '__all__' ? said.join(' ') : `${field}: ${said.join(' ')}`,
  )
  return parts.join(' ').slice(0, 2_000) || null
}

function plainText({ type, text }: MaasAnswer): string | null {
  if (!type.startsWith('text/plain') || /<\/?\w/.test(text)) return null
  // MAAS before 3.7 forgets to fill in what it could not delete.
  const said = text.trim().replace('Unable to delete %s %s.', 'Unable to delete this selection.')
  return said.slice(0, LONGEST) || null
}
