import { pythonStr } from '#lib/text/python-repr.ts'
import type { PlainObject } from '#streams/json/plain-object.ts'

/** Objects of a stream that hold the keys of one thing, the one that counts first. */
export type Levels = readonly PlainObject[]

/**
 * The value of a key at the first level that has it: strings and numbers are passed on from the file to its products,
 * versions and items (simplestreams' own rule); anything else is not. Numbers and booleans as Python writes them.
 */
export function valueOf(levels: Levels, key: string): string | undefined {
  for (const level of levels) {
    const text = textOf(level[key])
    if (text !== undefined) return text
  }
  return undefined
}

/** Characters that are read of a value: MAAS has room for 255, and lists of subarches have some hundred. */
const LONGEST = 4_000

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length > LONGEST ? value.slice(0, LONGEST) : value
  return typeof value === 'number' || typeof value === 'boolean' ? pythonStr(value) : undefined
}
