/* Signed files at an unsigned address (.json), where no version of MAAS verifies them. */

const HEADER = '-----BEGIN PGP SIGNED MESSAGE-----'
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----'

/**
 * The JSON that MAAS 3.8 extracts from a signed file without a check of the signature, and the number of lines
 * before it. Null if the file does not begin like a signed one.
 */
export function jsonWithinSigned(text: string): { json: string; linesBefore: number } | null {
  if (!text.startsWith(HEADER)) return null
  const start = text.indexOf('{')
  const end = text.indexOf(SIGNATURE)
  if (start < 0) return null
  return {
    json: text.slice(start, end < start ? undefined : end),
    linesBefore: lineBreaksIn(text.slice(0, start)),
  }
}

/** The number of lines in a clear-signed file before the signed part. */
export function linesBeforeSigned(text: string): number {
  const header = Math.max(0, text.indexOf(HEADER))
  const blank = /\n[ \t]*\r?\n/.exec(text.slice(header, header + 5_000))
  return blank ? lineBreaksIn(text.slice(0, header + blank.index + blank[0].length)) : 0
}

const lineBreaksIn = (text: string) => text.split('\n').length - 1
