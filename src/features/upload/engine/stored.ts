import * as z from 'zod/mini'
import { newUpload } from '#contract/uploads.ts'
import type { RecordKind } from '#api/store/records.ts'

const count = z.number().check(z.nonnegative())

/** An upload that has begun, so that it can continue after a reload: the file itself cannot be stored. */
const stored = z.object({
  fileName: z.string(),
  form: newUpload,
  resource: count,
  file: count,
  /** Bytes that MAAS has confirmed, and the end of the last chunk that was sent. */
  confirmed: count,
  sent: count,
})
export type Stored = z.infer<typeof stored>

export const UPLOAD: RecordKind<Stored> = { name: 'upload', version: 1, schema: stored }
