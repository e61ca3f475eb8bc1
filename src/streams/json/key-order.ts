import { endOfString, isClosing, isOpening, isQuote } from './json-chars.ts'
import { isPlainObject, type PlainObject } from './plain-object.ts'

/*
 * JavaScript puts keys that look like whole numbers before all others, and sorts them. MAAS reads the files of
 * an index and the products of a file in the order in which they are written, and the order decides which one
 * wins.
 */

/** The objects of a file in which the order of the keys counts. */
const ORDERED = ['index', 'products'] as const

const orders = new WeakMap<PlainObject, readonly string[]>()

/**
 * The keys of an object: in the order of the text if `keepOrder` has read it, else in the order of JavaScript.
 */
export function keysInOrder(object: PlainObject): readonly string[] {
  const keys = Object.keys(object)
  const known = orders.get(object)
  if (!known || known.length === keys.length) return known ?? keys
  // keys that were added later come last
  return [...new Set([...known, ...keys])]
}

/** The keys and values of an object, in the order of `keysInOrder`. */
export const entriesInOrder = (object: PlainObject): [key: string, value: unknown][] =>
  keysInOrder(object).map((key) => [key, object[key]])

/** Gives the copy of a file the order of its original, for the index and the products. */
export function copyOrder(from: PlainObject, to: PlainObject): void {
  for (const name of ORDERED) {
    const [original, copy] = [from[name], to[name]]
    if (isPlainObject(original) && isPlainObject(copy)) orders.set(copy, keysInOrder(original))
  }
}

/**
 * Remembers the order in which a text names the files of its index and its products. The text is read again
 * only if the first key is a number.
 * @param json the parsed text
 */
export function keepOrder(text: string, json: unknown): void {
  if (!isPlainObject(json)) return
  for (const name of ORDERED) {
    const object = json[name]
    if (!isPlainObject(object)) continue
    const keys = Object.keys(object)
    if (keys.length > 1 && isNumber(keys[0])) orders.set(object, keysOf(text, name))
  }
}

const isNumber = (key = '') => /^(0|[1-9]\d{0,9})$/.test(key)

/** The keys of an object at the top of a JSON text, each in its first place. */
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
