import { errors, Pool } from 'undici'
import type * as z from 'zod/mini'
import { type MaasAnswer, refusalOf } from './maas-error.ts'
import { type ApiKey, oauthHeader } from './oauth.ts'
import { Refusal } from './refusal.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
/** An encoded body and its content type. */
export type MaasBody = { readonly type: string; readonly bytes: Uint8Array | string }
type Send = { query?: Record<string, string>; body?: MaasBody | undefined }

export type RegionClient = {
  /** `http://maas.example.com:5240`, for messages. */
  readonly where: string
  /** One call to `/MAAS/api/2.0/<path>`; resolves for a success (2xx) only, else throws a Refusal. */
  send(method: Method, path: string, send?: Send): Promise<MaasAnswer>
  /** GET whose JSON answer must be what `schema` says; throws a Refusal. */
  get<T>(path: string, schema: z.ZodMiniType<T>, query?: Record<string, string>): Promise<T>
  close(): Promise<void>
}

const READ_MS = 20_000
// MAAS answers some writes only after it has talked to its workers.
const WRITE_MS = 60_000
const LARGEST = 64 * 1024 * 1024

/** Speaks to one MAAS region with one API key, over kept connections. Headers are made here, none is passed on. */
export function createRegionClient(maasUrl: string, key: ApiKey, now = Date.now): RegionClient {
  const base = new URL(maasUrl)
  const prefix = base.pathname.replace(/\/+$/, '') || '/MAAS'
  const pool = new Pool(base.origin, { connections: 16, connect: { timeout: 5_000 } })

  async function exchange(method: Method, path: string, { query, body }: Send): Promise<MaasAnswer> {
    const search = query ? `?${new URLSearchParams(query)}` : ''
    const answer = await pool.request({
      method,
      path: `${prefix}/api/2.0/${path}${search}`,
      headers: {
        authorization: oauthHeader(key, now()),
        accept: 'application/json',
        ...(body && { 'content-type': body.type }),
      },
      ...(body && { body: typeof body.bytes === 'string' ? body.bytes : Buffer.from(body.bytes) }),
      signal: AbortSignal.timeout(method === 'GET' ? READ_MS : WRITE_MS),
    })
    const type = String(answer.headers['content-type'] ?? '')
    return { status: answer.statusCode, type, text: await readText(answer.body) }
  }

  async function send(method: Method, path: string, send: Send = {}): Promise<MaasAnswer> {
    const answer = await exchange(method, path, send)
      .catch((error: unknown) => {
        // A kept connection may have been closed under our hands: reading once more does no harm.
        if (method !== 'GET' || !wasCut(error)) throw error
        return exchange(method, path, send)
      })
      .catch((error: unknown) => {
        throw error instanceof Refusal ? error : unreachable(base.host, error)
      })
    if (answer.status < 200 || answer.status > 299) throw refusalOf(hideKey(answer, key))
    return answer
  }

  return {
    where: base.origin,
    send,
    async get(path, schema, query) {
      const { text } = await send('GET', path, query ? { query } : {})
      let json: unknown
      try {
        json = JSON.parse(text)
      } catch {
        json = undefined
      }
      const parsed = schema.safeParse(json)
      if (!parsed.success) {
        const message = `MAAS answered ${path.split('/')[0]} in a form this page does not understand.`
        throw new Refusal(502, 'region-unreadable', message)
      }
      return parsed.data
    },
    close: () => pool.destroy(),
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > LARGEST) throw new Refusal(502, 'region-unreadable', 'The answer of MAAS is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function hideKey(answer: MaasAnswer, key: ApiKey): MaasAnswer {
  return { ...answer, text: answer.text.replaceAll(key.secret, '…').replaceAll(key.token, '…') }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function wasCut(error: unknown): boolean {
  return error instanceof errors.SocketError || codeOf(error) === 'ECONNRESET'
}

const CAUSES: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to it in the network',
  ENETUNREACH: 'there is no way to it in the network',
}

function unreachable(host: string, error: unknown): Refusal {
  const code = codeOf(error)
  const late = /TIMEOUT|TIMEDOUT/.test(code) || (error instanceof Error && error.name === 'TimeoutError')
  const tls = /CERT|SSL|TLS|SELF_SIGNED/.test(code)
  const cause = late
    ? 'it did not answer in time'
    : tls
      ? 'its certificate is not trusted here'
      : (CAUSES[code] ?? 'the connection failed')
  return new Refusal(
    late ? 504 : 502,
    'region-unreachable',
    `Cannot reach the MAAS region at ${host}: ${cause}. Check that MAAS is running and that this server can reach it.`,
  )
}
