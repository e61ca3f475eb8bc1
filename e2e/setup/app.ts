import { keyringsOf } from '#gateway/fetch/keyring-file.ts'
import { createLog } from '#gateway/http/log.ts'
import { startGateway } from '#gateway/server.ts'
import { createSourceProcess } from '#gateway/sources/process/source-process.ts'
import { leapingClock } from '#testing/leaping-clock.ts'
import { startFaultProxy, type FaultProxy } from '#testing/faults/fault-proxy.ts'
import { startSimulator } from '#simulator/serve.ts'
import type { Simulator } from '#simulator/serve.ts'

/** When every test begins, for the region, the gateway and the browser: nothing depends on today. */
export const START = Date.UTC(2026, 10, 23, 9, 0, 0)

/** Whose key the gateway asks with: that of the embedded region, one of its own, or that of each person. */
export type Access = 'embedded' | 'fixed-key' | 'sign-in'

/** Seals the sessions of tests; any other would do. */
const SECRET = 'a secret of the browser flows, long enough to seal with'

/** Shared by all tests of this process, which ends it; starting one for each test takes a second. */
const work = createSourceProcess({ idleMs: 600_000 })

/** The whole product of one test: an own region and the gateway in front of it, in this process. */
export type App = {
  /** Without a slash at the end. */
  url: string
  simulator: Simulator
  /** All that the gateway logged, at its most talkative. */
  log: readonly string[]
  /** Passwords and every part of every API key, also of keys that are gone: none may come out anywhere. */
  secrets(): ReadonlySet<string>
  /** Moves the wall clock of region and gateway: sessions age. Imports do not go on. */
  wait(ms: number): void
  /** What lies between gateway and region; null: nothing does. */
  proxy: FaultProxy | null
  /** Ends the gateway as a crash would; the page stays open. */
  stopGateway(): Promise<void>
  /** Starts it again where it was. */
  restartGateway(): Promise<void>
  close(): Promise<void>
}

type AppOptions = {
  /** From where streams may be read beside the region's own: `127.0.0.1` */
  readonly streamHosts?: readonly string[]
  /** Faults can be put between gateway and region. */
  readonly proxied?: boolean
  readonly access?: Access
  /** Where the product lives, with a slash at both ends. */
  readonly basePath?: string
}

/** The region's clock stands until the test moves it. */
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
      // on a busy machine, too, the first answer is complete
      detailWaitMs: 60_000,
      log: createLog('debug', (line) => {
        log.push(line)
        // a key made and deleted within one test is known too
        secrets()
      }),
      // with faults, the page reads again, and no test waits for that
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
