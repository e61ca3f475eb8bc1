import * as z from 'zod/mini'
import { bootSource, selection } from '#contract/maas.ts'
import { KEPT } from './kept-keys.ts'
import type { SourceState, Target } from './model.ts'

/*
 * What this browser keeps of a change of source: the one under way, so that a page that dies half-way knows both ways
 * on, and the last one that was done, so that it can be undone. Keyrings are public keys, no secrets.
 */

const spec = z.object({ url: z.string(), keyring_filename: z.string(), keyring_data: z.string() })
const extras = z.object({
  name: z.string(),
  priority: z.number(),
  enabled: z.boolean(),
  skip_keyring_verification: z.boolean(),
})
/** Also one with an empty list, as MAAS's own command line makes them. */
const wanted = z.omit(selection, { id: true, boot_source_id: true })
const target = z.object({
  spec: z.nullable(spec),
  extras: z.optional(extras),
  selections: z.array(wanted),
  replaces: z.nullable(z.int()),
  back: z.optional(z.literal(true)),
})
const states = z.array(z.object({ source: bootSource, selections: z.array(selection) }))

const pendingChange = z.object({
  at: z.string(),
  target,
  before: states,
  /** It is an undo: when it is done, nothing is left to undo. */
  undoes: z.optional(z.literal(true)),
})
/** A change that was begun and not seen through. */
export type PendingChange = z.infer<typeof pendingChange>

const doneChange = z.object({
  at: z.string(),
  /** What was before, and what took its place; null: nothing did, it was deleted. */
  from: z.object({ spec, extras: z.optional(extras), selections: z.array(wanted) }),
  to: z.nullable(z.object({ url: z.string(), keyring_filename: z.string() })),
  /** When MAAS began its last import before it, to see whether it has begun another one since. */
  startedBefore: z.nullable(z.string()),
})
/** A change that was seen through, and can be undone. */
export type DoneChange = z.infer<typeof doneChange>

export const rememberPending = (change: {
  at: string
  target: Target
  before: readonly SourceState[]
  undoes?: true
}) => write(KEPT.pending, change)
export const recallPending = (): PendingChange | null => read(KEPT.pending, pendingChange)
export const forgetPending = () => remove(KEPT.pending)

export const rememberDone = (change: DoneChange) => write(KEPT.done, change)
export const recallDone = (): DoneChange | null => read(KEPT.done, doneChange)
export const forgetDone = () => remove(KEPT.done)

// A browser may deny its storage: then a reload forgets, and all else works.

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // denied or full: what was kept before is about another change, and would mislead
    remove(key)
  }
}

function read<T>(key: string, schema: z.ZodMiniType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(localStorage.getItem(key) ?? ''))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // denied
  }
}
