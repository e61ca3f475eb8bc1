const HEADER = '-----BEGIN PGP SIGNED MESSAGE-----'
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----'
const FOOTER = '-----END PGP SIGNATURE-----'
const MARK = '\uFEFF'
const MOST_HEADERS = 10
/** In characters; one signature takes less than 1,000. */
const LONGEST_SIGNATURE = 100_000
/** The most consecutive signature blocks; gpg makes one. */
const MOST_BLOCKS = 8

/** The position of the signed part in a file (RFC 4880, 7). No signature is checked. */
export type ClearsignFrame = {
  /**
   * The signed text with line ends as \n, and the armored blocks that sign it; null if one of the two is
   * missing. gpgv checks every block that follows, and each one has to sign this text.
   */
  readonly signed: { readonly text: string; readonly blocks: readonly string[] } | null
  /** Whether a signed part begins in the file. */
  readonly begun: boolean
  readonly markBefore: boolean
  readonly textBefore: boolean
  readonly textAfter: boolean
  readonly severalParts: boolean
  /** Whether there are more signature blocks than are read. */
  readonly tooManyBlocks: boolean
  /** The hash methods that its Hash headers name. */
  readonly hashes: readonly string[]
}

/*
 * Files are large, and sources may be hostile. So this code reads no text twice and makes no object of every
 * line, unlike openpgp.
 */

/** Finds the signed part of a file and the text around it. */
export function frameOf(file: string): ClearsignFrame {
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
  const blocks = end < 0 ? null : blocksFrom(text, end)
  if (!headers || !blocks) return { ...found, signed: null, textAfter: false, tooManyBlocks: false }
  return {
    ...found,
    signed: {
      text: plainText(text.slice(headers.end, Math.max(headers.end, end - 1))),
      blocks: blocks.armors,
    },
    textAfter: blocks.textAfter,
    tooManyBlocks: blocks.tooMany,
  }
}

type Blocks = { readonly armors: readonly string[]; readonly textAfter: boolean; readonly tooMany: boolean }

/** The signature that begins at a place, and those after it. Null if the first one is not a signature. */
function blocksFrom(text: string, start: number): Blocks | null {
  const armors: string[] = []
  let textAfter = false
  let at = start
  let end = start
  while (at >= 0 && armors.length < MOST_BLOCKS) {
    textAfter ||= text.slice(end, at).trim() !== ''
    const block = signatureAt(text, at)
    if (!block) break
    armors.push(block.armor)
    end = block.end
    at = startOfLine(text, SIGNATURE, end)
  }
  if (armors.length === 0) return null
  return { armors, textAfter: textAfter || text.slice(end).trim() !== '', tooMany: at >= 0 }
}

/** -1 if no line begins with this. */
function startOfLine(text: string, line: string, from: number): number {
  if (text.startsWith(line, from) && (from === 0 || text[from - 1] === '\n')) return from
  const before = text.indexOf(`\n${line}`, from)
  return before < 0 ? -1 : before + 1
}

/**
 * The lines from the header line to the first empty one. Null if there are headers other than Hash, which are
 * not allowed.
 */
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

/** A signature block. A block that was cut off in its last line counts as complete. */
function signatureAt(text: string, start: number): { armor: string; end: number } | null {
  const found = text.indexOf(FOOTER, start)
  const end = found < 0 ? text.length : found + FOOTER.length
  if (end - start > LONGEST_SIGNATURE) return null
  const armor = text.slice(start, end)
  if (found >= 0) return { armor, end }
  const kept = armor.trimEnd()
  const lastLine = kept.slice(kept.lastIndexOf('\n') + 1)
  const body = FOOTER.startsWith(lastLine) ? kept.slice(0, -lastLine.length).trimEnd() : kept
  return { armor: `${body}\n${FOOTER}\n`, end }
}

/** A text without these needs no change. */
const PROTECTED = ['\n- ', ' \n', '\t\n', '\r\n']
const LINE_FEED = 0x0a
const DASH = 0x2d
const BLANK = 0x20

/** In characters. Copies of whole files with and without dashes would take several times their memory. */
const PART = 1_000_000

/** The text without the dashes that protect lines and without the blanks at line ends, which are not signed. */
function plainText(body: string): string {
  if (!PROTECTED.some((mark) => body.includes(mark)) && !body.startsWith('- ') && !/[ \t\r]$/.test(body)) {
    return body
  }
  const parts: string[] = []
  for (let at = 0; at < body.length;) {
    const end = endOfLines(body, at)
    parts.push(plainLines(body.slice(at, end)))
    at = end
  }
  return parts.join('')
}

/** The end of the whole lines that begin at a place, at most one part further if possible. */
function endOfLines(body: string, at: number): number {
  const last = body.lastIndexOf('\n', at + PART)
  if (last >= at) return last + 1
  const next = body.indexOf('\n', at + PART)
  return next < 0 ? body.length : next + 1
}

function plainLines(lines: string): string {
  const bytes = new TextEncoder().encode(lines)
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
