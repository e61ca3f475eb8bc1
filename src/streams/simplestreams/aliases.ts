import { isPlainObject, type PlainObject } from '#streams/plain-object.ts'
import { typeName } from './python-words.ts'

/** As deep as JSON of a stream may be nested, see json-text.ts. */
const DEEPEST = 32
const MOST_OBJECTS = 500_000

/** Why python-simplestreams fails on the aliases of a file, in Python's words. */
export class AliasError extends Error {
  override readonly name = 'AliasError'
}

/**
 * A file with its `_aliases` put in: where an object names an alias, the keys of that alias join it and win over its
 * own (python-simplestreams, expand_tree). The same object when there are none. MAAS 3.8 does not know aliases.
 * @throws AliasError in Python's words, where python-simplestreams fails
 */
export function withAliases(file: PlainObject): PlainObject {
  const aliases = file['_aliases']
  if (!isPlainObject(aliases)) return file
  let objects = 0
  const expand = (value: unknown, depth: number): unknown => {
    if (Array.isArray(value)) return value.map((element) => expand(element, depth + 1))
    if (!isPlainObject(value)) return value
    objects += 1
    if (depth > DEEPEST || objects > MOST_OBJECTS) {
      throw new AliasError('RecursionError: maximum recursion depth exceeded')
    }
    const joined = Object.entries({ ...value, ...aliased(value, aliases) })
    return Object.fromEntries(joined.map(([key, inner]) => [key, expand(inner, depth + 1)]))
  }
  const expanded = expand(file, 0)
  return isPlainObject(expanded) ? expanded : file
}

/** What the aliases add to an object. */
function aliased(value: PlainObject, aliases: PlainObject): PlainObject {
  let added: PlainObject = {}
  for (const [key, name] of Object.entries(value)) {
    const alias = Object.hasOwn(aliases, key) ? aliases[key] : undefined
    if (key === '_aliases' || typeof name !== 'string' || name === '' || !alias) continue
    if (!isPlainObject(alias)) {
      throw new AliasError(`TypeError: '${typeName(alias)}' object is not subscriptable by a name`)
    }
    if (!Object.hasOwn(alias, name)) throw new AliasError(`KeyError: '${name}'`)
    const keys = alias[name]
    if (!isPlainObject(keys)) throw new AliasError(`TypeError: '${typeName(keys)}' object is not a mapping`)
    added = { ...added, ...keys }
  }
  return added
}
