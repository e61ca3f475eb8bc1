import { Readable } from 'node:stream'
import { rootCertificates } from 'node:tls'
import { Pool } from 'undici'
import { createMaasRegion, type MaasRegion } from './region-client.ts'
import type { ExchangeNeeds, MaasBody, MaasStream, Wire } from './region-exchange.ts'

type Trust = {
  /** PEM: certificate authorities to trust besides the public ones. */
  readonly ca?: string | undefined
}
export type HttpNeeds = Omit<ExchangeNeeds, 'wire'> & Trust

/** The client of one MAAS region over HTTP. `maasUrl`: with or without the path /MAAS. */
export const createHttpRegion = (maasUrl: string, { ca, ...needs }: HttpNeeds = {}): MaasRegion =>
  createMaasRegion(maasUrl, { ...needs, wire: httpWire(new URL(maasUrl).origin, { ca }) })

/** Kept-alive connections to one MAAS. */
function httpWire(origin: string, { ca }: Trust): Wire {
  const pool = new Pool(origin, {
    connections: 16,
    // set explicitly, because an environment variable could switch it off
    connect: {
      timeout: 5_000,
      rejectUnauthorized: true,
      ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
    },
  })
  return {
    async send({ body, ...call }) {
      const answer = await pool.request({ ...call, ...(body && { body: sendable(body) }) })
      return { status: answer.statusCode, headers: answer.headers, body: answer.body }
    },
    close: () => pool.destroy(),
  }
}

function sendable(body: MaasBody | MaasStream): Readable | Buffer | string {
  if ('stream' in body) return body.stream instanceof Readable ? body.stream : Readable.from(body.stream)
  return typeof body.bytes === 'string' ? body.bytes : Buffer.from(body.bytes)
}
