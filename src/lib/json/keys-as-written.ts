import { endOfString, isClosing, isOpening, isQuote } from './json-chars.ts'

/*
 * JavaScript puts keys that look like whole numbers before all others, and sorts them, so JSON.parse loses their
 * order.
 */

/**
 * The keys of an object at the top of a JSON text, in the order of the text, each in its first place. Null: Object.keys
 * has this order. The text is read again, in one pass, only if the first key is a number.
 * @param name the key of the object
 * @param object what JSON.parse made of it
 */
export function keysAsWritten(text: string, name: string, object: object): readonly string[] | null {
  const keys = Object.keys(object)
  return keys.length > 1 && isNumber(keys[0]) ? keysOf(text, name) : null
}

const isNumber = (key = '') => /^(0|[1-9]\d{0,9})$/.test(key)

function keysOf(text: string, name: string): string[] {
  const keys = new Set<string>()
  let depth = 0
  let inside = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (isOpening(char)) depth += 1
    else if (isClosing(char)) depth -= 1
    else if (isQuote(char)) {
      const end = endOfString(text, at)
      if (depth <= (inside ? 2 : 1) && isBeforeColon(text, end)) {
        const key = String(JSON.parse(text.slice(at, end + 1)))
        if (depth === 2) keys.add(key)
        else {
          inside = key === name
          // if a text names an object twice, the last one counts
          if (inside) keys.clear()
        }
      }
      at = end
    }
  }
  return [...keys]
}

/** Whether the string that ends here is a key. */
function isBeforeColon(text: string, end: number): boolean {
  let at = end + 1
  while (/\s/.test(text.charAt(at))) at += 1
  return text.charAt(at) === ':'
}
