/** Public address -> the address to use instead, for the sources of the embedded region. */
export type Rewrites = readonly (readonly [from: string, to: string])[]

/** The longest prefix wins; "…/stable" also matches "…/stable/". */
export function rewrite(rewrites: Rewrites, url: string): string {
  let best: readonly [string, string] | undefined
  for (const one of rewrites) {
    const from = one[0].replace(/\/+$/, '')
    if (url !== from && !url.startsWith(`${from}/`)) continue
    if (!best || from.length > best[0].length) best = [from, one[1].replace(/\/+$/, '')]
  }
  return best ? best[1] + url.slice(best[0].length) : url
}
