import * as z from 'zod/mini'
import type { RecordKind } from '#api/store/records.ts'

const text = z.string().check(z.maxLength(4_000))

const entry = z.object({
  /** When it was sent, or seen in MAAS, ms. */
  at: z.number(),
  /** For a change that was seen in MAAS: when it was not there yet, ms. */
  since: z.optional(z.number()),
  /** The user who sent it; '' for a change that was seen in MAAS, which does not say who made it. */
  who: text,
  what: z.enum(['selection', 'source', 'setting', 'import', 'image', 'notification']),
  action: z.enum(['create', 'change', 'delete', 'start', 'stop', 'dismiss', 'upload']),
  /** Identifies the object: `selection 1/ubuntu/noble`. */
  key: text,
  /** Its name for people. */
  subject: text,
  /** null: there was nothing, or it is not known. */
  before: z.nullable(text),
  /** null: there is nothing any more. */
  after: z.nullable(text),
  /** sent: no answer yet, or the page was left. unknown: the answer was lost. conflict: someone else was first. */
  result: z.enum(['sent', 'done', 'refused', 'unknown', 'conflict']),
  /** Why it failed; '' otherwise. */
  message: text,
})
export type Entry = Readonly<z.infer<typeof entry>>

/** One record per change; the name begins with its time, so that names sort by time. */
export const ACTIVITY: RecordKind<Entry> = { name: 'activity', version: 1, schema: entry }

/** More would make the page slow; the oldest ones are removed. */
export const MOST_ENTRIES = 500

const DIGITS = 15

/** A name that sorts by time. */
export const nameAt = (at: number, rest: string): string => `${String(at).padStart(DIGITS, '0')} ${rest}`
