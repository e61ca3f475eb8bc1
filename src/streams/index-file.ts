import * as z from 'zod/mini'
import { displayText } from '#lib/display-text.ts'
import { isPlainObject, type PlainObject } from './plain-object.ts'
import { StreamError, type Ignored } from './products.ts'
import { leavesSource } from './source-path.ts'

export type IndexEntry = {
  readonly contentId: string
  /** Relative to the root of the mirror, not to the index. */
  readonly path: string
  readonly datatype: string
}

const indexFile = z.object({ index: z.custom<PlainObject>(isPlainObject), updated: z.optional(z.unknown()) })
const entry = z.object({ path: z.string().check(z.minLength(1)), datatype: z.optional(z.string()) })

/** What MAAS reads: images, and since MAAS 2.9 release notifications. */
const DATATYPES = ['image-ids', 'image-downloads', 'release-notifications']

/**
 * Reads an index file (format index:1.0). `updated` is ISO, null when it is missing or no date.
 * @throws StreamError when it is no index.
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
  for (const [contentId, value] of Object.entries(file.data.index)) {
    const parsed = entry.safeParse(value)
    const reason = parsed.success ? reasonAgainst(parsed.data) : 'The entry names no path.'
    if (reason !== null) ignored.push({ what: displayText(contentId), reason })
    else if (parsed.success)
      entries.push({ contentId, path: parsed.data.path, datatype: parsed.data.datatype ?? 'image-ids' })
  }
  return { updated: isoDate(file.data.updated), entries, ignored }
}

function reasonAgainst({ path, datatype = 'image-ids' }: z.infer<typeof entry>): string | null {
  if (leavesSource(path)) return 'Its path leads out of the source.'
  return DATATYPES.includes(datatype)
    ? null
    : `Its datatype ${displayText(datatype)} is none that MAAS reads.`
}

function isoDate(text: unknown): string | null {
  const ms = typeof text === 'string' ? Date.parse(text) : NaN
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
