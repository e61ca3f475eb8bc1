import { keyringsOf } from '#gateway/fetch/keyring-file.ts'
import { createLog } from '#gateway/http/log.ts'
import { startGateway } from '#gateway/server.ts'
import { createSourceProcess } from '#gateway/sources/process/source-process.ts'
import { rememberedWork } from '#kit/remembered-work.ts'
import { leapingClock } from '#kit/leaping-clock.ts'
import { startFaultProxy, type FaultProxy } from '#testing/faults/fault-proxy.ts'
import { startSimulator } from '#simulator/serve.ts'
import type { Simulator } from '#simulator/serve.ts'

/** The time at which every test begins, for region, gateway and browser: nothing depends on the current date. */
export const START = Date.UTC(2026, 10, 23, 9, 0, 0)

/** Whose key the gateway uses: the embedded region's, its own, or each user's. */
export type Access = 'embedded' | 'fixed-key' | 'sign-in'

/** Seals the sessions of tests; any other text would do. */
const SECRET = 'a secret of the browser flows, long enough to seal with'

/**
 * Shared by all tests of this process, which ends it at the end: starting one for each test takes a second, and reading
 * the demo streams again a fifth of a second.
 */
const work = rememberedWork(createSourceProcess({ idleMs: 600_000 }))

/** The whole product for one test: its own region and the gateway in front of it, in this process. */
export type App = {
  /** Without a slash at the end. */
  url: string
  simulator: Simulator
  /** The gateway's log at its most detailed level. */
  log: readonly string[]
  /** Passwords and every part of every API key, including deleted ones: none of them may appear anywhere. */
  secrets(): ReadonlySet<string>
  /** Moves the wall clock of region and gateway: sessions age, but imports do not continue. */
  wait(ms: number): void
  /** The proxy between gateway and region; null: there is none. */
  proxy: FaultProxy | null
  /** Ends the gateway like a crash; the page stays open. */
  stopGateway(): Promise<void>
  /** Starts it again at the same address. */
  restartGateway(): Promise<void>
  close(): Promise<void>
}

type AppOptions = {
  /** Hosts from which streams may be read in addition to the region's own: `127.0.0.1` */
  readonly streamHosts?: readonly string[]
  /** Whether faults can be put between gateway and region. */
  readonly proxied?: boolean
  readonly access?: Access
  /** The path of the product, with a slash at both ends. */
  readonly basePath?: string
}

/** The region's clock stands still until the test moves it. */
export async function startApp(
  scenario: string,
  { streamHosts = [], proxied = false, access = 'embedded', basePath = '/' }: AppOptions = {},
): Promise<App> {
  let wall = START
  const now = () => wall
  const simulator = await startSimulator({ scenario, speed: 0, now })
  const secrets = secretsOf(simulator)
  const log: string[] = []
  const proxy = proxied ? await startFaultProxy(simulator.maasUrl) : null
  const start = (port: number) =>
    startGateway({
      maasUrl: proxy?.url ?? simulator.maasUrl,
      credentials:
        access === 'sign-in'
          ? { kind: 'sign-in', secret: SECRET, secure: false }
          : { kind: 'fixed', apiKey: simulator.apiKey },
      port,
      basePath,
      embedded: access === 'embedded',
      rewrites: simulator.rewrites,
      work,
      streams: { allow: [new URL(simulator.streamsUrl).host, ...streamHosts] },
      keyringFile: keyringsOf(simulator.keyringFiles),
      assets: 'dist/page',
      now,
      pace: leapingClock(),
      // so that the first answer is complete even on a busy machine
      detailWaitMs: 60_000,
      log: createLog('debug', (line) => {
        log.push(line)
        // includes keys that are created and deleted within one test
        secrets()
      }),
      // with faults, the page reads again, and tests do not wait for that
      ...(proxy && { exchange: { wait: async () => undefined } }),
    })
  let gateway: Awaited<ReturnType<typeof startGateway>> | null = await start(0)
  const { port, url } = gateway

  async function stopGateway() {
    await gateway?.close()
    gateway = null
  }
  return {
    url: url.replace(/\/$/, ''),
    simulator,
    proxy,
    log,
    secrets,
    wait(ms) {
      wall += ms
    },
    stopGateway,
    async restartGateway() {
      await stopGateway()
      gateway = await start(port)
    },
    async close() {
      await stopGateway()
      await proxy?.close()
      await simulator.close()
    },
  }
}

/** Reads them once, at the first call. The demo password equals the user name, which is not secret. */
function secretsOf({ region }: Simulator): () => ReadonlySet<string> {
  const known = new Set<string>()
  const look = () => {
    for (const { username, password, keys } of region.users) {
      if (password !== username) known.add(password)
      for (const { consumer, token, secret } of keys)
        for (const part of [consumer, token, secret]) known.add(part)
    }
    return known
  }
  look()
  return look
}
