import { lastArrival, type Progress } from '#api/arriving-bytes.ts'
import { compareNatural } from '#lib/text/natural-order.ts'
import { bootloaderGroup } from '#features/images/rules/bootloader-group.ts'
import { compareArches } from '#features/images/rules/arch-order.ts'
import { customGroup } from './custom-group.ts'
import { STALL_AFTER_MS } from '#features/images/rules/image-state.ts'
import type { Group, ReleaseRow, Table } from '#features/images/rules/model.ts'
import { osTitle } from '#selections/os-titles.ts'
import { releaseRows } from './release-rows.ts'
import type { TableInput } from '#features/images/rules/table-input.ts'

/** Joins everything that the page lists: what the sources offer, what is selected and what the region holds. */
export function buildTable(input: TableInput): Table {
  const groups = [...osGroups(releaseRows(input)), customGroup(input), bootloaderGroup(input)].filter(
    (group) => group.rows.length > 0,
  )
  return { groups, arches: archesOf(groups), kernelsFiltered: input.kernelsFiltered }
}

/** The columns: every architecture of any row. */
export function archesOf(groups: readonly Group[]): readonly string[] {
  const arches = new Set<string>()
  for (const { rows } of groups) for (const { cells } of rows) for (const { arch } of cells) arches.add(arch)
  return [...arches].sort(compareArches)
}

function osGroups(rows: readonly ReleaseRow[]): Group[] {
  const byOs = new Map<string, ReleaseRow[]>()
  for (const row of rows) {
    const group = byOs.get(row.os)
    if (group) group.push(row)
    else byOs.set(row.os, [row])
  }
  return [...byOs]
    .map(([id, list]): Group => ({ id, title: osTitle(id), kind: 'os', rows: list.sort(newestFirst) }))
    .sort((a, b) => Number(b.id === 'ubuntu') - Number(a.id === 'ubuntu') || compareNatural(a.title, b.title))
}

/** Releases without a known version number come last; sort() keeps the order of the sources. */
const newestFirst = (a: ReleaseRow, b: ReleaseRow): number =>
  compareNatural(b.version, a.version) || compareNatural(a.release, b.release)

/** Whether bytes of any image arrived in the last two minutes. In MAAS 3.8, this is the only sign of some imports. */
export const isAnyArriving = (progress: ReadonlyMap<string, Progress>, now: number): boolean =>
  now - lastArrival(progress) < STALL_AFTER_MS

/** Only the times, by imageKey, as buildTable needs them. */
export const lastBytes = (progress: ReadonlyMap<string, Progress>): ReadonlyMap<string, number> =>
  new Map([...progress].map(([key, { at }]) => [key, at]))
