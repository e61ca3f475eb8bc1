/**
 * Whether a path that a stream names leads out of the source when a URL is made of it. URLs take a backslash for a
 * slash and %2e for a dot, leave out tabs and line ends wherever they are, and blanks and controls at the end; at a ?
 * or # the path is over.
 */
export function leavesSource(path: string): boolean {
  const seen = path.replaceAll(/[\t\n\r]/g, '')
  const parts = seen.slice(0, endOf(seen)).replaceAll('\\', '/').replaceAll(/%2e/gi, '.').split(/[/?#]/)
  return parts[0] === '' || parts.includes('..') || path.includes('://')
}

/** Where a text ends without the blanks and controls behind it. */
function endOf(text: string): number {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end -= 1
  return end
}

/** A path as it counts where it is put behind the root of the source: slashes in front of it change nothing. */
export const behindRoot = (path: string): string => path.replace(/^\/+(?=[^/])/, '')
