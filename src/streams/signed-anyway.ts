import { displayText } from '#lib/display-text.ts'
import type { StreamWarning } from './region-warnings.ts'

/* Signed files at an unsigned address (.json), where no MAAS verifies anything. */

const HEADER = '-----BEGIN PGP SIGNED MESSAGE-----'
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----'
const MOST_NAMES = 20

/**
 * The JSON in a signed file as MAAS 3.8 cuts it out, without looking at the signature, and the lines before it. Null:
 * the file does not begin as a signed one.
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

/** Lines of a clear-signed file before the part that is signed. */
export function linesBeforeSigned(text: string): number {
  const header = Math.max(0, text.indexOf(HEADER))
  const blank = /\n[ \t]*\r?\n/.exec(text.slice(header, header + 5_000))
  return blank ? lineBreaksIn(text.slice(0, header + blank.index + blank[0].length)) : 0
}

const lineBreaksIn = (text: string) => text.split('\n').length - 1

/**
 * What MAAS makes of signed files at an unsigned address. Up to 3.7 it reads all files there as they are
 * (get_signing_policy), so that json.loads of python-simplestreams fails at the first dash, with an error that MAAS does
 * not catch. MAAS 3.8 removes the signature.
 */
export function signedAnywayWarnings(paths: readonly string[]): StreamWarning[] {
  if (paths.length === 0) return []
  return [
    {
      maas: 'to-3.6',
      effect: 'refuses',
      message:
        'The address is that of an unsigned index (.json), but these files are signed. This MAAS does not remove the signature there: it finds no JSON, and the import of all sources ends. Use the address of the source without streams/v1/index.json.',
      names: paths.slice(0, MOST_NAMES).map(displayText),
      count: paths.length,
    },
  ]
}
