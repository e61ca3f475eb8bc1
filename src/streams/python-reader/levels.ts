import { pythonStr } from '#lib/text/python-repr.ts'
import type { PlainObject } from '#streams/json/plain-object.ts'

/** The objects of a stream that hold the keys of one thing, the one that takes precedence first. */
export type Levels = readonly PlainObject[]

/**
 * The value of a key at the first level that has it. Products, versions and items inherit strings and numbers
 * from the levels above (simplestreams' own rule), and nothing else. Numbers and booleans are written as Python
 * writes them.
 */
export function valueOf(levels: Levels, key: string): string | undefined {
  for (const level of levels) {
    const text = textOf(level[key])
    if (text !== undefined) return text
  }
  return undefined
}

/** The most characters that are read of a value: MAAS stores 255, and lists of subarches have some hundred. */
const LONGEST = 4_000

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length > LONGEST ? value.slice(0, LONGEST) : value
  return typeof value === 'number' || typeof value === 'boolean' ? pythonStr(value) : undefined
}
