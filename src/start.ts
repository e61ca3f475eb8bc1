import { resolve } from 'node:path'
import type { Access } from './gateway/options/access-options.ts'
import { keyringsOf, readKeyringFile } from './gateway/fetch/keyring-file.ts'
import { helpText } from './gateway/options/help.ts'
import { readOptions, type StartOptions } from './gateway/options/options.ts'
import { readMetricsToken } from './gateway/options/metrics-token.ts'
import { readSecret } from './gateway/session/session-secret.ts'
import type { NetworkOptions } from './gateway/options/network-options.ts'
import { readPem } from './gateway/options/pem-file.ts'
import type { Credentials } from './gateway/session/sessions.ts'
import { startNotices } from './gateway/options/start-notices.ts'

// What is heavy is imported when it is needed, so that --help and a wrong argument answer at once.

const PROJECT = resolve(import.meta.dirname, '..')

type Running = { readonly close: () => Promise<unknown> }

const understood = readOptions(process.argv.slice(2), process.env)
if (understood.kind === 'help') process.stdout.write(helpText())
else if (understood.kind === 'wrong') fail(understood.message)
else await run(understood.options)

async function run(options: StartOptions): Promise<void> {
  const running: Running[] = []
  let stopping = 0
  const stop = async (code: number) => {
    if (stopping > 0) {
      // The second Ctrl-C does not wait. What comes at once is the first one again, passed on by npm.
      if (Date.now() - stopping > 500) process.exit(130)
      return
    }
    stopping = Date.now()
    for (const one of running.reverse()) await one.close()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0))

  try {
    const region = await openRegion(options, running)
    const assets = options.dev ? {} : { assets: await build() }
    const { startGateway } = await import('#gateway/server.ts')
    const { createSourceProcess, megabytesFor } = await import('./gateway/sources/source-process.ts')
    const work = createSourceProcess({ megabytes: megabytesFor(options.streams.limitBytes) })
    running.push(work)
    const { host, access, network } = options
    const secure = network.tls !== null || network.trustedProxies.length > 0
    const port = options.dev ? 0 : options.port
    const { apiKey, ...rest } = region
    const gateway = await startGateway({
      host,
      port,
      ...rest,
      work,
      credentials: await credentialsOf(access, apiKey, secure),
      ...assets,
      ...(await readNetwork(network)),
    })
    running.push(gateway)
    const url = options.dev ? await openDevServer(options, gateway.url, running) : gateway.url
    console.log(`MAAS Images is ready: ${url}/`)
    console.log(
      options.maas ? `Region: ${region.maasUrl}` : 'Region: embedded, nothing outside is needed or changed',
    )
    if ('streamsUrl' in region)
      console.log(
        `Its streams: ${region.streamsUrl}/{stable,candidate}/, signed with ${region.streamsUrl}/keyring/demo.gpg`,
      )
    for (const notice of startNotices({ access, host, embedded: !options.maas, secure })) console.log(notice)
    console.log('Press Ctrl-C to stop')
  } catch (error) {
    if (stopping > 0) return
    console.error(explain(error, options))
    await stop(1)
  }
}

/** Network options for the gateway, with the content of the files they name. */
async function readNetwork(network: NetworkOptions) {
  const { basePath, tls, ca, trustedProxies, allowHosts, logLevel, metrics, metricsToken } = network
  const { createLog } = await import('./gateway/http/log.ts')
  return {
    basePath,
    trustedProxies,
    metrics,
    metricsToken: metricsToken && (await readMetricsToken(metricsToken)),
    allowedHosts: allowHosts,
    tls: tls && {
      cert: await readPem('--tls-cert', tls.cert),
      key: await readPem('--tls-key', tls.key),
    },
    ...(ca !== null && { exchange: { ca: await readPem('--ca', ca) } }),
    log: createLog(logLevel, (line) => void process.stderr.write(line)),
  }
}

/** `own`: the key of the embedded region; '' with another one. */
async function credentialsOf(access: Access, own: string, secure: boolean): Promise<Credentials> {
  if (access.kind === 'sign-in') {
    return { kind: 'sign-in', secret: await readSecret(access.secret), secure }
  }
  return { kind: 'fixed', apiKey: access.kind === 'fixed' ? access.apiKey : own }
}

/** The region to talk to: the given one, or the embedded one, started here. */
async function openRegion({ maas, scenario, speed, streams }: StartOptions, running: Running[]) {
  const { allow, deny, limitBytes } = streams
  if (maas) {
    return {
      maasUrl: maas.url,
      apiKey: '',
      streams: { allow, deny, limitBytes },
      keyringFile: (name: string) => readKeyringFile(name, streams.keyringFolders),
    }
  }
  const { startSimulator } = await import('#simulator/serve.ts')
  const simulator = await startSimulator({ speed, ...(scenario !== null && { scenario }) })
  running.push(simulator)
  return {
    maasUrl: simulator.maasUrl,
    apiKey: simulator.apiKey,
    embedded: true,
    streamsUrl: simulator.streamsUrl,
    rewrites: simulator.rewrites,
    // The demo's own streams may be given as a mirror, by the address that is printed.
    streams: { allow: [...allow, new URL(simulator.streamsUrl).host], deny, limitBytes },
    keyringFile: keyringsOf(simulator.keyringFiles),
  }
}

/** The folder of the built page, built first when it is missing or older than its sources. */
async function build(): Promise<string> {
  const dist = resolve(PROJECT, 'dist')
  const { isBuilt } = await import('./start/freshness.ts')
  if (!(await isBuilt(PROJECT, dist))) {
    console.log('Building the page…')
    const { buildPage } = await import('./build-page.ts')
    await buildPage(PROJECT)
  }
  return dist
}

/** Vite's own server with hot reload; it passes the gateway's paths on. */
async function openDevServer(
  { host, port }: StartOptions,
  gateway: string,
  running: Running[],
): Promise<string> {
  const { createServer } = await import('vite')
  // The Host of the browser stays: the gateway compares it with the Origin of a write.
  const pass = { target: gateway, changeOrigin: false }
  const { pagePolicy, NONCE_PLACEHOLDER, SECURITY_HEADERS } = await import('./gateway/http/security.ts')
  const vite = await createServer({
    root: PROJECT,
    logLevel: 'warn',
    server: {
      host,
      port,
      strictPort: true,
      proxy: { '/gateway': pass, '/MAAS': pass, '/healthz': pass },
      // The same policy as in the product, with a nonce that stands still, and the socket of hot reload.
      headers: {
        ...SECURITY_HEADERS,
        'Content-Security-Policy': `${pagePolicy(NONCE_PLACEHOLDER)}; connect-src 'self' ws:`,
      },
    },
  })
  running.push(vite)
  await vite.listen()
  return (vite.resolvedUrls?.local[0] ?? vite.resolvedUrls?.network[0] ?? '').replace(/\/$/, '')
}

function explain(error: unknown, { host, port }: StartOptions): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'EADDRINUSE' || /^Port \d+ is already in use/.test(message)) {
    return `Port ${port} on ${host} is taken by another program. Choose another one: npm start -- --port ${port + 1}`
  }
  if (code === 'EACCES') return `This user may not listen on port ${port}. Choose one above 1023 with --port.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine has no address ${host}. Choose another --host.`
  return message
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
