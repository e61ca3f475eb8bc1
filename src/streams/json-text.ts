import { StreamError } from './products.ts'

/** A products file needs seven levels. */
const DEEPEST = 32
/** The real list has 16,000; V8 needs up to half a minute and 2 GB for what 64 MB can hold. */
const MOST_PARTS = 2_000_000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c

/**
 * JSON of a stream, which may be hostile: what would take too much of this machine is refused before it is parsed.
 * @throws StreamError that says what is wrong, and repeats nothing of the text
 */
export function parseJson(text: string): unknown {
  const excess = excessOf(text)
  if (excess !== null) throw new StreamError(excess)
  try {
    return JSON.parse(text)
  } catch {
    throw new StreamError('It holds no readable JSON.')
  }
}

/** What a text has too much of, in words; null: nothing. One pass, whether it is JSON or not. */
function excessOf(text: string): string | null {
  let depth = 0
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) at = endOfString(text, at)
    else if (isOpening(char)) {
      parts += 1
      depth += 1
      if (depth > DEEPEST) return `It is nested deeper than ${DEEPEST} levels, as no stream is.`
    } else if (isClosing(char)) depth -= 1
    else if (char === COMMA) parts += 1
    if (parts > MOST_PARTS) return `It holds more than ${MOST_PARTS} values, as no stream does.`
  }
  return null
}

/** Where the string ends that begins here: at its quote, or with the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) return at
    if (char === BACKSLASH) at += 1
  }
  return text.length
}

// [ and {, ] and } are 0x20 apart
const isOpening = (char: number) => char === 0x5b || char === 0x7b
const isClosing = (char: number) => char === 0x5d || char === 0x7d
