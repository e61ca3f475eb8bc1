/** Where a request line leads: into the gateway (`url` without the base path), to its front door, or elsewhere. */
export type BasePathMatch =
  | { readonly kind: 'inside'; readonly url: string }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'outside' }

/** Compares as it came, undecoded. `/healthz` and `/metrics` answer at the root too: who watches may not know the path. */
export function matchBasePath(url: string, basePath: string): BasePathMatch {
  if (basePath === '/' || /^\/(healthz|metrics)$/.test(url)) return { kind: 'inside', url }
  if (url.startsWith(basePath)) return { kind: 'inside', url: url.slice(basePath.length - 1) }
  const [path] = url.split('?')
  return path === '/' || path === basePath.slice(0, -1)
    ? { kind: 'redirect', to: basePath }
    : { kind: 'outside' }
}
