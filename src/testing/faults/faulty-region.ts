import { vi } from 'vitest'
import { startGateway } from '#gateway/server.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts'
import { FAULTS, type ProxyFault } from './faults.ts'
import { leapingClock } from '#lib/leaping-clock.ts'
import { fetchFrom } from '#testing/gateway/fetch-from.ts'

const START = Date.UTC(2026, 10, 23, 9, 0, 0)

export type FaultyRegion = {
  readonly simulator: Simulator
  readonly proxy: FaultProxy
  /** Gives this fault to the nth call from now on; 1 is the next one. */
  readonly inject: (nth: number, fault: CallFault) => void
  /** Lets a late call reach the region; resolves when it has arrived. */
  readonly deliverLate: () => Promise<void>
  /** Writes that the region applied, in their order: `POST boot-sources/1/selections/`. */
  readonly writes: () => string[]
  readonly close: () => Promise<void>
}

/**
 * Injects a fault: for one call, a wait that the gateway ends, or a fault for this call and all after it.
 */
export type CallFault = (
  at: Pick<FaultyRegion, 'proxy'> & {
    /** Ends the time limits of all waiting calls. */
    readonly endTimeLimits: () => void
    readonly onLate: (deliverLate: () => Promise<void>) => void
  },
  nth: number,
) => void

/**
 * A region, a gateway, and between them a proxy with faults; `fetch` calls this gateway. Tests do not wait: the gateway
 * makes no pauses, and its time limits end when a fault holds a call.
 */
export async function startFaultyRegion(
  prepare: (simulator: Simulator) => void,
  scenario = 'default',
): Promise<FaultyRegion> {
  const simulator = await startSimulator({ scenario, speed: 0, now: () => START })
  prepare(simulator)
  const proxy = await startFaultProxy(simulator.maasUrl)
  const limits = new Set<AbortController>()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const limit = new AbortController()
    limits.add(limit)
    return limit.signal
  })
  const gateway = await startGateway({
    maasUrl: proxy.url,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    keyringFile: async () => ({ state: 'elsewhere' }),
    now: () => START,
    pace: leapingClock(),
    exchange: { random: () => 0, wait: async () => undefined },
  })
  fetchFrom(gateway)

  let deliver = async () => {}
  const region = {
    simulator,
    proxy,
    deliverLate: () => deliver(),
    writes: () =>
      proxy.seen
        .filter(({ method, status }) => method !== 'GET' && status !== null && status < 300)
        .map(({ method, path }) => `${method} ${path.replace(/^.*\/api\/2\.0\//, '')}`),
    async close() {
      vi.unstubAllGlobals()
      timeout.mockRestore()
      await gateway.close()
      await proxy.close()
      await simulator.close()
    },
  }
  const endTimeLimits = () => {
    for (const limit of limits) limit.abort(new DOMException('The time is over.', 'TimeoutError'))
    limits.clear()
  }
  return {
    ...region,
    inject: (nth, fault) =>
      fault({ proxy, endTimeLimits, onLate: (deliverLate) => (deliver = deliverLate) }, nth),
  }
}

/** A call without its IDs, the same for all calls of a kind: `PUT boot-sources/N/` */
export const kindOf = (method: string, path: string): string =>
  `${method} ${path.replace(/^.*\/api\/2\.0\//, '').replace(/\b\d+\b/g, 'N')}`

export const once =
  (fault: ProxyFault): CallFault =>
  ({ proxy }, nth) =>
    void proxy.faults.next({ nth }, fault)

/** The call is held for a moment, then continues. */
const delayed: CallFault = ({ proxy }, nth) => {
  let release = () => {}
  const until = new Promise<void>((resolve) => (release = resolve))
  void proxy.faults.next({ nth }, { kind: 'delay', until }).then(() => setImmediate(release))
}

/** The call is held forever, so the caller gives up. */
const held =
  (kind: 'delay' | 'hang'): CallFault =>
  ({ proxy, endTimeLimits }, nth) =>
    void proxy.faults.next({ nth }, { kind, until: new Promise(() => undefined) }).then(endTimeLimits)

/** The call is delayed for so long that the caller gives up and reports that; it still reaches the region afterward. */
const late: CallFault = ({ proxy, endTimeLimits, onLate }, nth) => {
  let release = () => {}
  const until = new Promise<void>((resolve) => (release = resolve))
  void proxy.faults.next({ nth }, { kind: 'delay', until, stubborn: true }).then(() => {
    const call = proxy.seen.at(-1)
    onLate(async () => {
      release()
      await vi.waitUntil(() => call?.status !== null, { timeout: 20_000 })
    })
    endTimeLimits()
  })
}

/** Every fault for one call, and the faults that last from this call on until `proxy.faults.clear()`. */
export const CALL_FAULTS: readonly (readonly [name: string, fault: CallFault])[] = [
  ...FAULTS.map(([name, fault]) => [name, once(fault)] as const),
  ['is delayed', delayed],
  ['hangs before it reaches the region, until the gateway gives up', held('delay')],
  ['is done, and its answer hangs until the gateway gives up', held('hang')],
  ['reaches the region after the gateway gave up', late],
  [
    'and all after it are dropped',
    ({ proxy }, nth) => void proxy.faults.every({ nth }, { kind: 'drop', when: 'before' }),
  ],
  [
    'is done, its answer dropped, and nothing passes any more',
    ({ proxy }, nth) => {
      void proxy.faults.next({ nth }, { kind: 'drop', when: 'after' })
      proxy.faults.every({ nth: nth + 1 }, { kind: 'drop', when: 'before' })
    },
  ],
  [
    'and all after it are told to try later',
    ({ proxy }, nth) =>
      void proxy.faults.every({ nth }, { kind: 'instead', answer: 'come-later', when: 'before' }),
  ],
]

/**
 * Whether a text consists of sentences for an administrator, without raw data, a page of another server, or a secret.
 */
export function isPlain(message: string, { simulator }: FaultyRegion): boolean {
  const raw = /[<>{}]|\[object|undefined|null|Error:|ECONN|UND_ERR|guest network|fetch failed/
  const secrets = simulator.apiKey.split(':')
  return (
    /^[A-Z].*[.…]( \(Request \w+\))?$/s.test(message) &&
    !raw.test(message) &&
    !secrets.some((part) => message.includes(part))
  )
}
