/**
 * A text in which the passwords of URLs are replaced by ***, and so is a user without one, because it can be a token.
 * What follows the last @ of a word counts as the host, so that a password with an @ or a slash is hidden, too.
 */
export const withoutPasswords = (text: string): string =>
  text
    .replace(/(:\/\/[^\s:@/]{0,200}:)\S{0,2000}@/g, '$1***@')
    .replace(/(:\/\/)[^\s:@/?#]{1,2000}@/g, '$1***@')
