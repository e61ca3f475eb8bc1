import { isRanked } from '#selections/maas-version.ts'
import type { SourceState } from './model.ts'

/** The longest address that MAAS accepts, in characters. */
const LONGEST = 200

/**
 * A different spelling of an address, which MAAS treats as another source: with or without the slash at its end. null:
 * there is none, because the index is unsigned, or because MAAS 3.8 and later remove the slash.
 */
export function alternateAddress(now: readonly SourceState[], url: string): string | null {
  const keepsNoSlash = now.some(({ source }) => isRanked(source))
  if (keepsNoSlash || url.endsWith('.json')) return null
  const twin = url.endsWith('.sjson')
    ? url.replace(/streams\/v1\/index\.sjson$/, '')
    : url.endsWith('/')
      ? url.replace(/\/+$/, '')
      : `${url}/`
  return twin === url || twin.length > LONGEST ? null : twin
}
