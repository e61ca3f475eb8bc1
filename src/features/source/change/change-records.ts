import * as z from 'zod/mini'
import type { RecordKind } from '#api/store/records.ts'
import { bootSource, selection } from '#contract/maas.ts'
import { DONE, PENDING } from './change-record-names.ts'
import type { SourceSpec, SourceState, SourceTarget } from '#features/source/rules/model.ts'

/*
 * What this browser remembers of source changes: the change in progress, so that a page that dies half-way can finish
 * it or go back, and the last completed change, so that it can be undone. Keyrings are public keys, not secrets.
 */

const spec = z.object({ url: z.string(), keyring_filename: z.string(), keyring_data: z.string() })
const extras = z.object({
  name: z.string(),
  priority: z.number(),
  enabled: z.boolean(),
  skip_keyring_verification: z.boolean(),
})
/** Accepts empty lists too: MAAS's own command line creates such selections. */
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
  /** This change is an undo: after it, nothing is left to undo. */
  undoes: z.optional(z.literal(true)),
})
/** A change that was started but not completed. */
export type PendingChange = {
  readonly at: string
  readonly target: SourceTarget
  readonly before: readonly SourceState[]
  readonly undoes?: true | undefined
}

const doneChange = z.object({
  at: z.string(),
  /** The source before the change, and the one that replaced it; null: it was deleted without a replacement. */
  from: z.object({ spec, extras: z.optional(extras), selections: z.array(wanted) }),
  to: z.nullable(z.object({ url: z.string(), keyring_filename: z.string() })),
  /** When MAAS had last begun an import before the change, to detect whether it has begun another one since. */
  startedBefore: z.nullable(z.string()),
})
/** A completed change, which can be undone. */
export type DoneChange = Readonly<z.infer<typeof doneChange>> & {
  readonly from: Pick<SourceTarget, 'extras' | 'selections'> & { readonly spec: SourceSpec }
}

/** The change in progress. */
export const PENDING_CHANGE: RecordKind<PendingChange> = { ...PENDING, schema: pendingChange }
/** The last completed change. */
export const DONE_CHANGE: RecordKind<DoneChange> = { ...DONE, schema: doneChange }
/** The id of a possible half-way change (see HalfWay) that the administrator chose to leave as it is. */
export const LEFT_AS_IT_IS: RecordKind<string> = { name: 'left-as-it-is', version: 1, schema: z.string() }
