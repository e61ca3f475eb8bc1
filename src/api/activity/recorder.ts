import type { QueryClient } from '@tanstack/react-query'
import { ApiError, followWrites, messageOf, type Write } from '#api/client.ts'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { alone } from '#api/store/alone.ts'
import {
  followRecords,
  listRecords,
  ownerOf,
  readRecord,
  removeRecord,
  writeRecord,
  type Owner,
} from '#api/store/records.ts'
import { mayBeDone } from '#api/write-failure.ts'
import type { ImagesAnswer, RegionAnswer } from '#contract/gateway.ts'
import { noteRequested } from './requested-import.ts'
import { describeWrite } from './describe-write.ts'
import { ACTIVITY, MOST_ENTRIES, nameAt, type Entry } from './entry.ts'
import { createImportWatch, NOTIFY } from './import-watch.ts'
import { safeText } from './safe-text.ts'
import { REGION_SEEN, regionSeen, seenChanges } from './seen-changes.ts'
import { HELD, heldOf, imageChanges, MOST_RUNS, runOf, SYNC_RUN, withChanges } from './sync-changes.ts'

/**
 * Records what this page sends to MAAS, and what it sees change there, in this browser. One per page. Returns a function
 * that stops it.
 */
export function startRecorder(client: QueryClient): () => void {
  let last: Promise<void> = Promise.resolve()
  /** One at a time, because each reads records and writes them again. */
  const inTurn = (work: () => Promise<void>) => {
    last = last.then(work, work)
    last.catch(() => undefined)
  }
  const owner = (): Owner | null => {
    const region = client.getQueryData(regionQuery().queryKey)
    return region ? ownerOf(region) : null
  }
  const watch = createImportWatch(client)
  const stopWrites = followWrites((write) => {
    const by = owner()
    const entry = by && entryOf(write, by.user, imageNames(client))
    if (!by || !entry) return
    const name = nameAt(write.at, `${entry.key} ${Math.random().toString(36).slice(2)}`)
    const note = (result: Entry) => inTurn(() => writeRecord(ACTIVITY, by, result, name))
    note(entry)
    write.answer.then(
      () => note({ ...entry, result: 'done' }),
      (error: unknown) => note({ ...entry, result: resultOf(error), message: safeText(messageOf(error)) }),
    )
    if (entry.key === 'import' && entry.action === 'start') noteRequested(client, write, by)
    inTurn(() => removeOldest(by))
  })
  const queries = client.getQueryCache()
  const regionPolls = createPolls()
  const imagePolls = createPolls()
  const look = (key: unknown) => {
    const by = owner()
    // taken now: a later answer may come before the turn
    const region = client.getQueryState(regionQuery().queryKey)
    if (!by || !region?.data) return
    const seen = { data: region.data, dataUpdatedAt: region.dataUpdatedAt }
    if (key !== KEYS.region && key !== KEYS.images) return
    if (key === KEYS.region) inTurn(() => alone('seen', () => noteRegion(seen, by, regionPolls)))
    if (key === KEYS.images) {
      const images = client.getQueryState(imagesQuery().queryKey)
      const started = region.data.sync.lastStarted
      if (images?.data) {
        const held = { data: images.data, dataUpdatedAt: images.dataUpdatedAt }
        inTurn(() => alone('seen', () => noteImages(held, started, by, imagePolls)))
      }
    }
    const watched = watch.seen()
    inTurn(() => watch.look(by, watched))
  }
  for (const key of Object.values(KEYS)) look(key)
  const stopQueries = queries.subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success')
      look(JSON.stringify(event.query.queryKey))
  })
  const stopNews = followRecords(({ kind }) => {
    if (kind !== NOTIFY.name) return
    const watched = watch.seen()
    inTurn(() => watch.look(owner(), watched))
  })
  return () => {
    stopWrites()
    stopQueries()
    stopNews()
    watch.stop()
  }
}

const KEYS = {
  region: JSON.stringify(regionQuery().queryKey),
  images: JSON.stringify(imagesQuery().queryKey),
}

type Answer<T> = { readonly data: T; readonly dataUpdatedAt: number }
/** The last answer that was compared, and when it was last the same, ms. */
type Polls = { data: unknown; at: number }
const createPolls = (): Polls => ({ data: null, at: 0 })

