import type { Catalogue } from '#contract/gateway.ts'
import { fullTitle } from '#selections/os-titles.ts'
import { releaseIn, partsNotOffered } from '#features/images/selection-file/rules/nearest-offer.ts'
import type { ReleaseRow, Table } from '#features/images/rules/model.ts'
import { ALL } from '#selections/wanted.ts'
import type { ImageRow } from './image-rows.ts'

/** The image that could replace one that is no longer offered. */
export type Replacement = { readonly row: ReleaseRow; readonly arch: string; readonly name: string }

/** The nearest image that a source of an image offers; null: nothing is close. */
export function replacementOf(
  { id, rows }: ImageRow,
  catalogues: ReadonlyMap<number, Catalogue>,
  table: Table,
): Replacement | null {
  for (const { sourceId, os, release } of rows) {
    const offer = catalogues.get(sourceId)
    if (!offer) continue
    const [gone] = partsNotOffered(
      { os, release, arches: [id.arch], subarches: [ALL], labels: [ALL] },
      offer,
      false,
    )
    if (!gone || gone.nearest === null) continue
    const [nearRelease, arch] = gone.part === 'release' ? [gone.nearest, id.arch] : [release, gone.nearest]
    if (!releaseIn(offer, os, nearRelease)?.arches.some((one) => one.arch === arch)) continue
    const row = rowOf(table, sourceId, os, nearRelease)
    if (row) return { row, arch, name: `${fullTitle(os, row.title)} (${arch})` }
  }
  return null
}

const rowOf = (table: Table, sourceId: number, os: string, release: string): ReleaseRow | undefined =>
  table.groups
    .flatMap(({ rows }) => rows)
    .find((row) => row.selectable && row.sourceId === sourceId && row.os === os && row.release === release)
