import { isIPv6 } from 'node:net'

/**
 * The network that limits of attempts and connections count for an address: an IPv4 address itself (even written as
 * IPv6), or the /64 of an IPv6 address, because one machine can use all of it.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address) || isMapped(address)) return address.replace(/^::ffff:/i, '')
  return groupsOf(address).slice(0, 4).join(':')
}

/** The /48 of an IPv6 address, the largest usual allocation of a site. Null for IPv4. */
export const siteOf = (address: string): string | null =>
  isIPv6(address) && !isMapped(address) ? groupsOf(address).slice(0, 3).join(':') : null

const isMapped = (address: string) => /^::ffff:[\d.]+$/i.test(address)

/** The eight groups of an IPv6 address in normalized form. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(8 - before.length - after.length, 0)
  return [...before, ...Array<string>(zeros).fill('0'), ...after].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ''),
  )
}
