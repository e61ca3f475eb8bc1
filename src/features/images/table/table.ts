import type { Image } from '#contract/gateway.ts'
import { compareNatural } from '#lib/text/natural-order.ts'
import { bootloaderGroup } from '#features/images/rules/bootloader-group.ts'
import { compareArches } from '#features/images/rules/arch-order.ts'
import { customGroup } from './custom-group.ts'
import { STALL_AFTER_MS } from '#features/images/rules/image-state.ts'
import type { Group, ReleaseRow, Table } from '#features/images/rules/model.ts'
import { osTitle } from '#selections/os-titles.ts'
import { releaseRows } from './release-rows.ts'
import { imageKey } from '#selections/keys.ts'
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

export type Progress = {
  readonly done: number
  readonly at: number
  /** Whether its bytes were seen to change; otherwise they were seen only once. */
  readonly moved?: boolean
}

/**
 * Records when the bytes of each arriving image last changed, as seen by the caller, because MAAS does not report it.
 * Call it once per poll with the time of the answer. Without an import nothing can stall, so nothing is recorded.
 */
export function noteProgress(
  previous: ReadonlyMap<string, Progress>,
  images: readonly Image[],
  now: number,
  importing = true,
): ReadonlyMap<string, Progress> {
  const next = new Map<string, Progress>()
  for (const { os, release, arch, incoming, known } of images) {
    const key = imageKey(os, release, arch)
    const before = previous.get(key)
    if (!importing) continue
    if (!known && before) next.set(key, before)
    else if (incoming)
      next.set(
        key,
        before?.done === incoming.done
          ? before
          : { done: incoming.done, at: now, moved: before !== undefined },
      )
  }
  return next
}

/** When bytes of any image were last seen to change, ms; -Infinity: they were not. */
export const lastArrival = (progress: ReadonlyMap<string, Progress>): number =>
  Math.max(...[...progress.values()].map(({ at, moved }) => (moved === true ? at : -Infinity)))

/** Whether bytes of any image arrived in the last two minutes. In MAAS 3.8, this is the only sign of some imports. */
export const isArriving = (progress: ReadonlyMap<string, Progress>, now: number): boolean =>
  now - lastArrival(progress) < STALL_AFTER_MS

/** Only the times, by imageKey, as buildTable needs them. */
export const lastBytes = (progress: ReadonlyMap<string, Progress>): ReadonlyMap<string, number> =>
  new Map([...progress].map(([key, { at }]) => [key, at]))
