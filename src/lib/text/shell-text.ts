/** A word as the POSIX shell reads it back unchanged, whatever it contains except NUL. */
export const quote = (text: string): string =>
  /^[\w%+,./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** The text of a comment on one line: a line break in a name must not begin a command. */
export const comment = (text: string): string => `# ${text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')}`
