import * as z from 'zod/mini'
import { displayText } from '#lib/text/display-text.ts'
import { entriesInOrder } from '#streams/json/key-order.ts'
import { isPlainObject, type PlainObject } from '#streams/json/plain-object.ts'
import type { Ignored } from './products.ts'
import { formatOf } from '#streams/python-reader/python-index.ts'
import { StreamError } from '#streams/stream-error.ts'
import { behindRoot, leavesSource } from './source-path.ts'

export type IndexEntry = {
  readonly contentId: string
  /** Relative to the root of the mirror, not to the index: it is appended to the root unchanged. */
  readonly path: string
  readonly datatype: string | null
  readonly format: string | null
}

const indexFile = z.object({ index: z.custom<PlainObject>(isPlainObject), updated: z.optional(z.unknown()) })
const entry = z.object({ path: z.string().check(z.minLength(1)) })

/** Whether a file names other files. */
export const isIndex = (json: unknown): boolean =>
  formatOf(json) === 'index:1.0' || (isPlainObject(json) && isPlainObject(json['index']))

/**
 * Reads an index file (format index:1.0). `updated` is ISO, null if it is missing or not a date.
 * @throws StreamError if it is not an index
 */
export function readIndex(json: unknown): {
  updated: string | null
  entries: IndexEntry[]
  ignored: Ignored[]
} {
  const file = indexFile.safeParse(json)
  if (!file.success) throw new StreamError('This is not a SimpleStreams index.')
  const entries: IndexEntry[] = []
  const ignored: Ignored[] = []
  for (const [contentId, value] of entriesInOrder(file.data.index)) {
    const parsed = entry.safeParse(value)
    const ignore = (reason: string) => void ignored.push({ what: displayText(contentId), reason })
    if (!parsed.success) ignore('The entry has no path.')
    else if (leavesSource(behindRoot(parsed.data.path))) ignore('Its path points outside the source.')
    else entries.push({ contentId, path: parsed.data.path, ...kindOf(value) })
  }
  return { updated: isoDate(file.data.updated), entries, ignored }
}

function kindOf(value: unknown): Pick<IndexEntry, 'datatype' | 'format'> {
  const text = (key: string) => {
    const found = isPlainObject(value) ? value[key] : undefined
    return typeof found === 'string' ? found : null
  }
  return { datatype: text('datatype'), format: text('format') }
}

function isoDate(text: unknown): string | null {
  const ms = typeof text === 'string' ? Date.parse(text) : NaN
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
