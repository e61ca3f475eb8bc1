import type { ImageRow } from '#features/images/deletion/rules/image-rows.ts'
import type { Replacement } from '#features/images/deletion/rules/replacement.ts'
import type { Replacing } from './replacing.ts'

/** A replacement that begins. */
export const replacingOf = ({ id, name }: ImageRow, { row, arch, name: byName }: Replacement): Replacing => ({
  gone: id,
  goneName: name,
  by: { sourceId: row.sourceId, os: row.os, release: row.release, arch },
  byName,
  selected: false,
})
