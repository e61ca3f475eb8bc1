import type * as z from 'zod/mini'
import { type MaasAnswer, refusalOf } from './maas-error.ts'
import type { ApiKey } from './oauth.ts'
import {
  createExchange,
  type ExchangeNeeds,
  type MaasBody,
  type MaasCall,
  type MaasStream,
  type Method,
  type ReadPart,
} from './region-exchange.ts'
import { readAnswer } from './read-answer.ts'

type Send = { query?: Record<string, string>; body?: MaasBody | MaasStream | undefined } & ReadPart

/** A region, used with one key. */
export type RegionClient = {
  /** `http://maas.example.com:5240`, for messages. */
  readonly where: string
  /** One call to `/MAAS/api/2.0/<path>`; resolves for a success (2xx) only, else throws a Refusal. */
  send(method: Method, path: string, send?: Send): Promise<MaasAnswer>
  /** GET whose JSON answer must match `schema`; throws a Refusal. */
  get<T>(path: string, schema: z.ZodMiniType<T>, query?: Record<string, string>): Promise<T>
  /** Seconds by which the clock of MAAS was ahead of ours in its last answer; null: not known. */
  clockAhead(): number | null
}

/** One MAAS region, shared by all callers. */
export type MaasRegion = {
  /** `http://maas.example.com:5240/MAAS` */
  readonly address: string
  /** The region used with one key; null: without a key, which is enough for the version. */
  as(key: ApiKey | null): RegionClient
  /**
   * Sends a form to a page of MAAS outside its API, without a key. Throws a Refusal unless it succeeds; its message may
   * repeat what was sent.
   */
  post(path: string, body: MaasBody): Promise<MaasAnswer>
  close(): Promise<void>
}

/** The client of one MAAS region. `maasUrl`: with or without the path /MAAS. */
export function createMaasRegion(maasUrl: string, needs: ExchangeNeeds): MaasRegion {
  const wire = createExchange(maasUrl, needs)
  const { where, address, close } = wire

  async function succeed(call: MaasCall, secrets: readonly string[]): Promise<MaasAnswer> {
    const answer = await wire.exchange(call)
    const success = answer.status >= 200 && answer.status <= 299
    if (success && !isPage(answer)) return answer
    throw refusalOf(hide(answer, secrets), call.path)
  }

  return {
    address,
    as(key) {
      const secrets = key ? [key.secret, key.token, key.consumer] : []
      const send: RegionClient['send'] = (method, path, send = {}) =>
        succeed({ method, path: `api/2.0/${path}`, key, ...send }, secrets)
      return {
        where,
        send,
        async get(path, schema, query) {
          const { text } = await send('GET', path, query ? { query } : {})
          return readAnswer(path.split('/')[0] ?? path, text, schema)
        },
        clockAhead: wire.clockAhead,
      }
    },
    post: (path, body) => succeed({ method: 'POST', path, body, key: null }, []),
    close,
  }
}

/** An API never answers with a web page: it comes from a proxy, a portal, or something that is not MAAS. */
const isPage = ({ type, text }: MaasAnswer) =>
  text.trim() !== '' && (/^text\/html\b/i.test(type) || /^\s*<(!doctype|html)\b/i.test(text))

const hide = (answer: MaasAnswer, secrets: readonly string[]): MaasAnswer => ({
  ...answer,
  text: secrets.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '…')), answer.text),
})
