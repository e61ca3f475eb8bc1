import { maasIoStream } from './maas-io.ts'

/** What people call a boot source: maas.io, maas.io candidate, else its URL. */
export function sourceName(url: string): string {
  const stream = maasIoStream(url)
  if (stream === null) return url
  return stream === 'stable' ? 'maas.io' : 'maas.io candidate'
}

/**
 * The same for a source among others, short: the name that MAAS 3.8 knows it by, else maas.io, else the address
 * without what all have in common.
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
