import * as z from 'zod/mini'
import type { ImagesAnswer } from '#contract/gateway.ts'
import {
  type BootResource,
  bootResource,
  type BootResourceDetail,
  bootResourceDetail,
} from '#contract/maas.ts'
import { groupImages } from './group-images.ts'
import type { ImportEvents } from './import-events.ts'
import { Refusal } from './refusal.ts'
import type { RegionClient } from './region-client.ts'
import { type Shared, share } from './share.ts'
import { createWorkQueue } from './work-queue.ts'

const PARALLEL = 8
/** How many resources that seem settled are looked at again per poll, and how many that are arriving at most. */
const SETTLED = 24
const ARRIVING = 200
const PATIENCE_MS = 1_000
/** After so many failed reads in a row nobody is kept waiting for a resource; every poll still tries it. */
const TRIES = 5

type Known = { readonly detail: BootResourceDetail; readonly epoch: number }

/**
 * `GET /gateway/images`. MAAS tells completeness and progress only per boot resource, so each poll reads the list
 * and then only what can have changed. Nothing about a resource changes but by an import: while one runs, all that
 * is incomplete is read again and a rotating slice of the rest (an update starts as a new set of a complete
 * resource); after one has run, everything is read again once (a new epoch).
 */
export function createImagesReader(
  region: RegionClient,
  events: ImportEvents,
  patience: number = PATIENCE_MS,
): Shared<ImagesAnswer> {
  const known = new Map<number, Known>()
  const queue = createWorkQueue(PARALLEL, readOne)
  const failures = new Map<number, number>()
  let epoch = 0
  let before: { importing: boolean; event: number | null } | null = null
  // An import seen only by its event may have been at its start: then one more look is due.
  let unsettled = false
  const settledSlice = createRotation(SETTLED)
  const arrivingSlice = createRotation(ARRIVING)
  let last: Promise<unknown> = Promise.resolve()

  async function readOne(id: number): Promise<void> {
    const asked = epoch
    try {
      known.set(id, { detail: await region.get(`boot-resources/${id}/`, bootResourceDetail), epoch: asked })
      failures.delete(id)
    } catch (error) {
      // Gone since the list was read. Anything else: it stays unread, the next poll tries again.
      if (error instanceof Refusal && error.code === 'not-found') known.delete(id)
      else failures.set(id, (failures.get(id) ?? 0) + 1)
    }
  }

  async function pass(): Promise<ImagesAnswer> {
    const [list, importing, newest] = await Promise.all([
      region.get('boot-resources/', z.array(bootResource)),
      region.get('boot-resources/', z.boolean(), { op: 'is_importing' }),
      events(),
    ])
    noticeImports(importing, newest?.id ?? null)
    const ids = new Set(list.map(({ id }) => id))
    for (const map of [known, failures]) for (const id of map.keys()) if (!ids.has(id)) map.delete(id)

    await queue.run(due(list, importing), patience)
    const details = new Map([...known].map(([id, { detail }]) => [id, detail]))
    const unread = importing
      ? list.filter(({ id }) => !known.has(id))
      : list.filter(({ id }) => known.get(id)?.epoch !== epoch)
    const expected = unread.filter(({ id }) => (failures.get(id) ?? 0) < TRIES)
    return { importing, unread: expected.length, images: groupImages(list, details) }
  }

  function noticeImports(importing: boolean, event: number | null): void {
    const ended = before?.importing === true && !importing
    const missed = before !== null && !importing && event !== before.event
    if (ended || missed || (unsettled && !importing)) epoch += 1
    unsettled = missed && !ended
    before = { importing, event }
  }

  function due(list: readonly BootResource[], importing: boolean): number[] {
    const stale: number[] = []
    const arriving: number[] = []
    const settled: number[] = []
    for (const { id } of list) {
      const one = known.get(id)
      if (!one || (!importing && one.epoch !== epoch)) stale.push(id)
      else if (isIncomplete(one.detail)) (importing ? arriving : settled).push(id)
      else if (importing) settled.push(id)
    }
    return [...stale, ...arrivingSlice(arriving), ...settledSlice(settled)]
  }

  // One pass at a time, also when a write has renewed the sharing: passes share what is known.
  return share(() => {
    const mine = last.then(pass)
    last = mine.catch(() => undefined)
    return mine
  })
}

/** Takes the next `size` of a list, going round. */
function createRotation(size: number): (ids: readonly number[]) => number[] {
  let turn = 0
  return (ids) => {
    if (ids.length <= size) return [...ids]
    const start = turn % ids.length
    turn = start + size
    return [...ids.slice(start), ...ids.slice(0, start)].slice(0, size)
  }
}

const isIncomplete = ({ sets }: BootResourceDetail) => {
  const all = Object.values(sets)
  return all.length === 0 || all.some(({ complete }) => !complete)
}
