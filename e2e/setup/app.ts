import { startFaultProxy, type FaultProxy } from '#testing/faults/fault-proxy.ts'
import { startProduct, type Access, type Product } from '#kit/gateway.ts'
import { simulatorOf } from '#kit/inside.ts'
import { startRegion, type Region, type RegionVersion } from '#kit/region.ts'
import type { Simulator } from '#simulator/serve.ts'

/** The time at which every test begins, for region, gateway and browser: nothing depends on the current date. */
export const START = Date.UTC(2026, 10, 23, 9, 0, 0)

/** Seals the sessions of tests; any other text would do. */
const SECRET = 'a secret of the browser flows, long enough to seal with'

/** The whole product for one test: its own region and the gateway in front of it, in this process. */
export type App = Product & {
  /** The region as the package exports it, and what it consists of. */
  handle: Region
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
}

type AppOptions = {
  /** The version of MAAS; null: that of the scenario. */
  readonly version?: RegionVersion | null
  /** How many times as fast as the wall clock of the test the region's time runs. */
  readonly speed?: number
  /** Hosts from which streams may be read in addition to the region's own: `127.0.0.1` */
  readonly streamHosts?: readonly string[]
  /** Whether faults can be put between gateway and region. */
  readonly proxied?: boolean
  readonly access?: Access
  /** The path of the product, with a slash at both ends. */
  readonly basePath?: string
}

/** The region's clock stands still until the test moves it, as the wall clock does. */
export async function startApp(
  scenario: string,
  {
    version = null,
    speed = 0,
    streamHosts = [],
    proxied = false,
    access = 'embedded',
    basePath = '/',
  }: AppOptions = {},
): Promise<App> {
  let wall = START
  const now = () => wall
  const handle = await startRegion({ scenario, speed, now, ...(version && { version }) })
  const simulator = simulatorOf(handle)
  const secrets = secretsOf(simulator)
  const log: string[] = []
  const proxy = proxied ? await startFaultProxy(handle.url) : null
  const start = (port: number) =>
    startProduct({
      region: handle,
      ...(proxy && { through: proxy.url }),
      access,
      secret: SECRET,
      port,
      basePath,
      streamHosts,
      page: 'dist/page',
      now,
      log(line) {
        log.push(line)
        // includes keys that are created and deleted within one test
        secrets()
      },
    })
  let product: Product | null = await start(0)
  const { port, url } = product

  async function stopGateway() {
    await product?.close()
    product = null
  }
  return {
    url,
    port,
    handle,
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
      product = await start(port)
    },
    async close() {
      await stopGateway()
      await proxy?.close()
      await handle.close()
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
