/**
 * The base path of this page and its gateway, with a slash at both ends: `/`, or `/images/` behind a reverse proxy.
 * The gateway writes it into the page.
 */
export const basePath = readBasePath(
  typeof document === 'undefined'
    ? null
    : (document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? null),
)

/** Returns `/` for anything that is not an absolute path; the development server sends `./`. */
export function readBasePath(content: string | null): string {
  return content !== null && /^\/([\w.~-]+\/)+$/.test(content) ? content : '/'
}

/** Prefixes a path of the gateway, such as `/gateway/images`, with the base path. A full URL is returned unchanged. */
export const atGateway = (path: string): string => (path.startsWith('/') ? basePath + path.slice(1) : path)

/** A name for browser storage that includes the base path, because another gateway's page may be on the same host. */
export const storageName = (name: string, path = basePath): string =>
  path === '/' ? name : `${name} of ${path}`
