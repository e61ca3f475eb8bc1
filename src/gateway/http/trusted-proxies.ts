import type { IncomingMessage } from 'node:http'
import { type BlockList, isIP } from 'node:net'
import { isLoopback } from './security.ts'
import { blockList, formsOf, isIn } from '#gateway/addresses/special-addresses.ts'

/** Addresses and ranges as one list. `wrong` says which is none. */
export function readRanges(texts: readonly string[]): { list: BlockList } | { wrong: string } {
  const ranges: string[] = []
  for (const text of texts) {
    const [address = '', length] = text.split('/')
    const bits = isIP(address) === 4 ? 32 : 128
    const wide = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Infinity
    if (isIP(address) === 0 || wide > bits) {
      return { wrong: `"${text}" is no address or range such as 127.0.0.1 or 10.0.0.0/8.` }
    }
    ranges.push(`${address}/${wide}`)
  }
  return { list: blockList(ranges) }
}

/** What a request says of who sent it, where a proxy that is trusted stands between; else what the connection says. */
export type Proxies = {
  /** The address to count by; '' when the connection is gone already. */
  readonly clientAddress: (request: IncomingMessage) => string
  /** The same of a caller behind a trusted proxy; null: the caller is connected itself. */
  readonly clientBehind: (request: IncomingMessage) => string | null
  /** Whether this is the address of a trusted proxy. */
  readonly isProxy: (address: string) => boolean
  /** The browser speaks plain HTTP where proxies speak TLS: to one that is trusted, or past all of them to us. */
  isPlain(request: IncomingMessage): boolean
}

/** X-Forwarded-For and -Proto are believed from these addresses only: anybody else can write into them what they like. */
export function createProxies(trusted: readonly string[]): Proxies {
  const ranges = readRanges(trusted)
  if ('wrong' in ranges) throw new Error(ranges.wrong)
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && formsOf(address).some((form) => isIn(ranges.list, form))
  const remote = ({ socket }: IncomingMessage) => plainForm(socket.remoteAddress ?? '')
  function clientAddress(request: IncomingMessage): string {
    const hops = lines(request.headers['x-forwarded-for'])
    let address = remote(request)
    // from the nearest on: each proxy that is trusted vouches for the one before it, and for no other
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
      // browsers keep a cookie for TLS also where the page comes from their own machine
      if (!isTrusted(address)) return !isLoopback(address)
      return lines(request.headers['x-forwarded-proto']).at(-1)?.toLowerCase() === 'http'
    },
  }
}

const lines = (header: string | string[] | undefined) =>
  String(header ?? '')
    .split(',')
    .flatMap((one) => one.trim() || [])

/** IPv4 as IPv4, also where the socket speaks IPv6. */
const plainForm = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
