/*
 * The filters of sstream-mirror, as version 0.1.0 reads them (simplestreams/filters.py): `key=value`, `key!=value`,
 * `key~pattern`, `key!~pattern`. Several filters must all match. A key that an item lacks counts as empty.
 */

/** One filter. A pattern is a regular expression that may match anywhere in the value. */
export type MirrorFilter = {
  readonly key: string
  readonly op: '=' | '!=' | '~' | '!~'
  readonly value: string
}

/** The keys of one file, with those of its version, product and list. */
export type Tags = (key: string) => string | undefined

const FORM = /^([\w|-]+) *(!?[=~]) *(.*)$/

/** Reads a filter as sstream-mirror does; null: it would refuse it. Blanks at the end belong to the value. */
export function parseFilter(text: string): MirrorFilter | null {
  const [, key, op, value] = FORM.exec(text) ?? []
  return key !== undefined && op !== undefined && value !== undefined
    ? { key, op: op as MirrorFilter['op'], value }
    : null
}

export const filterText = ({ key, op, value }: MirrorFilter): string => `${key}${op}${value}`

/**
 * Whether a file passes all filters. Patterns are those that `filtersOf` makes: they mean the same in Python and in
 * JavaScript, and none of them can take long.
 */
export function matcherOf(filters: readonly MirrorFilter[]): (tags: Tags) => boolean {
  const tests = filters.map(({ key, op, value }) => {
    const pattern = op.endsWith('~') ? new RegExp(value, 'u') : null
    const wanted = !op.startsWith('!')
    return (tags: Tags) => {
      const found = tags(key) ?? ''
      return (pattern ? pattern.test(found) : found === value) === wanted
    }
  })
  return (tags) => tests.every((passes) => passes(tags))
}

/** A filter that lets exactly these values through. */
export function oneOf(key: string, values: readonly string[]): MirrorFilter {
  const [first = '', ...others] = values
  return others.length === 0 && first === first.trim()
    ? { key, op: '=', value: first }
    : { key, op: '~', value: `^(${values.map(escaped).join('|')})$` }
}

/** The characters that have a meaning in a pattern. A dash has none outside of brackets, in both languages. */
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