/** Whether an answer differs from the last one. An equal answer is the same object. */
function isNew(polls: Polls, { data, dataUpdatedAt }: Answer<unknown>): boolean {
  if (polls.data === data) {
    polls.at = dataUpdatedAt
    return false
  }
  polls.data = data
  return true
}

function entryOf(write: Write, who: string, imageOf: (id: number) => string): Entry | null {
  const described = describeWrite(write, imageOf)
  return described && { ...described, at: write.at, who, result: 'sent', message: '' }
}

/** The names of images by their boot resources, as last read. */
function imageNames(client: QueryClient): (id: number) => string {
  const images = client.getQueryData(imagesQuery().queryKey)?.images ?? []
  return (id) => {
    for (const { title, os, release, arch, kernels } of images) {
      const kernel = kernels.find((one) => one.id === id)
      if (kernel) return `${title ?? `${os} ${release}`} ${arch} ${kernel.name}`
    }
    return `boot resource ${id}`
  }
}

function resultOf(error: unknown): Entry['result'] {
  if (error instanceof ApiError && error.kind === 'changed') return 'conflict'
  return mayBeDone(error) ? 'unknown' : 'refused'
}

async function removeOldest(owner: Owner): Promise<void> {
  const names = [...(await listRecords(ACTIVITY, owner)).keys()].sort()
  for (const name of names.slice(0, Math.max(0, names.length - MOST_ENTRIES)))
    await removeRecord(ACTIVITY, owner, name)
}

/** What was stored, with the time when it was last seen to be so. */
const since = <T extends { readonly at: number }>(stored: T | null, { at }: Polls): T | null =>
  stored && { ...stored, at: Math.max(stored.at, at) }

/** Compares the region with what was seen before, also by another tab or an earlier visit. */
async function noteRegion(state: Answer<RegionAnswer>, owner: Owner, polls: Polls): Promise<void> {
  if (!isNew(polls, state)) return
  const now = regionSeen(state.data, state.dataUpdatedAt)
  const before = since(await readRecord(REGION_SEEN, owner), polls)
  polls.at = now.at
  if (before && now.at <= before.at) return
  const isSame =
    before !== null && before.full === now.full && JSON.stringify(before.items) === JSON.stringify(now.items)
  if (before && !isSame) {
    const known = [...(await listRecords(ACTIVITY, owner)).values()]
    for (const entry of seenChanges(before, now, known))
      await writeRecord(ACTIVITY, owner, entry, nameAt(entry.at, entry.key))
    await removeOldest(owner)
  }
  if (!isSame || now.at - before.at > REFRESH_MS) await writeRecord(REGION_SEEN, owner, now)
}

/** How old the time of an unchanged state may be, so that not every poll writes. */
const REFRESH_MS = 10 * 60_000

/** Compares the complete images with those seen before. */
async function noteImages(
  state: Answer<ImagesAnswer>,
  started: string | null,
  owner: Owner,
  polls: Polls,
): Promise<void> {
  if (!isNew(polls, state)) return
  const at = state.dataUpdatedAt
  const before = since(await readRecord(HELD, owner), polls)
  polls.at = at
  if (before && at <= before.at) return
  const now = heldOf(state.data, before, at)
  const changes = before ? imageChanges(before, now) : []
  if (before && changes.length > 0) {
    const runs = await listRecords(SYNC_RUN, owner)
    const own = runOf([...runs.values()], startedSince(started, before.at), at)
    const run = withChanges(
      own ?? { since: before.at, until: at, started: startedSince(started, before.at), changes: [] },
      changes,
      at,
    )
    await writeRecord(SYNC_RUN, owner, run, nameAt(run.since, ''))
    const known = [...new Set([...runs.keys(), nameAt(run.since, '')])].sort()
    for (const name of known.slice(0, Math.max(0, known.length - MOST_RUNS)))
      await removeRecord(SYNC_RUN, owner, name)
  }
  const isSame = before !== null && changes.length === 0 && before.unread.join() === now.unread.join()
  if (!isSame || at - before.at > REFRESH_MS) await writeRecord(HELD, owner, now)
}

const DAY_MS = 24 * 60 * 60_000

/** The start of the import that the changes may come from; null: it began long before they were seen. */
const startedSince = (started: string | null, since: number): string | null =>
  started !== null && Date.parse(started) > since - DAY_MS ? started : null
