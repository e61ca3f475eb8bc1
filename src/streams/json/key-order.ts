import { keysAsWritten } from '#lib/json/keys-as-written.ts'
import { isPlainObject, type PlainObject } from './plain-object.ts'

/*
 * MAAS reads the files of an index and the products of a file in the order in which they are written, and the order
 * decides which one wins.
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
 * Remembers the order in which a text names the files of its index and its products.
 * @param json the parsed text
 */
export function keepOrder(text: string, json: unknown): void {
  if (!isPlainObject(json)) return
  for (const name of ORDERED) {
    const object = json[name]
    if (!isPlainObject(object)) continue
    const keys = keysAsWritten(text, name, object)
    if (keys) orders.set(object, keys)
  }
}
