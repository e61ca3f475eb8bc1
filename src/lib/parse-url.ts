/**
 * A text as a URL; null: it is not one. Not by URL.canParse: after some thousand calls, Node 20 says that it cannot parse a
 * URL with a letter such as ü (seen with 20.20.2).
 */
export function parseUrl(text: string, base?: string | URL): URL | null {
  try {
    return new URL(text, base)
  } catch {
    return null
  }
}
