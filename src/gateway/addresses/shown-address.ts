import { parseUrl } from '#lib/parse-url.ts'

/** A URL for a message: without user name, password and fragment, at most 300 characters. */
export function shown(url: URL): string {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  bare.hash = ''
  return bare.href.length > 300 ? `${bare.href.slice(0, 300)}…` : bare.href
}

/** An address for a message, see shown. */
export function brief(text: string): string {
  const url = parseUrl(text)
  return url ? shown(url) : text.slice(0, 300)
}
