import type { IncomingMessage } from 'node:http'
import { type BlockList, isIP } from 'node:net'
import { isLoopback } from './security.ts'
import { blockList, formsOf, isIn } from '#gateway/addresses/special-addresses.ts'

/** Addresses and ranges as one list. `wrong` names the first invalid one. */
export function readRanges(texts: readonly string[]): { list: BlockList } | { wrong: string } {
  const ranges: string[] = []
  for (const text of texts) {
    const [address = '', length] = text.split('/')
    const bits = isIP(address) === 4 ? 32 : 128
    const wide = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Infinity
    if (isIP(address) === 0 || wide > bits) {
      return { wrong: `"${text}" is not an address or range. Use values such as 127.0.0.1 or 10.0.0.0/8.` }
    }
    ranges.push(`${address}/${wide}`)
  }
  return { list: blockList(ranges) }
}

/** The client of a request: as a trusted proxy reports it, otherwise the other end of the connection. */
export type Proxies = {
  /** The address of the client; '' when the connection is closed already. */
  readonly clientAddress: (request: IncomingMessage) => string
  /** The address of a client behind a trusted proxy; null: the client is connected directly. */
  readonly clientBehind: (request: IncomingMessage) => string | null
  /** Whether this is the address of a trusted proxy. */
  readonly isProxy: (address: string) => boolean
  /** The browser uses plain HTTP although proxies provide TLS: to a trusted proxy, or directly to us. */
  isPlain(request: IncomingMessage): boolean
}

/** X-Forwarded-For and -Proto are trusted from these addresses only: other clients can send any value. */
export function createProxies(trusted: readonly string[]): Proxies {
  const ranges = readRanges(trusted)
  if ('wrong' in ranges) throw new Error(ranges.wrong)
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && formsOf(address).some((form) => isIn(ranges.list, form))
  const remote = ({ socket }: IncomingMessage) => plainForm(socket.remoteAddress ?? '')
  function clientAddress(request: IncomingMessage): string {
    const hops = lines(request.headers['x-forwarded-for'])
    let address = remote(request)
    // starting with the nearest: each trusted proxy vouches for the hop before it
    while (isTrusted(address)) {
      const before = plainForm(hops.pop() ?? '')
      if (isIP(before) === 0) break
      address = before
    }
    return address
  }
  return {
    clientAddress,
    clientBehind: (request) => (isTrusted(remote(request)) ? clientAddress(request) : null),
    isProxy: (address) => isTrusted(plainForm(address)),
    isPlain(request) {
      const address = remote(request)
      if (trusted.length === 0 || 'encrypted' in request.socket) return false
      // browsers also keep secure cookies from their own machine over plain HTTP
      if (!isTrusted(address)) return !isLoopback(address)
      return lines(request.headers['x-forwarded-proto']).at(-1)?.toLowerCase() === 'http'
    },
  }
}

const lines = (header: string | string[] | undefined) =>
  String(header ?? '')
    .split(',')
    .flatMap((one) => one.trim() || [])

/** IPv4 addresses as IPv4, even on an IPv6 socket. */
const plainForm = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
