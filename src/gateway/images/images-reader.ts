import * as z from 'zod/mini'
import type { FilesAnswer, ImagesAnswer } from '#contract/gateway.ts'
import { type BootResource, bootResource, bootResourceDetail } from '#contract/boot-resource.ts'
import { createCallBudget } from '#gateway/region/call-budget.ts'
import {
  bytesHere,
  detailSchedule,
  isIncomplete,
  type KnownDetail,
  withoutImport,
} from '#gateway/region/detail-schedule.ts'
import { groupImages } from '#gateway/answers/group-images.ts'
import type { ImportEvents } from '#gateway/answers/import-events.ts'
import { createCachedRead, type CachedRead } from '#gateway/region/cached-read.ts'
import * as pace from '#gateway/region/poll-rates.ts'
import { Refusal } from '#gateway/refusal.ts'
import { resourceFiles } from '#gateway/answers/resource-files.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import { createWorkQueue } from '#lib/work-queue.ts'

const PARALLEL = 8
/** A page shows its table sooner without all details, and polls for the rest a moment later. */
const DETAIL_WAIT_MS = 150
/** After this many failed reads in a row, answers no longer count the resource as unread; every poll still tries it. */
const TRIES = 5

export type ImagesReader = {
  /** `fresh`: read from MAAS now. `afford`: whether a poll may read data that seldom changes. */
  read(region: RegionClient, fresh: boolean, afford?: () => boolean): Promise<ImagesAnswer>
  /** The files as last read; makes no call. */
  files(): FilesAnswer
  /** Whether an import is running or has just ended, as last read; makes no call. */
  importing(): boolean
  renew(): void
  /** Reads this resource again at the next opportunity. */
  reread(id: number): void
}
export type ImagesNeeds = {
  readonly events: CachedRead<Awaited<ReturnType<ImportEvents>>>
  readonly now: () => number
  readonly ages: () => pace.Ages
  readonly offered?: (image: string) => string | null
  /** Whether MAAS runs imports that it does not report, as 3.8 does. */
  readonly importsUnseen?: () => boolean
  /** How long an answer waits for details of single resources, ms. */
  readonly detailWaitMs?: number
  /** Reads shared with other readers; by default its own. */
  readonly shared?: SharedReads
}

/**
 * Shared by readers for different rights: the budget of calls, and the data that MAAS shows to every signed-in user
 * (recorded from 3.5.13 and 3.8.0).
 */
export const createSharedReads = (now: () => number) => ({
  list: createCachedRead((region) => region.get('boot-resources/', z.array(bootResource)), now),
  running: createCachedRead(
    (region) => region.get('boot-resources/', z.boolean(), { op: 'is_importing' }),
    now,
  ),
  sweep: createCallBudget(now),
  budgets: { moving: createCallBudget(now), waiting: createCallBudget(now), complete: createCallBudget(now) },
})
type SharedReads = ReturnType<typeof createSharedReads>

/**
 * `GET /gateway/images`. MAAS reports completeness and progress per boot resource only, and its list does not show when
 * they change. Only imports change resources: while one runs, resources that may have changed are read in turn within a
 * budget; after an import, every resource is read once more (a new epoch).
 */
