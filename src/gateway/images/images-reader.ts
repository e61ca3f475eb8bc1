import * as z from 'zod/mini'
import type { FilesAnswer, ImagesAnswer } from '#contract/gateway.ts'
import { type BootResource, bootResource, bootResourceDetail } from '#contract/maas.ts'
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
/** A page shows its table sooner without all details, and asks for the rest a moment later. */
const DETAIL_WAIT_MS = 150
/** After so many failed reads in a row nobody is kept waiting for a resource; every poll still tries it. */
const TRIES = 5

export type ImagesReader = {
  /** `fresh`: read now, whatever is known. `afford`: whether a poll may read what changes seldom. */
  read(region: RegionClient, fresh: boolean, afford?: () => boolean): Promise<ImagesAnswer>
  /** The files of what was read last; asks nobody. */
  files(): FilesAnswer
  /** Whether an import runs, or has ended just now, as it was known last; asks nobody. */
  importing(): boolean
  renew(): void
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
  /** What it shares with other readers; else its own. */
  readonly shared?: SharedReads
}

/**
 * What readers for different rights share: how much all of them together may read, and what MAAS shows to every user
 * who has signed in (recorded from 3.5.13 and 3.8.0).
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
 * `GET /gateway/images`. MAAS tells completeness and progress only per boot resource, and its list does not say when
 * they changed. Nothing about a resource changes but by an import: while one runs, what can have changed is read in
 * turn within a budget; after one has run, everything is read again once (a new epoch).
 */
export function createImagesReader(needs: ImagesNeeds): ImagesReader {
  const { events, now, ages: agesNow, offered = () => null, detailWaitMs = DETAIL_WAIT_MS } = needs
  const { importsUnseen = () => false } = needs
  const { list, running, sweep, budgets } = needs.shared ?? createSharedReads(now)
  const known = new Map<number, KnownDetail & { epoch: number }>()
  const failures = new Map<number, number>()
  /** MAAS lists them, and had deleted them when they were read. */
  const gone = new Set<number>()
  const rows = new Map<number, string>()
  const queue = createWorkQueue(PARALLEL, readOne)
  let reader: RegionClient
  let epoch = 0
  let first = true
  let before: { importing: boolean; event: number | null } | null = null
  let noticed = -1
  // An import seen only by its event may have been at its start: then one more look is due.
  let unsettled = false
  /** When something last happened that an import may follow, or that one has ended with. */
  let stirredAt = now()
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
      // what is seen for the first time, and half here, may well be moving
      const moved = bytesHere(detail) > (old ? bytesHere(old.detail) : 0) && (old || isIncomplete(detail))
      // after the first look, what is new and half here has just begun
      if (moved && (old || !first)) stirredAt = now()
      const movedAt = moved ? now() : (old?.movedAt ?? null)
      known.set(id, { detail, row, epoch: asked, readAt: now(), movedAt })
      failures.delete(id)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not-found') forgetResource(id)
      // it stays unread, the next poll tries again
      else failures.set(id, (failures.get(id) ?? 0) + 1)
    }
  }

  /** Deleted since the list was read. */
  function forgetResource(id: number): void {
    gone.add(id)
    known.delete(id)
    failures.delete(id)
  }

  async function look(region: RegionClient, fresh: boolean, afford?: () => boolean): Promise<ImagesAnswer> {
    const ages = agesNow()
    const age = (normal: number) => (fresh ? 0 : normal)
    const readsBefore = list.reads()
    const [firstRows, importing, newest] = await Promise.all([
      list.ask(region, age(ages.list)),
      running.ask(region, age(ages.importing)),
      events.ask(region, age(ages.events), fresh ? undefined : afford),
    ])
    const changed = noticeImports(importing, newest.newest?.id ?? null)
    // what an import has begun with or ended with is in a list that was read since
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

  /** Nothing is known of it, or nothing from after the end of the last import. */
  const isUnread = (id: number, importing: boolean): boolean =>
    importing ? !known.has(id) : known.get(id)?.epoch !== epoch

  /** Takes over the list; what is known of resources that it does not have any more is forgotten. */
  function note(all: readonly BootResource[]): void {
    rows.clear()
    for (const row of all) rows.set(row.id, rowText(row))
    for (const map of [known, failures]) for (const id of map.keys()) if (!rows.has(id)) map.delete(id)
  }

  /** Whether an import has begun or ended since the last look. */
  function noticeImports(importing: boolean, event: number | null): boolean {
    const reads = running.reads() + events.reads()
    const ended = before?.importing === true && !importing
    const begun = before?.importing === false && importing
    const missed = before !== null && !importing && event !== before.event
    const again = unsettled && !importing && reads !== noticed
    if (ended || missed || again) epoch += 1
    if (reads !== noticed) unsettled = missed && !ended
    if (ended || missed) endedAt = now()
    if (begun || ended || missed) stirredAt = now()
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
    // a page that opens first is shown everything, however much that is
    const once = wanted.slice(0, first ? wanted.length : sweep.take(wanted.length, pace.SWEEP))
    if (!importing && !incomplete && !importsUnseen()) return once
    return [...once, ...inTurn(all, importing, new Set(wanted))]
  }

  function inTurn(all: readonly BootResource[], importing: boolean, busy: ReadonlySet<number>): number[] {
    const stopped = now() - stirredAt < pace.STOPPED_FOR_MS ? pace.STOPPED : pace.LONG_STOPPED
    const next = detailSchedule({
      rows: all.filter(({ id }) => !busy.has(id) && !gone.has(id)),
      known,
      now: now(),
      offered: importing || importsUnseen() ? offered : () => null,
    })
    // without an import what is complete stays as it is
    const shares = importing
      ? pace.shares(all.length, next)
      : { ...pace.NOTHING, waiting: stopped, complete: pace.LONG_STOPPED }
    const wanted = importing ? next : withoutImport(next, known)
    return (['moving', 'waiting', 'complete'] as const).flatMap((kind) => {
      const { due } = wanted[kind]
      return due.slice(0, budgets[kind].take(due.length, shares[kind]))
    })
  }

  /** One pass at a time, also when a write has renewed the sharing: passes share what is known. */
  function begin(region: RegionClient, fresh: boolean, afford?: () => boolean): Promise<ImagesAnswer> {
    const mine = { fresh, by: region, answer: last.then(() => look(region, fresh, afford)) }
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
      // MAAS may refuse the key of the other reader, which says nothing about this one
      return pass.answer.catch(() => begin(region, fresh, afford))
    },
    files() {
      const { complete, resources } = resourceFiles(listed, detailsKnown())
      const stale = listed.some(({ id }) => isUnread(id, before?.importing === true))
      return { complete: complete && !stale, resources }
    },
    importing: () => before?.importing === true || now() - endedAt < pace.ENDS_FOR_MS,
    renew() {
      pass = null
      stirredAt = now()
      list.forget()
      running.forget()
    },
  }
}

/** What a row of the list says, but for when it was last deployed: that is no change of its versions. */
const rowText = ({ name, architecture, type, title, subarches, base_image }: BootResource): string =>
  JSON.stringify([name, architecture, type, title, subarches, base_image])
