import { base64Body, type Part } from '#testing/recorded/base64-body.ts'
import { signature } from '#testing/simulator/fixture-client.ts'
import type { ClientAnswer } from './steps.ts'

/* What the maas command and python-libmaas send: multipart bodies whose parts are in base64. */

export type PythonRequest = {
  sends: string
  /** Empty: a body without parts, which python-libmaas sends with everything that is not a GET. */
  parts?: Part[]
  /** The bytes of an uploaded file. */
  bytes?: number[]
  /** A form of a page outside the API, whose path is absolute. */
  form?: Record<string, string>
  unsigned?: true
}

type Region = { maasUrl: string; apiKey: string; clock: { wall(): number } }

/** `hash`: of the description of the API; null: the answer has none. */
export async function sendAsPython(
  region: Region,
  request: PythonRequest,
): Promise<ClientAnswer & { hash: string | null }> {
  const [method = '', path = ''] = request.sends.split(' ')
  const url = path.startsWith('/') ? new URL(path, region.maasUrl) : `${region.maasUrl}/api/2.0/${path}`
  const { body, type } = bodyOf(request)
  const response = await fetch(url, {
    method,
    body,
    headers: {
      ...(type !== null && { 'Content-Type': type }),
      ...(request.unsigned !== true && { Authorization: signature(region.apiKey, region.clock.wall()) }),
    },
  })
  const hash = response.headers.get('X-MAAS-API-Hash')
  return { status: response.status, body: await response.text(), hash }
}

function bodyOf({ parts, bytes, form }: PythonRequest): { body: BodyInit | null; type: string | null } {
  if (bytes !== undefined) return { body: new Uint8Array(bytes), type: 'application/octet-stream' }
  if (form !== undefined) return { body: new URLSearchParams(form), type: null }
  if (parts === undefined) return { body: null, type: null }
  const { raw, type } = base64Body(parts)
  return { body: raw, type }
}
