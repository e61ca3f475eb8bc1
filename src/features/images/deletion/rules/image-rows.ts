import { fullTitle } from '#selections/os-titles.ts'
import type { Cell, ReleaseRow, Table } from '#features/images/rules/model.ts'
import { type ImageId, imageIdKey } from './image-id.ts'

/** One image that can be deleted: the region holds it, or downloads it. */
export type ImageRow = {
  readonly key: string
  readonly id: ImageId
  /** "Ubuntu 24.04 LTS" */
  readonly title: string
  readonly codename: string
  /** "Ubuntu 24.04 LTS (amd64)" */
  readonly name: string
  readonly cell: Cell
  /** Bytes that the region holds. */
  readonly bytes: number
  /** No source offers it any more. */
  readonly notOffered: boolean
  /** The region holds it, no source offers it, and no one has chosen to keep it. */
  readonly canKeep: boolean
  /** MAAS has not completed it. */
  readonly arriving: boolean
  /** Its rows in the table of images, one for each source that has it; none for a custom image. */
  readonly rows: readonly ReleaseRow[]
}

/** The images of a region, in the order of its table, which has no unsaved changes. */
export function imageRows({ groups }: Table): ImageRow[] {
  const found = new Map<string, ImageRow[]>()
  for (const group of groups) {
    if (group.kind === 'along') continue
    for (const row of group.rows) {
      for (const cell of row.cells) {
        if (cell.image === null && !cell.selected) continue
        const one = rowOf(row, cell)
        const same = found.get(one.key)
        if (same) same.push(one)
        else found.set(one.key, [one])
      }
    }
  }
  return [...found.values()].flatMap((same) => joined(same) ?? [])
}

function rowOf(row: ReleaseRow, cell: Cell): ImageRow {
  const { os, release, selectable, codename } = row
  const kind = selectable ? ('synced' as const) : ('uploaded' as const)
  const id = { kind, os, release, arch: cell.arch }
  const title = selectable ? fullTitle(os, row.title) : row.title
  return {
    key: imageIdKey(id),
    id,
    title,
    codename,
    name: `${title} (${cell.arch})`,
    cell,
    bytes: cell.image?.heldBytes ?? 0,
    notOffered: cell.lost === 'not-offered' || NOT_OFFERED.has(cell.state.kind),
    canKeep: cell.state.kind === 'gone' && (cell.image?.heldBytes ?? 0) > 0,
    // an upload does not come with an import
    arriving: selectable && (ARRIVING.has(cell.state.kind) || cell.image?.incoming?.done !== undefined),
    rows: selectable ? [row] : [],
  }
}

const NOT_OFFERED: ReadonlySet<string> = new Set(['gone', 'without-updates'])
const ARRIVING: ReadonlySet<string> = new Set(['queued', 'downloading', 'stalled', 'stopped'])

/** The same image at several sources: the first one that has it counts. */
function joined(same: readonly ImageRow[]): ImageRow | undefined {
  const main = same.find(({ cell }) => cell.image !== null) ?? same[0]
  if (!main || same.length === 1) return main
  const notOffered =
    same.some((one) => one.notOffered) && same.every((one) => one.notOffered || offersNothing(one))
  return {
    ...main,
    notOffered,
    canKeep: main.canKeep && notOffered,
    arriving: same.some(({ arriving }) => arriving),
    rows: same.flatMap(({ rows }) => rows),
  }
}

/** A source that MAAS 3.8 does not use for the image, and that does not offer it either. */
const offersNothing = ({ cell }: ImageRow): boolean => cell.state.kind === 'unused' && cell.offer === null

/** The images whose title, codename, release or architecture contain every word. */
export function searched(rows: readonly ImageRow[], search: string): readonly ImageRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter(({ name, codename, id }) => {
    const text = [name, codename, id.release].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
