import { checksumFits } from './armour-checksum.ts'

const HEADER = '-----BEGIN PGP SIGNED MESSAGE-----'
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----'
const FOOTER = '-----END PGP SIGNATURE-----'
const MARK = '\uFEFF'
const MOST_HEADERS = 10
/** In characters; one signature takes less than a thousand. */
const LONGEST_SIGNATURE = 100_000

/** How the signed part lies in a file (RFC 4880, 7). No signature is checked. */
export type Frame = {
  /** What is signed, line ends as \n, and the armoured signature of it; null: not both can be found. */
  readonly signed: { readonly text: string; readonly signature: string } | null
  /** Whether there is the beginning of a signed part. */
  readonly begun: boolean
  readonly markBefore: boolean
  readonly textBefore: boolean
  readonly textAfter: boolean
  readonly severalParts: boolean
  /** What its Hash headers name. */
  readonly hashes: readonly string[]
  /** Whether the checksum of the signature, when it has one, is that of its bytes. */
  readonly checksumFits: boolean
}

/*
 * Files are large, and sources may be hostile: nothing here goes over the same text twice, nor makes an object of
 * every line, as openpgp does.
 */

/** Finds the signed part of a file, and what is around it. */
export function frameOf(file: string): Frame {
  const markBefore = file.startsWith(MARK)
  const text = markBefore ? file.slice(1) : file
  const start = startOfLine(text, HEADER, 0)
  const headers = start < 0 ? null : headersAt(text, start)
  const end = headers ? startOfLine(text, SIGNATURE, headers.end) : -1
  const found = {
    begun: text.includes(HEADER),
    markBefore,
    textBefore: start > 0,
    severalParts: start >= 0 && startOfLine(text, HEADER, start + 1) >= 0,
    hashes: headers?.hashes ?? [],
  }
  const signature = end < 0 ? null : signatureAt(text, end)
  if (!headers || !signature) return { ...found, signed: null, textAfter: false, checksumFits: true }
  return {
    ...found,
    signed: {
      text: plainText(text.slice(headers.end, Math.max(headers.end, end - 1))),
      signature: signature.armour,
    },
    textAfter: text.slice(signature.end).trim() !== '',
    checksumFits: checksumFits(signature.armour),
  }
}

/** -1: no line begins with this. */
function startOfLine(text: string, line: string, from: number): number {
  if (text.startsWith(line, from) && (from === 0 || text[from - 1] === '\n')) return from
  const before = text.indexOf(`\n${line}`, from)
  return before < 0 ? -1 : before + 1
}

/** The lines from the header line to the first empty one. Null: there are others than Hash, which are not allowed. */
function headersAt(text: string, start: number): { hashes: string[]; end: number } | null {
  const hashes: string[] = []
  let at = start
  for (let count = 0; count < MOST_HEADERS; count++) {
    const end = text.indexOf('\n', at)
    const line = end < 0 ? '' : text.slice(at, Math.min(end, at + 500)).trimEnd()
    at = end + 1
    if (count === 0 && line === HEADER) continue
    if (count > 0 && line === '' && end >= 0) return { hashes, end: at }
    if (!line.startsWith('Hash: ')) return null
    hashes.push(
      ...line
        .slice('Hash: '.length)
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    )
  }
  return null
}

/** The armour of the signature. When the file was cut off in the very last line it is whole all the same. */
function signatureAt(text: string, start: number): { armour: string; end: number } | null {
  const found = text.indexOf(FOOTER, start)
  const end = found < 0 ? text.length : found + FOOTER.length
  if (end - start > LONGEST_SIGNATURE) return null
  const armour = text.slice(start, end)
  if (found >= 0) return { armour, end }
  const kept = armour.trimEnd()
  const lastLine = kept.slice(kept.lastIndexOf('\n') + 1)
  const body = FOOTER.startsWith(lastLine) ? kept.slice(0, -lastLine.length).trimEnd() : kept
  return { armour: `${body}\n${FOOTER}\n`, end }
}

const LINE_FEED = 0x0a
const DASH = 0x2d
const BLANK = 0x20

/** Without the dashes that protect lines, and the blanks at line ends, which are not signed. */
function plainText(body: string): string {
  const bytes = new TextEncoder().encode(body)
  let length = 0
  let unblank = 0
  let lineStart = true
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (lineStart && byte === DASH && bytes[at + 1] === BLANK) {
      at += 1
      lineStart = false
      continue
    }
    lineStart = byte === LINE_FEED
    if (lineStart) length = unblank
    bytes[length++] = byte
    if (!isBlank(byte)) unblank = length
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, unblank))
}

const isBlank = (byte: number) => byte === BLANK || byte === 0x09 || byte === 0x0d
