import { maasIoStream } from './maas-io.ts'

/** A URL without its user and password. */
const withoutUser = (url: string): string => url.replace(/^([a-z]{1,10}:\/\/)[^/?#]*@/i, '$1')

/** The name of a boot source for people: maas.io, maas.io candidate, or else its URL, without a user and password. */
export function sourceName(url: string): string {
  const stream = maasIoStream(url)
  if (stream === null) return withoutUser(url)
  return stream === 'stable' ? 'maas.io' : 'maas.io candidate'
}

/**
 * A short name of a source among others: its name in MAAS 3.8, else maas.io, else its address without the part
 * that all addresses share.
 */
export function sourceLabel({
  name,
  url,
}: {
  readonly name?: string | undefined
  readonly url: string
}): string {
  const own = name === undefined || name === url || name === '' ? sourceName(url) : name
  return own.replace(/^https?:\/\//, '').replace(/\/+$/, '')
}
