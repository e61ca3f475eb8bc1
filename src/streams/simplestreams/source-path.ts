/**
 * Whether the URL of a path that a stream names points outside the source. URLs treat a backslash as a slash
 * and %2e as a dot, drop tabs and line ends anywhere and blanks and control characters at the end, and end the
 * path at a ? or #.
 */
export function leavesSource(path: string): boolean {
  const seen = path.replaceAll(/[\t\n\r]/g, '')
  const parts = seen.slice(0, endOf(seen)).replaceAll('\\', '/').replaceAll(/%2e/gi, '.').split(/[/?#]/)
  return parts[0] === '' || parts.includes('..') || path.includes('://')
}

/** The end of a text without trailing blanks and control characters. */
function endOf(text: string): number {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end -= 1
  return end
}

/** A path in the form in which it is appended to the root of the source: leading slashes make no difference. */
export const behindRoot = (path: string): string => path.replace(/^\/+(?=[^/])/, '')
