import * as z from 'zod/mini'
import type { FilesAnswer, ImagesAnswer } from '#contract/gateway.ts'
import { type BootResource, bootResource } from '#contract/boot-resource.ts'
import { createCallBudget } from '#gateway/region/call-budget.ts'
import { detailSchedule, isIncomplete, withoutImport } from '#gateway/region/detail-schedule.ts'
import { groupImages } from '#gateway/answers/group-images.ts'
import type { ImportEvents } from '#gateway/answers/import-events.ts'
import { createCachedRead, type CachedRead } from '#gateway/region/cached-read.ts'
import * as pace from '#gateway/region/poll-rates.ts'
import { Refusal } from '#gateway/refusal.ts'
import { resourceFiles } from '#gateway/answers/resource-files.ts'
import { readResource } from '#gateway/region/resource-detail.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import { createWorkQueue } from '#lib/work-queue.ts'
import { createImportFollower } from './import-follower.ts'
import { createOnePass } from './one-pass.ts'
import { createResourceDetails } from './resource-details.ts'

const PARALLEL = 8
/** A page shows its table sooner without all details, and polls for the rest a moment later. */
const DETAIL_WAIT_MS = 150
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
  /** How many region controllers MAAS has. */
  readonly controllers?: () => number
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
  const { importsUnseen = () => false, controllers = () => 1 } = needs
  const { list, running, sweep, budgets } = needs.shared ?? createSharedReads(now)
  const imports = createImportFollower(now)
  const resources = createResourceDetails(now)
  const passes = createOnePass<ImagesAnswer>()
  const queue = createWorkQueue(PARALLEL, readOne)
  let reader: RegionClient
  let first = true
  let listed: readonly BootResource[] = []

  async function readOne(id: number): Promise<void> {
    const asked = { epoch: imports.epoch(), row: resources.rowOf(id) }
    try {
      const detail = await readResource(reader, id)
      const moved = resources.learn(id, detail, asked)
      // after the first pass, a new incomplete resource has just started
      if (moved === 'more bytes' || (moved === 'first bytes' && !first)) imports.noticeSign()
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not-found') resources.remove(id)
      else resources.fail(id)
    }
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
    const reads = running.reads() + events.reads()
    const changed = imports.notice({ importing, event: newest.newest?.id ?? null, reads })
    // a list read before the import started or ended may be out of date
    const all = changed && list.reads() === readsBefore ? await list.ask(region, 0) : firstRows
    resources.list(all, list.reads() !== readsBefore)
    reader = region
    await queue.run(due(all, importing), detailWaitMs)
    first = false
    return answer(all, importing)
  }

  function answer(all: readonly BootResource[], importing: boolean): ImagesAnswer {
    listed = all.filter(({ id }) => !resources.isGone(id))
    const unread = listed.filter(({ id }) => isUnread(id, importing) && !resources.isGivenUp(id))
    return { importing, unread: unread.length, images: groupImages(listed, resources.details()) }
  }

  /** It was never read, or not since the last import ended. */
  const isUnread = (id: number, importing: boolean): boolean =>
    importing ? !resources.known.has(id) : resources.known.get(id)?.epoch !== imports.epoch()

  /** The resources whose details this pass reads. */
  function due(all: readonly BootResource[], importing: boolean): number[] {
    const unknown: number[] = []
    const stale: number[] = []
    let incomplete = false
    for (const { id } of all) {
      if (resources.isGone(id)) continue
      const one = resources.known.get(id)
      if (one && isIncomplete(one.detail)) incomplete = true
      if (!one) unknown.push(id)
      else if (resources.hasNewRow(id) || (!importing && isUnread(id, importing)))
        (isIncomplete(one.detail) ? unknown : stale).push(id)
    }
    const wanted = [...unknown, ...stale]
    // the first page gets all details, regardless of the budget
    const once = wanted.slice(0, first ? wanted.length : sweep.take(wanted.length, pace.SWEEP))
    if (!importing && !incomplete && !importsUnseen()) return once
    return [...once, ...inTurn(all, importing, new Set(wanted))]
  }

  /** The resources that may have changed, as many as the budgets allow. */
  function inTurn(all: readonly BootResource[], importing: boolean, busy: ReadonlySet<number>): number[] {
    const stopped = imports.idleMs() < pace.STOPPED_FOR_MS ? pace.STOPPED : pace.LONG_STOPPED
    const { known } = resources
    const next = detailSchedule({
      rows: all.filter(({ id }) => !busy.has(id) && !resources.isGone(id)),
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

  return {
    read: (region, fresh, afford) => passes.join(region, fresh, () => readAll(region, fresh, afford)),
    files() {
      // a file that a new region controller lacks is downloaded by any of them in 3.8: on average as much as is missing
      const counted = importsUnseen() && !imports.isRunning() ? 1 : controllers()
      const { complete, resources: files } = resourceFiles(listed, resources.details(), counted)
      const stale = listed.some(({ id }) => isUnread(id, imports.isRunning()))
      return { complete: complete && !stale, resources: files }
    },
    importing: imports.isRunningOrEnds,
    reread: (id) => resources.outdate(id),
    renew() {
      passes.leave()
      imports.noticeSign()
      list.forget()
      running.forget()
    },
  }
}
