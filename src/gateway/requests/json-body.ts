import type { IncomingMessage } from 'node:http'
import { busy } from './caller-limits.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Reservation } from './memory-budget.ts'
import { jsonOf, bodyTooLarge } from './json-text.ts'

/** Calls back when the body has taken too long; call the result to cancel. */
export type BodyTimeout = (ends: (message: string) => void) => () => void

export const timeoutAfter =
  (ms: number): BodyTimeout =>
  (ends) => {
    const timer = setTimeout(() => ends(`The request did not arrive within ${ms / 1_000} seconds.`), ms)
    return () => clearTimeout(timer)
  }

type Limits = {
  /** Bytes. */
  readonly most: number
  /** Counts its bytes; the caller releases it. */
  readonly reservation: Reservation
  /** Absent: the time limit of the server for any request. */
  readonly timeout?: BodyTimeout
}

/** The JSON body of a request; undefined when it has none. Throws a Refusal. */
export async function readJson(request: IncomingMessage, limits: Limits): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > limits.most) throw bodyTooLarge(limits.most)
  const body = await collect(request, limits)
  if (body.length === 0) return undefined
  return jsonOf(body.toString('utf8'))
}

/** The whole body. When it is refused, the rest stays unread, so that the caller can still read the reason. */
function collect(request: IncomingMessage, { most, reservation, timeout }: Limits): Promise<Buffer> {
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
      if (size > most) return refuse(bodyTooLarge(most))
      if (!reservation.grow(size)) return refuse(busy('memory'))
      chunks.push(chunk)
      return undefined
    }
    const end = () => {
      finish()
      resolve(Buffer.concat(chunks))
    }
    const broken = () => refuse(new Refusal(400, 'bad-request', 'The request ended early.'))
    const stop = timeout?.((message) => refuse(new Refusal(408, 'bad-request', message)))
    if (request.destroyed) return broken()
    request.on('data', take).on('end', end).on('close', broken)
    return undefined
  })
}
