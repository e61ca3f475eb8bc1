import { quote } from '#lib/text/shell-text.ts'

/** Lines of a command, joined so that the shell reads them as one. */
export const continued = (first: string, ...more: readonly string[]): string =>
  [first, ...more.map((line) => `  ${line}`)].join(' \\\n')

/** Writes a file as root. Its text has no line that ends it early, because no name in it holds a line break. */
export const writes = (path: string, text: string): string =>
  `sudo tee ${quote(path)} > /dev/null <<'END_OF_FILE'\n${text.replace(/\n*$/, '\n')}END_OF_FILE`
