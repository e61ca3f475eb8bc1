import type { BootResource } from '#contract/boot-resource.ts'
import { receivedBytes, isIncomplete, type KnownDetail } from '#gateway/region/detail-schedule.ts'
import type { ResourceDetail } from '#gateway/region/resource-detail.ts'

/** After this many failed reads in a row, answers no longer count the resource as unread; every poll still tries it. */
const TRIES = 5

type Known = KnownDetail & {
  /** The epoch of the import watch in which the read began. */
  readonly epoch: number
}
type Moved = 'first bytes' | 'more bytes' | null

/** The details of single resources as last read, of those that the list of MAAS contains. */
export function createResourceDetails(now: () => number) {
  const known = new Map<number, Known>()
  const failures = new Map<number, number>()
  /** Listed resources that were deleted before they could be read. */
  const gone = new Set<number>()
  const rows = new Map<number, string>()

  return {
    known: known as ReadonlyMap<number, Known>,
    details: () => new Map([...known].map(([id, { detail }]) => [id, detail])),
    isGone: (id: number) => gone.has(id),
    /** Whether its row of the list has changed since its details were read. */
    hasNewRow: (id: number) => known.get(id)?.row !== rows.get(id),
    isGivenUp: (id: number) => (failures.get(id) ?? 0) >= TRIES,
    /** Its row now, for `learn`: the list may change while its details are read. */
    rowOf: (id: number) => rows.get(id) ?? '',
    /** Notes the list. `read`: it was read again, so what it contains exists. */
    list(all: readonly BootResource[], read: boolean): void {
      if (read) gone.clear()
      rows.clear()
      for (const row of all) rows.set(row.id, rowText(row))
      for (const map of [known, failures]) for (const id of map.keys()) if (!rows.has(id)) map.delete(id)
    },
    /** Stores what was read; whether it is downloading. */
    learn(id: number, detail: ResourceDetail, { row, epoch }: Pick<Known, 'row' | 'epoch'>): Moved {
      const old = known.get(id)
      // a resource seen for the first time that is incomplete may be downloading
      const moved =
        receivedBytes(detail) > (old ? receivedBytes(old.detail) : 0) && (old || isIncomplete(detail))
      const movedAt = moved ? now() : (old?.movedAt ?? null)
      known.set(id, { detail, row, epoch, readAt: now(), movedAt })
      failures.delete(id)
      if (!moved) return null
      return old ? 'more bytes' : 'first bytes'
    },
    /** It could not be read, and stays unread until the next poll tries again. */
    fail: (id: number) => void failures.set(id, (failures.get(id) ?? 0) + 1),
    /** It was deleted since the list was read. */
    remove(id: number): void {
      gone.add(id)
      known.delete(id)
      failures.delete(id)
    },
    /** Its details are read again at the next opportunity. */
    outdate(id: number): void {
      const one = known.get(id)
      if (one) known.set(id, { ...one, row: '' })
    },
  }
}

/** A row of the list as text, without the time of the last deployment, which does not change its versions. */
const rowText = ({ name, architecture, type, title, subarches, base_image }: BootResource): string =>
  JSON.stringify([name, architecture, type, title, subarches, base_image])
