import type { Socket } from 'node:net'
import type { CallerLimits } from './caller-limits.ts'
import { networkOf } from '#gateway/addresses/network-of.ts'

type Needs = Pick<CallerLimits, 'connections' | 'connectionsPerAddress'> & {
  /** Whether this is the address of a proxy, which many callers share. */
  readonly isProxy: (address: string) => boolean
}
export type ConnectionCounter = {
  /**
   * Counts a connection until it is closed. surplus: it is over the limit, so its first request is answered with "try
   * later". dropped: there are too many surplus connections, too.
   */
  accept(socket: Socket): 'accepted' | 'surplus' | 'dropped'
  /** Whether a connection was over the limit; also for its TLS socket. */
  isSurplus(socket: Socket): boolean
  /**
   * Counts a request of a caller behind a proxy as if it were a connection; call the result when it ends. Null: it is
   * over the limit.
   */
  acceptProxied(address: string): (() => void) | null
  /** Open connections. */
  readonly open: () => number
  /** Connections since the start that were answered with "try later", or dropped. */
  readonly refused: () => { readonly answered: number; readonly dropped: number }
  /** Whether there are as many connections as the limit for all allows. */
  isFull(): boolean
}

/** Connections over the limits that still get an answer, in all and for one address. */
const SURPLUS = 256
const SURPLUS_PER_ADDRESS = 16

/** Counts all connections, and those of each address. IPv6 addresses count by /64. */
export function createConnectionCounter({
  connections,
  connectionsPerAddress,
  isProxy,
}: Needs): ConnectionCounter {
  const byNetwork = createCounts()
  const behindProxies = createCounts()
  const surplus = new Set<string>()
  const refused = { answered: 0, dropped: 0 }
  let open = 0

  return {
    accept(socket) {
      const address = socket.remoteAddress ?? ''
      const network = isProxy(address) ? null : networkOf(address)
      const ofNetwork = network === null ? 0 : byNetwork.of(network)
      if (open >= connections + SURPLUS || ofNetwork >= connectionsPerAddress + SURPLUS_PER_ADDRESS) {
        refused.dropped += 1
        return 'dropped'
      }
      const tooMany = open >= connections || ofNetwork >= connectionsPerAddress
      const ends = endsOf(socket)
      open += 1
      const leave = network === null ? null : byNetwork.add(network)
      if (tooMany) surplus.add(ends)
      if (tooMany) refused.answered += 1
      socket.once('close', () => {
        open -= 1
        leave?.()
        surplus.delete(ends)
      })
      return tooMany ? 'surplus' : 'accepted'
    },
    isSurplus: (socket) => surplus.size > 0 && surplus.has(endsOf(socket)),
    acceptProxied(address) {
      const network = networkOf(address)
      return behindProxies.of(network) >= connectionsPerAddress ? null : behindProxies.add(network)
    },
    open: () => open,
    refused: () => ({ ...refused }),
    isFull: () => open >= connections,
  }
}

/** No two open connections have the same ends, but a TLS socket and its TCP socket do. */
const endsOf = ({ remoteAddress, remotePort, localAddress, localPort }: Socket) =>
  `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`

/** A count per key; keys with a count of 0 take no memory. */
function createCounts() {
  const counts = new Map<string, number>()
  const of = (key: string) => counts.get(key) ?? 0
  return {
    of,
    /** Call the result once to take it back. */
    add(key: string) {
      counts.set(key, of(key) + 1)
      return () => {
        if (of(key) > 1) counts.set(key, of(key) - 1)
        else counts.delete(key)
      }
    },
  }
}
