import { createControlClient, type ControlClient } from '#simulator/control/door/client.ts'
import { serveControl } from '#simulator/control/door/serve-control.ts'
import { startSimulator } from '#simulator/serve.ts'
import { checkRegion } from './check-region.ts'
import { rememberSimulator } from './inside.ts'

export { ControlError, createControlClient, type ControlClient } from '#simulator/control/door/client.ts'

/** The versions of MAAS that an embedded region can be. */
export type RegionVersion = '3.4' | '3.5' | '3.6' | '3.7' | '3.8'

/** How an embedded region starts. Everything can be left out. */
export type RegionOptions = {
  /** The state at the start: a name that `maas-images --scenario help` lists. By default `default`. */
  readonly scenario?: string
  /** The version of MAAS; by default that of the scenario. */
  readonly version?: RegionVersion
  /**
   * How many times as fast as the wall clock the region's time runs. By default 0: it stands still until
   * `control.advance()` or `control.setSpeed()`.
   */
  readonly speed?: number
  /** The port on 127.0.0.1; by default any free one. */
  readonly port?: number
  /** The API key of the scenario's user, as `consumer:token:secret`; by default a new one. */
  readonly key?: string
  /** The wall clock in milliseconds since 1970; by default `Date.now`. A product in front of the region needs the same. */
  readonly now?: () => number
}

/** A running MAAS region with demo data, on the loopback interface. It shares nothing with other regions. */
export type Region = {
  /** The address of its API: `http://127.0.0.1:N/MAAS` */
  readonly url: string
  /** An API key: of `admin`, or of `operator` in the scenario `read-only`. */
  readonly key: string
  /** Where its streams are served: `http://127.0.0.1:N/streams`, with `stable/`, `candidate/` and the keys in `keyring/`. */
  readonly streams: string
  /** Changes it from outside: state, time, streams, faults, people. */
  readonly control: ControlClient
  /** Where `control` sends its calls, for another process (see `createControlClient`). */
  readonly controlDoor: { readonly url: string; readonly token: string }
  /** Stops it and frees its ports. */
  close(): Promise<void>
}

/**
 * Starts an embedded MAAS region. Any number can run side by side.
 * @throws Error for a scenario, a version or a speed that no region can have, a key of another form, or a port that is taken
 */
export async function startRegion(options: RegionOptions = {}): Promise<Region> {
  checkRegion(options)
  const { scenario = 'default', version, speed = 0, port = 0, key, now = Date.now } = options
  const simulator = await startSimulator({
    scenario,
    speed,
    port,
    now,
    ...(version !== undefined && { version }),
    ...(key !== undefined && { apiKey: key }),
  })
  const door = await serveControl(simulator.control)
  const region: Region = {
    url: simulator.maasUrl,
    key: simulator.apiKey,
    streams: simulator.streamsUrl,
    control: createControlClient(door),
    controlDoor: { url: door.url, token: door.token },
    async close() {
      await Promise.all([door.close(), simulator.close()])
    },
  }
  rememberSimulator(region, simulator)
  return region
}