export function createImagesReader(needs: ImagesNeeds): ImagesReader {
  const { events, now, ages: agesNow, offered = () => null, detailWaitMs = DETAIL_WAIT_MS } = needs
  const { importsUnseen = () => false } = needs
  const { list, running, sweep, budgets } = needs.shared ?? createSharedReads(now)
  const known = new Map<number, KnownDetail & { epoch: number }>()
  const failures = new Map<number, number>()
  /** Listed resources that were deleted before they could be read. */
  const gone = new Set<number>()
  const rows = new Map<number, string>()
  const queue = createWorkQueue(PARALLEL, readOne)
  let reader: RegionClient
  let epoch = 0
  let first = true
  let before: { importing: boolean; event: number | null } | null = null
  let noticed = -1
  // an import known only by its event may have just started, so it is checked once more
  let unsettled = false
  /** The last sign of an import, or of something that may start one. */
  let activeAt = now()
  let endedAt = -Infinity
  let pass: {
    readonly fresh: boolean
    readonly by: RegionClient
    readonly answer: Promise<ImagesAnswer>
  } | null = null
  let last: Promise<unknown> = Promise.resolve()
  let listed: readonly BootResource[] = []

  async function readOne(id: number): Promise<void> {
    const asked = epoch
    const row = rows.get(id) ?? ''
    try {
      const detail = await reader.get(`boot-resources/${id}/`, bootResourceDetail)
      const old = known.get(id)
      // a resource seen for the first time that is incomplete may be downloading
      const moved = bytesHere(detail) > (old ? bytesHere(old.detail) : 0) && (old || isIncomplete(detail))
      // after the first pass, a new incomplete resource has just started
      if (moved && (old || !first)) activeAt = now()
      const movedAt = moved ? now() : (old?.movedAt ?? null)
      known.set(id, { detail, row, epoch: asked, readAt: now(), movedAt })
      failures.delete(id)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not-found') forgetResource(id)
      // it stays unread until the next poll tries again
      else failures.set(id, (failures.get(id) ?? 0) + 1)
    }
  }

  /** For a resource deleted since the list was read. */
  function forgetResource(id: number): void {
    gone.add(id)
    known.delete(id)
    failures.delete(id)
  }

  async function readAll(
    region: RegionClient,
    fresh: boolean,
    afford?: () => boolean,
  ): Promise<ImagesAnswer> {
    const ages = agesNow()
    const age = (normal: number) => (fresh ? 0 : normal)
    const readsBefore = list.reads()
    const [firstRows, importing, newest] = await Promise.all([
      list.ask(region, age(ages.list)),
      running.ask(region, age(ages.importing)),
      events.ask(region, age(ages.events), fresh ? undefined : afford),
    ])
    const changed = noticeImports(importing, newest.newest?.id ?? null)
    // a list read before the import started or ended may be out of date
    const all = changed && list.reads() === readsBefore ? await list.ask(region, 0) : firstRows
    if (list.reads() !== readsBefore) gone.clear()
    note(all)
    reader = region
    await queue.run(due(all, importing), detailWaitMs)
    first = false
    return answer(all, importing)
  }

  const detailsKnown = () => new Map([...known].map(([id, { detail }]) => [id, detail]))

  function answer(all: readonly BootResource[], importing: boolean): ImagesAnswer {
    const there = all.filter(({ id }) => !gone.has(id))
    const details = detailsKnown()
    listed = there
    const unread = there.filter(({ id }) => isUnread(id, importing))
    const expected = unread.filter(({ id }) => (failures.get(id) ?? 0) < TRIES)
    return { importing, unread: expected.length, images: groupImages(there, details) }
  }

  /** It was never read, or not since the last import ended. */
  const isUnread = (id: number, importing: boolean): boolean =>
    importing ? !known.has(id) : known.get(id)?.epoch !== epoch

  /** Stores the list, and forgets resources that are no longer in it. */
  function note(all: readonly BootResource[]): void {
    rows.clear()
    for (const row of all) rows.set(row.id, rowText(row))
    for (const map of [known, failures]) for (const id of map.keys()) if (!rows.has(id)) map.delete(id)
  }

  /** Whether an import has started or ended since the last pass. */
  function noticeImports(importing: boolean, event: number | null): boolean {
    const reads = running.reads() + events.reads()
    const ended = before?.importing === true && !importing
    const begun = before?.importing === false && importing
    const missed = before !== null && !importing && event !== before.event
    const again = unsettled && !importing && reads !== noticed
    if (ended || missed || again) epoch += 1
    if (reads !== noticed) unsettled = missed && !ended
    if (ended || missed) endedAt = now()
    if (begun || ended || missed) activeAt = now()
    noticed = reads
    before = { importing, event }
    return begun || ended || missed
  }

  function due(all: readonly BootResource[], importing: boolean): number[] {
    const unknown: number[] = []
    const stale: number[] = []
    let incomplete = false
    for (const { id } of all) {
      if (gone.has(id)) continue
      const one = known.get(id)
      if (one && isIncomplete(one.detail)) incomplete = true
      if (!one) unknown.push(id)
      else if (one.row !== rows.get(id) || (!importing && one.epoch !== epoch))
        (isIncomplete(one.detail) ? unknown : stale).push(id)
    }
    const wanted = [...unknown, ...stale]
    // the first page gets all details, regardless of the budget
    const once = wanted.slice(0, first ? wanted.length : sweep.take(wanted.length, pace.SWEEP))
    if (!importing && !incomplete && !importsUnseen()) return once
    return [...once, ...inTurn(all, importing, new Set(wanted))]
  }

  function inTurn(all: readonly BootResource[], importing: boolean, busy: ReadonlySet<number>): number[] {
    const stopped = now() - activeAt < pace.STOPPED_FOR_MS ? pace.STOPPED : pace.LONG_STOPPED
    const next = detailSchedule({
      rows: all.filter(({ id }) => !busy.has(id) && !gone.has(id)),
      known,
      now: now(),
      offered: importing || importsUnseen() ? offered : () => null,
    })
    // without an import, complete resources do not change
    const shares = importing
      ? pace.shares(all.length, next)
      : { ...pace.NOTHING, waiting: stopped, complete: pace.LONG_STOPPED }
    const wanted = importing ? next : withoutImport(next, known)
    return (['moving', 'waiting', 'complete'] as const).flatMap((kind) => {
      const { due } = wanted[kind]
      return due.slice(0, budgets[kind].take(due.length, shares[kind]))
    })
  }

  /** One pass at a time, even after a write: passes share their state. */
  function begin(region: RegionClient, fresh: boolean, afford?: () => boolean): Promise<ImagesAnswer> {
    const mine = { fresh, by: region, answer: last.then(() => readAll(region, fresh, afford)) }
    pass = mine
    last = mine.answer
      .catch(() => undefined)
      .finally(() => {
        if (pass === mine) pass = null
      })
    return mine.answer
  }

  return {
    async read(region, fresh, afford) {
      if (!pass || (fresh && !pass.fresh)) return begin(region, fresh, afford)
      if (pass.by === region) return pass.answer
      // MAAS may refuse the other key but accept this one
      return pass.answer.catch(() => begin(region, fresh, afford))
    },
    files() {
      const { complete, resources } = resourceFiles(listed, detailsKnown())
      const stale = listed.some(({ id }) => isUnread(id, before?.importing === true))
      return { complete: complete && !stale, resources }
    },
    importing: () => before?.importing === true || now() - endedAt < pace.ENDS_FOR_MS,
    reread(id) {
      const one = known.get(id)
      if (one) known.set(id, { ...one, row: '' })
    },
    renew() {
      pass = null
      activeAt = now()
      list.forget()
      running.forget()
    },
  }
}

/** A row of the list as text, without the time of the last deployment, which does not change its versions. */
const rowText = ({ name, architecture, type, title, subarches, base_image }: BootResource): string =>
  JSON.stringify([name, architecture, type, title, subarches, base_image])
