import { BlockList, isIPv6 } from 'node:net'

/** Ranges that cannot contain mirrors, and their names. The first match names the address. */
const SPECIAL: readonly (readonly [what: string, ranges: readonly string[]])[] = [
  ['this machine itself', ['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128']],
  [
    "a cloud's metadata service",
    [
      '169.254.169.254/32',
      '169.254.170.2/32',
      '100.100.100.200/32',
      '168.63.129.16/32',
      '192.0.0.192/32',
      'fd00:ec2::/64',
      'fd20:ce::254/128',
      'fd00:c1::a9fe:a9fe/128',
      'fd00:42::42/128',
    ],
  ],
  ['a link-local address', ['169.254.0.0/16', 'fe80::/10']],
  ['a multicast address', ['224.0.0.0/4', 'ff00::/8']],
  ['a broadcast or reserved address', ['240.0.0.0/4']],
  ['a tunnel to another address', ['2001::/32']],
]
const LISTS = SPECIAL.map(([what, ranges]) => ({ what, list: blockList(ranges) }))

/** IPv6 ranges that embed an IPv4 address, and the group where it starts. */
const EMBEDDING: readonly (readonly [list: BlockList, group: number])[] = [
  [blockList(['::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48']), 6],
  [blockList(['2002::/16']), 1],
]

/** Ranges such as 10.0.0.0/8 or fc00::/7 as a Node BlockList. */
export function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', length = ''] = range.split('/')
    list.addSubnet(address, Number(length), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return list
}

/**
 * The address, and the IPv4 address it embeds, if any: IPv4-mapped, -compatible and -translated, NAT64, 6to4.
 * @param address an IP address; a zone (`%eth0`) is ignored
 */
export function formsOf(address: string): string[] {
  const bare = address.replace(/%.*$/, '')
  if (!isIPv6(bare)) return [bare]
  const found = EMBEDDING.find(([list]) => list.check(bare, 'ipv6'))
  // :: and ::1 embed nothing
  const groups = groupsOf(bare)
  if (!found || groups.slice(0, 7).every((group) => group === 0)) return [bare]
  const [high = 0, low = 0] = groups.slice(found[1])
  return [bare, [high >> 8, high & 255, low >> 8, low & 255].join('.')]
}

/** The name of a special address; null: an ordinary one, public or private. */
export function specialAddress(address: string): string | null {
  const forms = formsOf(address)
  return LISTS.find(({ list }) => forms.some((form) => isIn(list, form)))?.what ?? null
}

export const isIn = (list: BlockList, address: string) =>
  list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

/** The eight groups of an IPv6 address. URL normalizes it to the shortest form, without dots. */
function groupsOf(address: string): number[] {
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)))
  const [head, tail] = [read(left), read(right ?? '')]
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail]
}
