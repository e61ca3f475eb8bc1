/** The cookies of the page as text; a service worker cannot set those of the browser. */
export function createCookieJar(kept: Readonly<Record<string, string>>) {
  const cookies = new Map(Object.entries(kept))
  return {
    /** The Cookie header; undefined without cookies. */
    header: (): string | undefined =>
      cookies.size === 0 ? undefined : [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    /** Follows Set-Cookie headers. Of their attributes, only one that deletes the cookie matters here. */
    take(lines: string | readonly string[]): void {
      for (const line of [lines].flat()) {
        const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
        const at = pair.indexOf('=')
        if (attributes.includes('Max-Age=0')) cookies.delete(pair.slice(0, at))
        else cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
    },
    /** For `createCookieJar`. */
    all: (): Record<string, string> => Object.fromEntries(cookies),
  }
}
