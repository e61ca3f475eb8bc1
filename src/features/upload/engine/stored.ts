import * as z from 'zod/mini'
import { newUpload } from '#contract/uploads.ts'
import type { RecordKind } from '#api/store/records.ts'

const count = z.number().check(z.nonnegative())

const begun = z.object({
  resource: count,
  file: count,
  /** Bytes that MAAS has confirmed, and the end of the last chunk that was sent. */
  confirmed: count,
  sent: count,
  /** How many region controllers MAAS divides the progress by; null: not known yet. */
  regions: z.nullable(count),
})
/** What MAAS has of an announced file. */
export type Begun = Readonly<z.infer<typeof begun>>

/** An upload, so that it can continue after a reload: the file itself cannot be stored. */
const stored = z.object({
  fileName: z.string(),
  form: newUpload,
  /** null: the announcement was not answered, so MAAS may have it or not. */
  begun: z.nullable(begun),
})
export type Stored = Readonly<z.infer<typeof stored>>

export const UPLOAD: RecordKind<Stored> = { name: 'upload', version: 2, schema: stored }
