import type { BootResource } from '#contract/boot-resource.ts'
import { newestSet, type ResourceDetail, syncedSets } from './resource-detail.ts'

/** One resource as last read. */
export type KnownDetail = {
  readonly detail: ResourceDetail
  /** Its row of the list at that time, as text: when the row changes, the resource is read again. */
  readonly row: string
  readonly readAt: number
  /** When a read last found more bytes than the read before; null: never. */
  readonly movedAt: number | null
}

type Due = {
  readonly rows: readonly BootResource[]
  readonly known: ReadonlyMap<number, KnownDetail>
  readonly now: number
  /** The newest version of an image (`ubuntu/noble/amd64`) that a source offers; null: not known. */
  readonly offered: (image: string) => string | null
}
/** Resources to read, most overdue first, and the calls per minute that all of this kind would need. */
type Schedule = { readonly due: readonly number[]; readonly perMinute: number }
export type DetailSchedule = Readonly<Record<'moving' | 'waiting' | 'complete', Schedule>>

const MOVING_MS = 5_000
/** MAAS counts bytes every few seconds, so an image counts as moving for this long after the last ones. */
const MOVES_FOR_MS = 60_000
const WAITING_MS = 15_000
/** A complete resource that the import is going to update. */
const OUTDATED_MS = 45_000
const COMPLETE_MS = 300_000

type Candidate = { readonly id: number; readonly readAt: number; readonly everyMs: number }

/**
 * Which resources may have changed while an import runs. Only incomplete resources make progress. A complete one may get
 * a newer version, which the list does not show; that is likely when its source offers one. The kernels of an image share
 * their large files, so one of them shows the progress of the image; when one becomes complete, the others are next.
 */
export function detailSchedule({ rows, known, now, offered }: Due): DetailSchedule {
  const finishing: Candidate[] = []
  const moving: Candidate[] = []
  const waiting: Candidate[] = []
  const complete: Candidate[] = []
  for (const [image, group] of groupsOf(rows, known)) {
    const incomplete = group.filter(({ known }) => isIncomplete(known.detail))
    const done = group.filter((one) => !incomplete.includes(one))
    const finishedAt = Math.max(0, ...done.map(({ known }) => known.movedAt ?? 0))
    const late = incomplete.filter(({ known }) => known.readAt < finishedAt)
    finishing.push(...late.map(({ id, known }) => ({ id, readAt: known.readAt, everyMs: 0 })))

    const oldest = incomplete.toSorted((a, b) => a.known.readAt - b.known.readAt)[0]
    if (oldest && late.length === 0) {
      const moves = group.some(({ known }) => known.movedAt !== null && now - known.movedAt < MOVES_FOR_MS)
      const readAt = Math.max(...incomplete.map(({ known }) => known.readAt))
      if (moves) moving.push({ id: oldest.id, readAt, everyMs: MOVING_MS })
      else waiting.push({ id: oldest.id, readAt, everyMs: WAITING_MS })
    }
    const newest = offered(image)
    for (const { id, known } of done) {
      const outdated = newest !== null && newestVersion(known.detail) < newest
      if (outdated) waiting.push({ id, readAt: known.readAt, everyMs: OUTDATED_MS })
      else complete.push({ id, readAt: known.readAt, everyMs: COMPLETE_MS })
    }
  }
  const ages = ({ readAt, everyMs }: Candidate) => (now - readAt) / everyMs
  const scheduleOf = (list: readonly Candidate[]): Schedule => ({
    due: list
      .filter((one) => ages(one) >= 1)
      .toSorted((a, b) => ages(b) - ages(a))
      .map(({ id }) => id),
    perMinute: list.reduce((sum, { everyMs }) => sum + 60_000 / everyMs, 0),
  })
  const moves = scheduleOf(moving)
  return {
    moving: { ...moves, due: [...finishing.map(({ id }) => id), ...moves.due] },
    waiting: scheduleOf(waiting),
    complete: scheduleOf(complete),
  }
}

/**
 * The schedule while no import is reported: incomplete resources, and separately the complete ones that an unreported
 * import may update.
 */
export function withoutImport(
  { moving, waiting }: DetailSchedule,
  known: ReadonlyMap<number, KnownDetail>,
): DetailSchedule {
  const isIncompleteId = (id: number) => {
    const one = known.get(id)
    return one !== undefined && isIncomplete(one.detail)
  }
  const scheduleOf = (due: readonly number[]): Schedule => ({ due, perMinute: 0 })
  return {
    moving: scheduleOf([]),
    waiting: scheduleOf([...moving.due, ...waiting.due.filter(isIncompleteId)]),
    complete: scheduleOf(waiting.due.filter((id) => !isIncompleteId(id))),
  }
}

type Member = { readonly id: number; readonly known: KnownDetail }

/** The resources of each image, by `ubuntu/noble/amd64`. Imports do not change uploaded images, but their uploads do. */
function groupsOf(rows: readonly BootResource[], known: ReadonlyMap<number, KnownDetail>) {
  const groups = new Map<string, Member[]>()
  for (const { id, name, architecture, type } of rows) {
    const one = known.get(id)
    if (!one || (type === 'Uploaded' && !isIncomplete(one.detail))) continue
    const image = `${type === 'Uploaded' ? 'upload ' : ''}${name}/${architecture.split('/')[0]}`
    const group = groups.get(image)
    if (group) group.push({ id, known: one })
    else groups.set(image, [{ id, known: one }])
  }
  return groups
}

export const isIncomplete = (detail: ResourceDetail): boolean => {
  if (detail.type === 'Uploaded') return newestSet(detail)?.complete !== true
  const all = syncedSets(detail)
  return all.length === 0 || all.some(({ complete }) => !complete)
}

/** Versions compare by byte order, as in SimpleStreams. */
const newestVersion = ({ sets }: ResourceDetail): string =>
  sets.reduce((newest, { version }) => (version > newest ? version : newest), '')

/** Bytes that MAAS has, over all versions. */
export function receivedBytes({ sets }: ResourceDetail): number {
  let bytes = 0
  for (const { files } of sets)
    for (const { size, complete, progress = 0 } of Object.values(files))
      bytes += complete ? size : (size * progress) / 100
  return bytes
}
