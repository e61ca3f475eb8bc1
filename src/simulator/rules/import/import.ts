import { downloadEnds, newJob, queueFor } from './download.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { logImport, logWarning } from '#simulator/state/events.ts'
import { DISK_FULL, noteSyncFailure, TIMED_OUT } from '#simulator/state/notes.ts'
import { dropUnavailable } from './absent-34.ts'
import { absentFiles } from './absent-files.ts'
import { READING_TAKES, readSources, type SourcesRead } from '#simulator/rules/reading.ts'
import {
  dropPlanned,
  dropNotBegun,
  keepReplaced,
  leaveUnread,
  placeWanted,
  plansOf,
  type Planned,
} from './placing.ts'
import { cleanSets, holdsTwice, unwantedOf } from './cleaning.ts'
import { bytesSynced, dropResources, forgetUnusedFiles } from '#simulator/rules/resources.ts'
import { rewriteDefault } from '#simulator/rules/source-order.ts'
import { createSource } from '#simulator/rules/sources.ts'
import { nextId, type Job, type Resource, type State, type WantedProduct } from '#simulator/state/state.ts'
import { sourcesText } from './sources-text.ts'
import { wantedProducts } from './wanted.ts'
import { resourceText } from '#selections/source-offer.ts'
import { MAAS_IO, MAAS_IO_KEYRING } from '#selections/maas-io.ts'

/** Where a MAAS without any source gets its images from. */
export const DEFAULT_SOURCE: { readonly url: string; readonly keyringFilename: string } = {
  url: MAAS_IO.stable,
  keyringFilename: MAAS_IO_KEYRING,
}

/** The end of reading: how long MAAS inserts what it has read into its boot resources, ms. */
const INSERTING_TAKES = 50

/** Stopping is not instant: is_importing stays true for a moment, ms. */
const STOPPING_TAKES = 300

/** How long MAAS from 3.5 on takes to remove the files of a boot resource, with a workflow for each, ms. */
const REMOVING_TAKES = 1_000

/** How long MAAS copies what it has downloaded to the other region controllers, ms. */
const COPYING_TAKES = 2_000

/* How MAAS up to 3.7 imports; from 3.8 on see rules38/. */

/** Starts an import. While one runs, MAAS skips the request, even if that one is about to stop: it holds the lock. */
export function startImport(state: State, now: number): void {
  if (state.job !== null) return
  if (state.sources.size === 0) addDefaultSource(state, now)
  else rewriteDefault(state)
  state.job = newJob(now + READING_TAKES, now + READING_TAKES - INSERTING_TAKES)
}

/** What MAAS writes into its events when an import begins. */
export function logStart(state: State, at: number): void {
  logImport(state, at, `Started importing of boot images from ${state.sources.size} source(s).`)
  logSources(state, at)
}

function logSources(state: State, at: number): void {
  for (const { url } of state.sources.values()) logImport(state, at, `Importing images from source: ${url}`)
}

/**
 * MAAS up to 3.7 begins an import when it has opened the keyring files and read the sources: missing events are the
 * only sign of a failure that it does not catch. One source that it cannot reach ends the import from all sources.
 */
function logReading(state: State, at: number, { complete, silent }: SourcesRead): void {
  if (silent) return
  logImport(state, at, `Started importing of boot images from ${state.sources.size} source(s).`)
  if (complete) logSources(state, at)
}

/**
 * MAAS answers every stop in the same way, and ignores a stop while it reads its sources. If it is inserting what it has
 * read, it first finishes that. If it is downloading, it keeps the files that are complete. MAAS from 3.5 on also keeps
 * partial files, until the next import starts them over. MAAS 3.4 deletes the versions with partial files, and removes
 * the files that have not begun from the other versions. While MAAS from 3.5 on removes images, it cancels downloads that
 * do not exist yet, and ignores all later stops. (download_all_boot_resources, cancel_finalize, finalize)
 */
export function stopImport({ job }: State, now: number): void {
  if (job === null || job.stopAt !== null) return
  if (job.leaving.length > 0) job.isDeaf = true
  if (job.isDeaf) return
  if (job.prepared) job.stopAt = now + STOPPING_TAKES
  else if (job.wanted !== null) job.stopAt = job.preparedAt
}

