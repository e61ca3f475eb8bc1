/**
 * The path that this page and its gateway live under, with a slash at both ends: `/`, or `/images/` behind a reverse
 * proxy. The gateway writes it into the page.
 */
export const basePath = readBasePath(
  typeof document === 'undefined'
    ? null
    : (document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? null),
)

/** What does not look like a path is none: from the development server it comes as `./`. */
export function readBasePath(content: string | null): string {
  return content !== null && /^\/([\w.~-]+\/)+$/.test(content) ? content : '/'
}

/** A path of the gateway, `/gateway/images`, as the browser must ask for it; a whole address stays. */
export const atGateway = (path: string): string => (path.startsWith('/') ? basePath + path.slice(1) : path)

/** The name under which this page keeps something in the browser: another gateway's page may live on the same host. */
export const storageName = (name: string, path = basePath): string =>
  path === '/' ? name : `${name} of ${path}`
