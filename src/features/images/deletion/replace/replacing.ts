import * as z from 'zod/mini'
import type { RecordKind } from '#api/store/records.ts'
import { left } from '#features/images/deletion/result/deletion-record.ts'

const names = { os: z.string(), release: z.string(), arch: z.string() }

const replacing = z.object({
  gone: z.object({ kind: z.enum(['synced', 'uploaded']), ...names }),
  goneName: z.string(),
  by: z.object({ sourceId: z.number(), ...names }),
  byName: z.string(),
  /** false: the selection of the other image has not been saved yet. */
  selected: z.boolean(),
  /** What the deletion of the first image has left to do. */
  left: z.optional(left),
})
/** An image that is deleted as soon as another one is synced. */
export type Replacing = Readonly<z.infer<typeof replacing>>

/** Stored by the key of the image that goes, until it is deleted or the replacement is canceled. */
export const REPLACING: RecordKind<Replacing> = { name: 'replacing', version: 1, schema: replacing }
