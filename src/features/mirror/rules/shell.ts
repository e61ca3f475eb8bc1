/** Lines of a command, joined so that the shell reads them as one. */
export const continued = (first: string, ...more: readonly string[]): string =>
  [first, ...more.map((line) => `  ${line}`)].join(' \\\n')
