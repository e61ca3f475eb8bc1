const QUOTE = 0x22
const BACKSLASH = 0x5c

/** The end of the string that begins here: its closing quote, or the end of the text. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) return at
    if (char === BACKSLASH) at += 1
  }
  return text.length
}

export const isQuote = (char: number): boolean => char === QUOTE
// [ and {, ] and } are 0x20 apart
export const isOpening = (char: number): boolean => char === 0x5b || char === 0x7b
export const isClosing = (char: number): boolean => char === 0x5d || char === 0x7d
