/** Text that a shell reads as one word without quotes. */
const PLAIN = /^[\w%+,./:=@-]+$/

/** A text as one word of sh and bash, whatever it contains except NUL. */
export const quote = (text: string): string =>
  PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Lines of a command, joined so that the shell reads them as one. */
export const continued = (first: string, ...more: readonly string[]): string =>
  [first, ...more.map((line) => `  ${line}`)].join(' \\\n')
