/**
 * Whether a path that a stream names leads out of the source when a URL is made of it. URLs take a backslash for a
 * slash and %2e for a dot.
 */
export function leavesSource(path: string): boolean {
  const parts = path.replaceAll('\\', '/').replaceAll(/%2e/gi, '.').split('/')
  return parts[0] === '' || parts.includes('..') || path.includes('://')
}
