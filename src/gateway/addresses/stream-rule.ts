import { parseUrl } from '#lib/parse-url.ts'
import type { BlockList } from 'node:net'
import { isIP, isIPv4 } from 'node:net'
import { blockList, isIn } from './special-addresses.ts'

/** One entry of `--stream-allow` or `--stream-deny`. */
export type StreamRule = {
  /** As written in the option. */
  readonly text: string
  /** Null: any. */
  readonly port: number | null
} & (
  | { readonly kind: 'addresses'; readonly list: BlockList }
  /** `within`: all names below it; otherwise only this name. */
  | { readonly kind: 'name'; readonly name: string; readonly within: boolean }
)

/**
 * Reads `host`, `host:port`, `*.domain`, an address, a range, or `*` for every address. `wrong`: a sentence about what
 * is wrong.
 */
export function readRule(given: string): StreamRule | { wrong: string } {
  const text = given.trim()
  if (text === '*') return addresses(text, ['0.0.0.0/0', '::/0'], null)
  const range = /^\[?([^/\]]+)\]?\/(\d{1,3})$/.exec(text)
  if (range) {
    const [, address = '', length = ''] = range
    const bits = isIP(address) === 4 ? 32 : 128
    if (isIP(address) === 0 || address.includes('%') || Number(length) > bits) return wrong(text)
    return addresses(text, [`${address}/${length}`], null)
  }
  if (isIP(text) === 6 && !text.includes('%')) return addresses(text, [`${text}/128`], null)

  const [, host = '', digits] = /^(.+?)(?::(\d{1,5}))?$/.exec(text) ?? []
  const port = digits === undefined ? null : Number(digits)
  if (port !== null && (port < 1 || port > 65_535)) return wrong(text)
  const within = host.startsWith('*.')
  const name = hostNameOf(within ? host.slice(2) : host)
  if (name === null) return wrong(text)
  const address = name.replace(/^\[|\]$/g, '')
  if (isIP(address) === 0) return { text, kind: 'name', name, within, port }
  return within ? wrong(text) : addresses(text, [`${address}/${isIPv4(address) ? 32 : 128}`], port)
}

export const fitsName = (rule: StreamRule, host: string, port: number) =>
  rule.kind === 'name' &&
  (rule.port ?? port) === port &&
  (rule.within ? host.endsWith(`.${rule.name}`) : host === rule.name)

/** @param forms of one address, see formsOf */
export const fitsAddress = (rule: StreamRule, forms: readonly string[], port: number) =>
  rule.kind === 'addresses' && (rule.port ?? port) === port && forms.some((form) => isIn(rule.list, form))

/** A host name as in URLs, without a dot at its end. Null: it is not a host name. */
export function hostNameOf(host: string): string | null {
  if (!/^([\p{L}\p{N}._-]+|\[[\da-f:.]+\])$/iu.test(host) || !parseUrl(`http://${host}/`)) return null
  return new URL(`http://${host}/`).hostname.replace(/\.$/, '') || null
}

const addresses = (text: string, ranges: readonly string[], port: number | null): StreamRule => ({
  text,
  kind: 'addresses',
  list: blockList(ranges),
  port,
})

const wrong = (text: string) => ({
  wrong: `"${text}" is not a valid entry. Use a host, host:port, *.domain, address, or range such as 10.0.0.0/8.`,
})
