import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAddressPolicy } from './address-policy.ts'
import { createAttempts } from './attempts.ts'
import { createCallers } from './callers.ts'
import { createCatalogueReader } from './catalogue-reader.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { createDispatch } from './dispatch.ts'
import type { KeyringFile } from './keyring-file.ts'
import { maasRoutes } from './maas-routes.ts'
import { problemOf, Refusal } from './refusal.ts'
import { createRegion } from './region-client.ts'
import type { ExchangeNeeds } from './region-exchange.ts'
import { createRegionFacts } from './region-facts.ts'
import { createMatcher } from './routes.ts'
import { isKnownHost, SECURITY_HEADERS } from './security.ts'
import { sendJson } from './send-json.ts'
import { sessionRoutes } from './session-routes.ts'
import { type Credentials, createSessions } from './sessions.ts'
import { createFetcher } from './source-fetch.ts'
import { loadStaticFiles } from './static-files.ts'

/** A keyring travels in the address of a request. */
const MOST_HEADER_BYTES = 48 * 1024

export type GatewayOptions = {
  /** `http://maas.example.com:5240/MAAS` */
  maasUrl: string
  /** Whose keys MAAS is asked with. */
  credentials: Credentials
  host?: string
  /** 0: any free one. */
  port?: number
  /** The region is the embedded one; the page says so. */
  embedded?: boolean
  /** Public stream address -> the one to read instead. */
  rewrites?: readonly (readonly [from: string, to: string])[]
  /** A keyring that MAAS names by path, if this machine has it. */
  keyringFile: (name: string) => Promise<KeyringFile>
  /** Hosts of streams that may be read beside the public and private ones, or may not; bytes of one file. */
  streams?: {
    readonly allow?: readonly string[]
    readonly deny?: readonly string[]
    readonly limitBytes?: number
  }
  /** Folder of the built page. */
  assets?: string
  /** Further names under which a gateway on loopback may be asked. */
  allowedHosts?: readonly string[]
  log?: (line: string) => void
  /** Wall clock, ms: OAuth timestamps, sessions, the age of a catalogue. */
  now?: () => number
  /** How long the region is waited for, and how reads are tried again. */
  exchange?: Omit<ExchangeNeeds, 'now'>
}
export type Gateway = { readonly url: string; readonly port: number; close(): Promise<void> }

/**
 * Starts the gateway. Rejects when the key is no API key, the secret of sessions too short, the folder holds no page,
 * or the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    host = '127.0.0.1',
    port = 0,
    embedded = false,
    allowedHosts = [],
    log = () => undefined,
    now = Date.now,
  } = options
  const files = options.assets === undefined ? null : await loadStaticFiles(options.assets)
  const region = createRegion(options.maasUrl, { ...options.exchange, now })
  const sessions = await createSessions(options.credentials, { embedded, region: region.address, now })
  const { allow = [], deny = [], limitBytes } = options.streams ?? {}
  const fetcher = createFetcher({
    rewrites: options.rewrites ?? [],
    policy: createAddressPolicy({ allow, deny }),
    ...(limitBytes !== undefined && { limits: { bytes: limitBytes } }),
  })

  const callers = createCallers(region, { embedded, now })
  const dispatch = createDispatch({ sessions, callers })
  const attempts = createAttempts(now)
  const facts = createRegionFacts(region, now)
  const catalogue = createCatalogueReader({ fetcher, keyringFile: options.keyringFile, now })
  const match = createMatcher([
    ...sessionRoutes({ region, sessions, attempts, facts }),
    { method: 'GET', path: '/healthz', open: true, handle: async () => ok({ status: 'ok' }) },
    { method: 'GET', path: '/gateway/region', handle: async (_, caller) => ok(await caller.regionAnswer()) },
    { method: 'GET', path: '/gateway/images', handle: async (_, caller) => ok(await caller.images()) },
    ...maasRoutes(),
    ...catalogueRoutes(catalogue),
  ])

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request
    if (!isKnownHost(request.headers.host, host, allowedHosts)) {
      throw new Refusal(421, 'forbidden', 'This name is not one the gateway answers to.')
    }
    const found = match(method, url)
    if (!found) return answerFile(request, response)
    return dispatch(found, { request, response })
  }

  async function answerFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request
    if (/^\/(MAAS|gateway|healthz)(?![\w-])/.test(url)) {
      throw new Refusal(404, 'not-found', 'The gateway offers nothing at this address.')
    }
    const reading = method === 'GET' || method === 'HEAD'
    if (reading && (await files?.answer(request, response))) return
    const text = files ? 'There is nothing at this address.\n' : 'This gateway serves no page.\n'
    response.setHeader('Cache-Control', 'no-store')
    response.writeHead(reading ? 404 : 405, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
  }

  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES }, (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    answer(request, response).catch((error: unknown) => {
      const requestId = randomBytes(6).toString('hex')
      if (response.headersSent) {
        response.destroy()
        return
      }
      const refusal =
        error instanceof Refusal ? error : new Refusal(500, 'internal', 'The gateway failed at this request.')
      const detail = refusal === error ? refusal.code : String(error)
      log(`${requestId} ${request.method} ${request.url?.slice(0, 200)} ${refusal.status} ${detail}`)
      if (!request.complete) response.setHeader('Connection', 'close')
      if (refusal.retryAfter !== undefined) response.setHeader('Retry-After', refusal.retryAfter)
      sendJson(response, refusal.status, problemOf(refusal, requestId))
    })
  })
  server.headersTimeout = 15_000
  server.requestTimeout = 60_000

  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    catalogue.close()
    await Promise.all([closed, region.close(), fetcher.close()])
  }
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
  } catch (error) {
    await Promise.all([region.close(), fetcher.close()])
    throw error
  }
  const actual = (server.address() as AddressInfo).port
  const name = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host
  return { url: `http://${name}:${actual}`, port: actual, close }
}

const ok = (body: unknown) => ({ status: 200, body })
