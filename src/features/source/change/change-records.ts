import * as z from 'zod/mini'
import type { RecordKind } from '#api/store/records.ts'
import { bootSource, selection } from '#contract/maas.ts'
import { DONE, PENDING } from './change-record-names.ts'
import type { SourceSpec, SourceState, SourceTarget } from '#features/source/rules/model.ts'

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
export type PendingChange = {
  readonly at: string
  readonly target: SourceTarget
  readonly before: readonly SourceState[]
  readonly undoes?: true | undefined
}

const doneChange = z.object({
  at: z.string(),
  /** What was before, and what took its place; null: nothing did, it was deleted. */
  from: z.object({ spec, extras: z.optional(extras), selections: z.array(wanted) }),
  to: z.nullable(z.object({ url: z.string(), keyring_filename: z.string() })),
  /** When MAAS began its last import before it, to see whether it has begun another one since. */
  startedBefore: z.nullable(z.string()),
})
/** A change that was seen through, and can be undone. */
export type DoneChange = Readonly<z.infer<typeof doneChange>> & {
  readonly from: Pick<SourceTarget, 'extras' | 'selections'> & { readonly spec: SourceSpec }
}

/** The change under way. */
export const PENDING_CHANGE: RecordKind<PendingChange> = { ...PENDING, schema: pendingChange }
/** The last change that was seen through. */
export const DONE_CHANGE: RecordKind<DoneChange> = { ...DONE, schema: doneChange }
/** What a person has said is as it should be: see HalfWay. */
export const LEFT_AS_IT_IS: RecordKind<string> = { name: 'left-as-it-is', version: 1, schema: z.string() }
