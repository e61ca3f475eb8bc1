import type { IncomingMessage } from 'node:http'
import { busy } from './caller-limits.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Reservation } from './memory-budget.ts'
import { parseJson } from '#lib/parse-json.ts'

/** Calls back when the caller has had enough time; the answer stops that. */
export type Patience = (ends: (message: string) => void) => () => void

/** Patience of this many ms. */
export const patienceOf =
  (ms: number): Patience =>
  (ends) => {
    const timer = setTimeout(() => ends(`The request did not arrive within ${ms / 1_000} seconds.`), ms)
    return () => clearTimeout(timer)
  }

type Terms = {
  /** Bytes. */
  readonly most: number
  /** Where its bytes are counted; the caller of this releases them. */
  readonly holding: Reservation
  /** Absent: as long as the server waits for any request. */
  readonly patience?: Patience
}

/** The JSON body of a request; undefined when it has none. Throws a Refusal. */
export async function readJson(request: IncomingMessage, terms: Terms): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > terms.most) throw tooLarge(terms.most)
  const body = await collect(request, terms)
  if (body.length === 0) return undefined
  const json = parseJson(body.toString('utf8'))
  if (json === undefined) throw new Refusal(400, 'bad-request', 'The request holds no readable JSON.')
  return json
}

/** All of a body. When it is refused, the rest is left unread: the caller can still read why. */
function collect(request: IncomingMessage, { most, holding, patience }: Terms): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = () => {
      stop?.()
      request.off('data', take).off('end', end).off('close', broken).pause()
    }
    const refuse = (refusal: Refusal) => {
      finish()
      reject(refusal)
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > most) return refuse(tooLarge(most))
      if (!holding.grow(size)) return refuse(busy('room'))
      chunks.push(chunk)
      return undefined
    }
    const end = () => {
      finish()
      resolve(Buffer.concat(chunks))
    }
    const broken = () => refuse(new Refusal(400, 'bad-request', 'The request broke off.'))
    const stop = patience?.((message) => refuse(new Refusal(408, 'bad-request', message)))
    if (request.destroyed) return broken()
    request.on('data', take).on('end', end).on('close', broken)
    return undefined
  })
}

const tooLarge = (most: number) => {
  const size = most < 1_024 * 1_024 ? `${most / 1_024} kB` : `${most / 1_024 / 1_024} MB`
  return new Refusal(413, 'bad-request', `The request is larger than ${size}.`)
}
