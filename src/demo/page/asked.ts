/** What the address of the demo requests: `?tour=first-run`, or `?scenario=fresh`. */
export type Asked = { readonly tour: string | null; readonly scenario: string | null }

/** Reads it from the query of an address. */
export function askedIn(search: string): Asked {
  const query = new URLSearchParams(search)
  return { tour: query.get('tour'), scenario: query.get('scenario') }
}

/** The address without it, so that a reload does not start over. */
export function withoutAsked({ pathname, search, hash }: Pick<URL, 'pathname' | 'search' | 'hash'>): string {
  const query = new URLSearchParams(search)
  query.delete('tour')
  query.delete('scenario')
  const rest = query.toString()
  return pathname + (rest === '' ? '' : `?${rest}`) + hash
}
