import type { Socket } from 'node:net'
import type { CallerLimits } from './caller-limits.ts'
import { networkOf } from '#gateway/addresses/network-of.ts'

type Needs = Pick<CallerLimits, 'connections' | 'connectionsPerAddress'> & {
  /** Whether this is the address of a proxy, behind which many callers stand. */
  readonly isProxy: (address: string) => boolean
}
export type ConnectionCounter = {
  /**
   * Counts a connection until it is closed. surplus: it is one too many, so its first request is told to come later.
   * dropped: there are too many even of those.
   */
  arrive(socket: Socket): 'welcome' | 'surplus' | 'dropped'
  /** Whether a connection was one too many; also for the TLS side of one. */
  isSurplus(socket: Socket): boolean
  /**
   * Counts a request of a caller behind a proxy, as if it were a connection of its own; call the answer when it is
   * over. Null: it is one too many.
   */
  enter(address: string): (() => void) | null
  /** Open connections. */
  readonly open: () => number
  /** Connections that were surplus or dropped, since the start. */
  readonly refused: () => { readonly told: number; readonly dropped: number }
  /** Whether there are as many connections as the limit for all allows. */
  isFull(): boolean
}

/** Connections beyond the limits that are still answered, in all and for one address. */
const TOLD = 256
const TOLD_PER_ADDRESS = 16

/** Counts connections: all of them, and those of each address, where IPv6 addresses count by /64. */
export function createConnectionCounter({
  connections,
  connectionsPerAddress,
  isProxy,
}: Needs): ConnectionCounter {
  const here = createCounts()
  const behindProxies = createCounts()
  const surplus = new Set<string>()
  const refused = { told: 0, dropped: 0 }
  let open = 0

  return {
    arrive(socket) {
      const address = socket.remoteAddress ?? ''
      const network = isProxy(address) ? null : networkOf(address)
      const ofNetwork = network === null ? 0 : here.of(network)
      if (open >= connections + TOLD || ofNetwork >= connectionsPerAddress + TOLD_PER_ADDRESS) {
        refused.dropped += 1
        return 'dropped'
      }
      const tooMany = open >= connections || ofNetwork >= connectionsPerAddress
      const ends = endsOf(socket)
      open += 1
      const leave = network === null ? null : here.add(network)
      if (tooMany) surplus.add(ends)
      if (tooMany) refused.told += 1
      socket.once('close', () => {
        open -= 1
        leave?.()
        surplus.delete(ends)
      })
      return tooMany ? 'surplus' : 'welcome'
    },
    isSurplus: (socket) => surplus.size > 0 && surplus.has(endsOf(socket)),
    enter(address) {
      const network = networkOf(address)
      return behindProxies.of(network) >= connectionsPerAddress ? null : behindProxies.add(network)
    },
    open: () => open,
    refused: () => ({ ...refused }),
    isFull: () => open >= connections,
  }
}

/** No two open connections have the same two ends; TLS and what it runs over have. */
const endsOf = ({ remoteAddress, remotePort, localAddress, localPort }: Socket) =>
  `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`

/** How many there are of each; nothing is kept of what there is none of. */
function createCounts() {
  const counts = new Map<string, number>()
  const of = (key: string) => counts.get(key) ?? 0
  return {
    of,
    /** Call the answer once, when it is over. */
    add(key: string) {
      counts.set(key, of(key) + 1)
      return () => {
        if (of(key) > 1) counts.set(key, of(key) - 1)
        else counts.delete(key)
      }
    },
  }
}
