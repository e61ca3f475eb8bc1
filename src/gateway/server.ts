import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAddressPolicy } from '#gateway/addresses/address-policy.ts'
import { createCore } from './core.ts'
import { createAttempts } from '#gateway/session/attempts.ts'
import { createLoadLimits } from '#gateway/requests/load-limits.ts'
import type { CallerLimits } from '#gateway/requests/caller-limits.ts'
import { createDevices } from '#gateway/session/devices.ts'
import { createAnswers } from '#gateway/requests/answer-request.ts'
import { createHttpServer, type ServerLimits, type Tls } from '#gateway/requests/http-server.ts'
import { createRouteAnswers } from '#gateway/routes/route-answers.ts'
import { createInbounds } from '#gateway/requests/http-inbound.ts'
import { createHttpRegion, type HttpNeeds } from '#gateway/region/http-region.ts'
import { beginDigest } from '#gateway/sources/begin-digest.ts'
import type { KeyringFile } from '#gateway/fetch/keyring-file.ts'
import { type Log, silent } from '#gateway/http/log.ts'
import { createMetrics } from '#gateway/http/metrics.ts'
import { createMetricsRoute } from '#gateway/http/metrics-route.ts'
import { isKnownHost } from '#gateway/http/security.ts'
import { type KeyAccess, createSessions } from '#gateway/session/sessions.ts'
import { createFetcher } from '#gateway/fetch/source-fetch.ts'
import { type SourceWork, workHere } from '#gateway/sources/process/source-work.ts'
import { loadStaticFiles } from '#gateway/http/static-files.ts'
import { createProxies } from '#gateway/http/trusted-proxies.ts'

export type GatewayOptions = {
  /** `http://maas.example.com:5240/MAAS` */
  maasUrl: string
  /** The source of the API keys for MAAS. */
  credentials: KeyAccess
  host?: string
  /** 0: any free port. */
  port?: number
  /** The region is the embedded one, which the page shows. */
  embedded?: boolean
  /** Public address of a source -> the address to read instead. */
  rewrites?: readonly (readonly [from: string, to: string])[]
  /** Reads a keyring that MAAS names by path, if this machine has it. */
  keyringFile: (name: string) => Promise<KeyringFile>
  /** Further hosts that sources may be read from, hosts that are denied, and the largest file in bytes. */
  streams?: {
    readonly allow?: readonly string[]
    readonly deny?: readonly string[]
    readonly limitBytes?: number
  }
  /** Parses and verifies sources; by default in the thread of the gateway. */
  work?: SourceWork
  /** Folder of the built page. */
  assets?: string
  /** Further host names the gateway answers to; `*.domain` is every name below. */
  allowedHosts?: readonly string[]
  /** Path of the page for browsers, with a slash at both ends. */
  basePath?: string
  /** Serves HTTPS. */
  tls?: Tls | null
  /** Addresses and ranges whose X-Forwarded-* headers are trusted. */
  trustedProxies?: readonly string[]
  /** Serve `GET /metrics`; with a token only to callers who send it. */
  metrics?: boolean
  metricsToken?: string | null
  log?: Log
  /** Wall clock, ms: OAuth timestamps, sessions, the age of a catalogue. */
  now?: () => number
  /** The clock for cached answers of the region, ms; tests may move it apart from `now`. */
  pace?: () => number
  /** How long an answer about images waits for details of single resources, ms; the next answers have the rest. */
  detailWaitMs?: number
  /** Time limits for browsers, and how much of the gateway all of them together may use. */
  limits?: Partial<ServerLimits & CallerLimits>
  /** Time limits for the region, and how reads are retried. */
  exchange?: Omit<HttpNeeds, 'now'>
}
export type Gateway = {
  readonly url: string
  readonly port: number
  /** Reads everything from the region and its sources again: it has become another one, as after a restore of its database. */
  forgetRegion(): void
  close(): Promise<void>
}

/**
 * Starts the gateway. Rejects when the API key is malformed, the secret for sessions is too short, the folder has no
 * page, the certificate does not match the key, or the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    host = '127.0.0.1',
    port = 0,
    embedded = false,
    allowedHosts = [],
    log = silent,
    basePath = '/',
    tls = null,
    now = Date.now,
    pace = now,
    limits = {},
  } = options
  const signIn = options.credentials.kind === 'sign-in'
  const files =
    options.assets === undefined ? null : await loadStaticFiles(options.assets, { basePath, signIn })
  const proxies = createProxies(options.trustedProxies ?? [])
  const load = createLoadLimits(limits, { proxies, log, now })
  const metrics = options.metrics ? createMetrics({ ...load.figures, keys: () => core.keys() }) : null
  const seen = metrics ? { seen: metrics.regionCalled } : {}
  const region = createHttpRegion(options.maasUrl, { ...options.exchange, ...seen, now })
  const seals = { embedded, region: region.address, now, path: basePath }
  const sessions = await createSessions(options.credentials, seals)
  const devices = await createDevices(options.credentials, seals)
  const { allow = [], deny = [], limitBytes } = options.streams ?? {}
  const fetcher = createFetcher({
    rewrites: options.rewrites ?? [],
    policy: createAddressPolicy({ allow, deny }),
    ...(limitBytes !== undefined && { limits: { bytes: limitBytes } }),
  })

  const core = createCore({
    region,
    sessions,
    devices,
    attempts: createAttempts(now),
    fetcher,
    work: options.work ?? workHere(beginDigest),
    keyringFile: options.keyringFile,
    embedded,
    now,
    pace,
    ...(options.detailWaitMs !== undefined && { detailWaitMs: options.detailWaitMs }),
  })
  const answer = createAnswers({
    match: core.match,
    answerRoute: createRouteAnswers(core.answer, createInbounds(load.inbound)),
    answerMetrics: metrics && createMetricsRoute(metrics, options.metricsToken ?? null),
    files,
  })
  const answered = metrics?.answered ?? (() => undefined)
  const isOurs = (header: string | undefined) => isKnownHost(header, host, allowedHosts)
  const server = createHttpServer({ basePath, tls, log, answered, isOurs, answer, limits, ...load.server })

  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    core.close()
    await Promise.all([closed, region.close(), fetcher.close()])
  }
  try {
    await once(server.listen(port, host), 'listening')
  } catch (error) {
    await Promise.all([region.close(), fetcher.close()])
    throw error
  }
  const actual = (server.address() as AddressInfo).port
  const name = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host
  const url = `${tls ? 'https' : 'http'}://${name}:${actual}${basePath.replace(/\/$/, '')}`
  return { url, port: actual, forgetRegion: () => core.forgetRegion(), close }
}
