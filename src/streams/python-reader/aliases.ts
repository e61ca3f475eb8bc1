import { copyOrder, keysInOrder } from '#streams/json/key-order.ts'
import { isPlainObject, type PlainObject } from '#streams/json/plain-object.ts'
import { StreamError } from '#streams/stream-error.ts'
import { isEmpty, keyError, notIndexable, typeName } from './python-words.ts'

/** About the depth to which python-simplestreams follows aliases. */
const DEEPEST = 500
/** The most values that are visited, and keys that aliases add, in one file. */
const MOST_PARTS = 300_000

/** Why python-simplestreams fails on the aliases of a file, in Python's words. */
export class AliasError extends Error {
  override readonly name = 'AliasError'
}

/** The result for each file with aliases, because several rules read the same file. */
const known = new WeakMap<PlainObject, PlainObject | Error>()

/**
 * A file with its `_aliases` resolved: if an object names an alias, the keys of that alias are added to it and
 * replace its own (python-simplestreams, expand_tree). Returns the same object if there are none. MAAS 3.8 does
 * not support aliases.
 * @throws AliasError in Python's words, if python-simplestreams fails
 * @throws StreamError if the aliases add too many values
 */
export function withAliases(file: PlainObject): PlainObject {
  if (!isPlainObject(file['_aliases'])) return file
  const result = known.get(file) ?? expanded(file)
  known.set(file, result)
  if (result instanceof Error) throw result
  return result
}

function expanded(file: PlainObject): PlainObject | Error {
  const tree = structuredClone(file)
  copyOrder(file, tree)
  const aliases = tree['_aliases']
  try {
    if (isPlainObject(aliases)) expand(tree, aliases)
    return tree
  } catch (error) {
    if (error instanceof AliasError || error instanceof StreamError) return error
    throw error
  }
}

/**
 * Resolves the aliases of a tree in place, because in MAAS, too, objects share the values of an alias and later
 * ones see changes to them.
 */
function expand(tree: PlainObject, aliases: PlainObject): void {
  let parts = 0
  const count = (more: number) => {
    parts += more
    if (parts > MOST_PARTS) {
      throw new StreamError(`Its _aliases add more than ${MOST_PARTS} values, which is not supported.`)
    }
  }
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) {
      count(value.length)
      for (const element of value) visit(element, depth + 1)
    } else if (isPlainObject(value)) {
      if (depth > DEEPEST) throw new AliasError('RecursionError: maximum recursion depth exceeded')
      for (const key of keysInOrder(value)) {
        const added = aliased(key, value[key], aliases)
        count(added.length + 1)
        for (const [name, inner] of added) put(value, name, inner)
      }
      for (const key of keysInOrder(value)) visit(value[key], depth + 1)
    }
  }
  visit(tree, 0)
}

/** The keys that an alias adds to an object in which this key has this value. */
function aliased(key: string, name: unknown, aliases: PlainObject): (readonly [string, unknown])[] {
  const alias = Object.hasOwn(aliases, key) ? aliases[key] : undefined
  if (key === '_aliases' || typeof name !== 'string' || name === '' || isEmpty(alias)) return []
  if (!isPlainObject(alias)) throw new AliasError(notIndexable(alias))
  if (!Object.hasOwn(alias, name)) throw new AliasError(keyError(name))
  const keys = alias[name]
  if (isPlainObject(keys)) return Object.entries(keys)
  if (typeof keys === 'string' || Array.isArray(keys)) return Array.from<unknown>(keys).map(pairOf)
  throw new AliasError(`TypeError: '${typeName(keys)}' object is not iterable`)
}

/** Python's dict.update also accepts a list of pairs, and a text of two characters as a pair. */
function pairOf(element: unknown, index: number): readonly [string, unknown] {
  const parts = isPlainObject(element) ? Object.keys(element) : element
  if (typeof parts !== 'string' && !Array.isArray(parts)) {
    throw new AliasError(
      `TypeError: cannot convert dictionary update sequence element #${index} to a sequence`,
    )
  }
  const pair = Array.from<unknown>(parts)
  const [key, value] = pair
  if (pair.length !== 2) {
    throw new AliasError(
      `ValueError: dictionary update sequence element #${index} has length ${pair.length}; 2 is required`,
    )
  }
  if (Array.isArray(key) || isPlainObject(key)) {
    throw new AliasError(`TypeError: unhashable type: '${typeName(key)}'`)
  }
  return [String(key), value]
}

/** Sets an own key, even if objects inherit one of that name, such as `__proto__`. */
function put(target: PlainObject, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}