/** The next thing that happens in a running import, and when. */
export function nextInImport(state: State, job: Job): { at: number; happen: () => void } {
  const { wanted } = job
  if (wanted !== null) return { at: job.preparedAt, happen: () => insert(state, job, wanted) }
  if (!job.prepared) return { at: job.readAt, happen: () => read(state, job) }
  if (job.leaving.length > 0) return { at: job.downloadFrom, happen: () => remove(state, job) }
  const ends = downloadEnds(state, job) + (job.copies.length > 0 ? COPYING_TAKES : 0)
  const { limitAt } = job
  if (limitAt !== null && limitAt < Math.min(ends, job.stopAt ?? Infinity))
    return { at: limitAt, happen: () => fail(state, job, limitAt) }
  if (job.stopAt !== null && job.stopAt <= ends) return { at: job.stopAt, happen: () => end(state, job) }
  return { at: ends, happen: () => finish(state, job, ends) }
}

const DOWNLOADS_TAKE_AT_MOST = 2 * 60 * 60_000

/** When MAAS ends downloads that began at `began`; null: it does not (DOWNLOAD_TIMEOUT of 3.5 to 3.7). */
export const limitOf = ({ version }: State, began: number): number | null =>
  capabilitiesOf(version).limitsDownloads ? began + DOWNLOADS_TAKE_AT_MOST : null

function fail(state: State, job: Job, at: number): void {
  job.failure = TIMED_OUT
  finish(state, job, at)
}

function end(state: State, { queue }: Job): void {
  state.job = null
  if (!capabilitiesOf(state.version).keepsPartialFiles) {
    dropNotBegun(state, queue)
    cleanSets(state)
  }
  forgetUnusedFiles(state)
}

/** After a stop while it inserts, MAAS cleans its boot resources as if everything had been downloaded. */
function endInserting(state: State, planned: Planned): void {
  state.job = null
  dropPlanned(planned)
  cleanSets(state)
  forgetUnusedFiles(state)
}

/**
 * From 3.5 on a failed download ends the import, without a cleanup. In 3.4 nothing that a download meets, not even a full
 * disk, is a failure of the import: it always cleans up, and knows no such notification (write_content_thread, finalize).
 * Up to 3.7 MAAS imports again if sources or selections are not those that the import began with
 * (LP 1766370).
 */
function finish(state: State, job: Job, at: number): void {
  state.job = null
  const { limitsDownloads } = capabilitiesOf(state.version)
  const failure = limitsDownloads ? (job.failure ?? job.failed[0] ?? null) : null
  // MAAS from 3.5 on reports no failure after a stop that it has not heard
  const reports = limitsDownloads && (failure === null || !job.isDeaf)
  if (reports) noteSyncFailure(state, failure)
  if (failure === null) {
    copyToRegions(state, job)
    cleanSets(state)
  }
  forgetUnusedFiles(state)
  // a failed download counts as an end like any other (_import_resources_internal)
  if (sourcesText(state) !== job.began && !job.isDeaf) startImport(state, at)
}

/** MAAS from 3.5 on copies files between its region controllers after all downloads (SyncBootResourcesWorkflow). */
function copyToRegions({ files, otherRegions }: State, { copies }: Job): void {
  for (const sha256 of copies) {
    const file = files.get(sha256)
    if (file && file.done >= file.size) file.copies = otherRegions.map(({ systemId }) => systemId)
  }
}

function read(state: State, job: Job): void {
  const reading = readSources(state, state.sources.values())
  logReading(state, job.readAt, reading)
  job.began = sourcesText(state)
  const wanted = reading.complete ? wantedProducts(reading.read, [...state.selections.values()]) : []
  // if there is nothing to import, MAAS leaves everything as it is
  if (wanted.length > 0) job.wanted = wanted
  else {
    state.job = null
    // as MAAS spells it
    if (reading.complete)
      logWarning(state, job.readAt, 'Unable to import boot images, no image descriptions avaliable.')
  }
}

