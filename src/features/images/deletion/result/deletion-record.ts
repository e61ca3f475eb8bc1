import * as z from 'zod/mini'
import type { RecordKind } from '#api/store/records.ts'
import type { Left } from '#features/images/deletion/run/left.ts'
import type { DeleteOutcome } from '#features/images/deletion/run/delete-images.ts'

const text = z.string()
const names = { os: text, release: text }
const image = z.object({ kind: z.enum(['synced', 'uploaded']), ...names, arch: text })
const refused = z.array(z.object({ image, reason: text }))
const wanted = z.object({ arches: z.array(text), subarches: z.array(text), labels: z.array(text) })
const lost = z.array(z.object({ id: z.object({ sourceId: z.number(), ...names }), wanted }))

/** What a run leaves behind if the page is left now. */
export const left: z.ZodMiniType<Left> = z.object({ lost, importOwed: z.boolean() })

const outcome: z.ZodMiniType<DeleteOutcome> = z.object({
  deleted: z.array(image),
  left: refused,
  refused,
  stays: z.array(image),
  lost,
  importFailed: z.nullable(text),
})

const deletion = z.object({
  /** When it began, ms. */
  at: z.number(),
  images: z.array(
    z.object({
      id: image,
      name: text,
      /** The rows of the table in which it was selected. */
      rows: z.array(text),
    }),
  ),
  left,
  /** null: it runs, or its page was left. */
  outcome: z.nullable(outcome),
})
/** A deletion that a user began, until its result is dismissed. */
export type Deleting = Readonly<z.infer<typeof deletion>>
/** An image of a deletion. */
export type DeletingImage = Deleting['images'][number]

/** One record for each deletion. It is written before the first write to MAAS, so that a reload forgets nothing. */
export const DELETION: RecordKind<Deleting> = { name: 'deletion', version: 1, schema: deletion }

/** Whether something is left to do after a run. */
export const isOpen = (now: DeleteOutcome): boolean =>
  now.left.length > 0 || now.lost.length > 0 || now.importFailed !== null
