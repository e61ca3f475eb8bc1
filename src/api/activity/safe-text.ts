import { parseUrl } from '#lib/parse-url.ts'

/** An address without its user, password, query and fragment, which may be secret. */
export function safeUrl(url: string): string {
  const parsed = parseUrl(url)
  if (parsed && parsed.host !== '') return `${parsed.protocol}//${parsed.host}${parsed.pathname}`
  return safeText(url).replace(/^[^/\s]*@/, '')
}

/** A message without the secret parts of the addresses in it. */
export const safeText = (text: string): string =>
  text
    // up to the last @, because a password may contain one
    .replace(/\/\/[^\s/]*@/g, '//')
    .replace(/(\w:\/\/[^\s?#"'“”<>]{1,2000})[?#][^\s"'“”<>]*/g, '$1')
    .slice(0, 2_000)