/** Creates resources for the downloads, and removes images that are no longer selected. */
function insert(state: State, job: Job, wanted: readonly WantedProduct[]): void {
  job.wanted = null
  const held = new Map<string, Resource>()
  for (const resource of state.resources.values())
    if (resource.type === 'Synced') held.set(resourceText(resource), resource)

  // in this order, so that wanted images keep the files that they share with removed ones
  const { places, fetched, copied, planned, suppliers } = placeWanted(state, held, wanted)
  leaveUnread(state, held.values(), new Set([...fetched.keys(), ...copied]), planned)
  if (holdsTwice(state, wanted)) {
    // what was placed stays without bytes
    state.job = null
    return
  }
  const leaving = unwantedOf(state, job.preparedAt, held, wanted)
  const takesTime = capabilitiesOf(state.version).keepsPartialFiles && job.stopAt === null
  if (takesTime) job.leaving = stillListed(state, leaving)
  if (leaving.length > 0)
    dropResources(
      state,
      leaving.map(({ id }) => id),
    )
  if (job.stopAt !== null) {
    endInserting(state, planned)
    return
  }
  job.replaced = keepReplaced(state, places, fetched)
  if (capabilitiesOf(state.version).limitsDownloads) {
    const absent = absentFiles(state, wanted, fetched)
    job.failed = [...absent.values()]
    for (const sha256 of absent.keys()) fetched.delete(sha256)
  } else dropUnavailable(state, job.preparedAt, fetched, suppliers)
  job.queue = queueFor(state, places, new Set(fetched.keys()))
  job.copies = state.otherRegions.length > 0 ? [...fetched.keys(), ...copied] : []
  if (!capabilitiesOf(state.version).keepsPartialFiles) notePlans(job, plansOf(places, planned))
  job.prepared = true
  job.downloadFrom = job.preparedAt + job.leaving.length * REMOVING_TAKES
  if (job.leaving.length === 0) beginDownloads(state, job)
}

/** Boot resources whose files MAAS deletes one after the other, listed with all of them until the last one is deleted. */
function stillListed(state: State, leaving: readonly Resource[]): Resource[] {
  const listed = leaving.filter(({ sets }) => sets.length > 0)
  for (const { sets } of listed)
    for (const { files } of sets) for (const file of files) file.left = bytesSynced(state, file)
  return listed
}

/** MAAS has removed the images that are no longer selected, in one transaction. */
function remove(state: State, job: Job): void {
  job.leaving = []
  state.resourcesRevision += 1
  beginDownloads(state, job)
}

function beginDownloads(state: State, job: Job): void {
  job.limitAt = limitOf(state, job.downloadFrom)
  if (!lacksSpace(state, job)) return
  job.failure = DISK_FULL
  finish(state, job, job.downloadFrom)
}

function notePlans(job: Job, plans: ReturnType<typeof plansOf>): void {
  for (const file of job.queue) {
    const plannedFor = plans.get(file.sha256)
    if (plannedFor) file.plannedFor = plannedFor
  }
}

/** MAAS from 3.5 on compares all that it has to hold with the disk before the first download. 3.4 does not. */
function lacksSpace(state: State, { queue }: Job): boolean {
  if (!capabilitiesOf(state.version).limitsDownloads) return false
  const missing = queue.reduce((sum, { sha256 }) => {
    const file = state.files.get(sha256)
    return sum + (file ? file.size - file.done : 0)
  }, 0)
  return missing > 0 && missing >= state.freeBytes
}

/** The release is the one of MAAS's version, not of its settings; the embedded region runs on amd64. */
function addDefaultSource(state: State, now: number): void {
  const source = createSource(state, DEFAULT_SOURCE, now)
  const release = capabilitiesOf(state.version).releaseOfAdded
  if (release === null) return
  const id = nextId(state, 'selection')
  state.selections.set(id, {
    id,
    sourceId: source.id,
    os: 'ubuntu',
    release,
    arches: ['amd64'],
    subarches: ['*'],
    labels: ['*'],
  })
}
