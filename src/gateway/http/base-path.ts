/** Whether a request is inside the base path (`url`: the rest), is redirected to it, or is outside. */
export type BasePathMatch =
  | { readonly kind: 'inside'; readonly url: string }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'outside' }

/**
 * Compares the undecoded path. `/healthz` and `/metrics` also answer at the root, because monitoring may not know the
 * base path.
 */
export function matchBasePath(url: string, basePath: string): BasePathMatch {
  if (basePath === '/' || /^\/(healthz|metrics)$/.test(url)) return { kind: 'inside', url }
  if (url.startsWith(basePath)) return { kind: 'inside', url: url.slice(basePath.length - 1) }
  const [path] = url.split('?')
  return path === '/' || path === basePath.slice(0, -1)
    ? { kind: 'redirect', to: basePath }
    : { kind: 'outside' }
}
