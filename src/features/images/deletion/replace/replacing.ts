import { useState } from 'react'
import * as z from 'zod/mini'
import type { Owner, RecordKind } from '#api/store/records.ts'
import { useRecords } from '#api/store/use-record.ts'

const names = { os: z.string(), release: z.string(), arch: z.string() }

const replacing = z.object({
  gone: z.object({ kind: z.enum(['synced', 'uploaded']), ...names }),
  goneName: z.string(),
  by: z.object({ sourceId: z.number(), ...names }),
  byName: z.string(),
  /** false: the selection of the other image has not been saved yet. */
  selected: z.boolean(),
})
/** An image that is deleted as soon as another one is synced. */
export type Replacing = Readonly<z.infer<typeof replacing>>

/** Stored by the key of the image that goes, until it is deleted or the replacement is canceled. */
export const REPLACING: RecordKind<Replacing> = { name: 'replacing', version: 1, schema: replacing }

/** Whether images are being replaced, or were since this page was shown. */
export function useIsReplacing(owner: Owner | null): boolean {
  const isAny = (useRecords(REPLACING, owner)?.size ?? 0) > 0
  const [was, setWas] = useState(isAny)
  if (isAny && !was) setWas(true)
  return was
}
