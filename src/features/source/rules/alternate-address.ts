import type { SourceState } from './model.ts'

/** MAAS takes no longer address. */
const LONGEST = 200

/**
 * Another way to write an address that MAAS takes for another source: with or without the slash at its end. null:
 * there is none, for an unsigned index, and from 3.8 on, which keeps no slash.
 */
export function alternateAddress(now: readonly SourceState[], url: string): string | null {
  const keepsNoSlash = now.some(({ source }) => source.priority !== undefined)
  if (keepsNoSlash || url.endsWith('.json')) return null
  const twin = url.endsWith('.sjson')
    ? url.replace(/streams\/v1\/index\.sjson$/, '')
    : url.endsWith('/')
      ? url.replace(/\/+$/, '')
      : `${url}/`
  return twin === url || twin.length > LONGEST ? null : twin
}
