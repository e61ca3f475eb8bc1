import { keyringsOf } from '#gateway/keyring-file.ts'
import { startGateway } from '#gateway/server.ts'
import { startFaultProxy, type FaultProxy } from '#testing/fault-proxy.ts'
import { startSimulator } from '#simulator/serve.ts'
import type { Simulator } from '#simulator/serve.ts'

/** When every test begins, for the region, the gateway and the browser: nothing depends on today. */
export const START = Date.UTC(2026, 10, 23, 9, 0, 0)

/** The whole product of one test: an own region and the gateway in front of it, in this process. */
export type App = {
  url: string
  simulator: Simulator
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
}

/** The region's clock stands until the test moves it. */
export async function startApp(
  scenario: string,
  { streamHosts = [], proxied = false }: AppOptions = {},
): Promise<App> {
  const simulator = await startSimulator({ scenario, speed: 0, now: () => START })
  const proxy = proxied ? await startFaultProxy(simulator.maasUrl) : null
  const start = (port: number) =>
    startGateway({
      maasUrl: proxy?.url ?? simulator.maasUrl,
      credentials: { kind: 'fixed', apiKey: simulator.apiKey },
      port,
      embedded: true,
      rewrites: simulator.rewrites,
      streams: { allow: [new URL(simulator.streamsUrl).host, ...streamHosts] },
      keyringFile: keyringsOf(simulator.keyringFiles),
      assets: 'dist',
      now: () => START,
      // with faults reads are tried again, and nobody waits for that
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
