import { downloadEnds, newJob, queueFor } from './download.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { logImport, logWarning } from '#simulator/state/events.ts'
import { DISK_FULL, notFound, noteSyncFailure, TIMED_OUT } from '#simulator/state/notes.ts'
import { absentFiles } from './absent-files.ts'
import { READING_TAKES, readSources, type SourcesRead } from '#simulator/rules/reading.ts'
import { keepReplaced, placeWanted } from './placing.ts'
import { dropResources, forgetUnusedFiles, isComplete } from '#simulator/rules/resources.ts'
import { createSource } from '#simulator/rules/sources.ts'
import { nextId, osAndRelease, type Job, type Resource, type State } from '#simulator/state/state.ts'
import { sourcesText } from './sources-text.ts'
import { resourceKey, wantedProducts, type WantedProduct } from './wanted.ts'
import { passes } from '#selections/wanted.ts'
import { resourceText } from '#selections/source-offer.ts'
import { MAAS_IO, MAAS_IO_KEYRING } from '#selections/maas-io.ts'

/** Where a MAAS without any source gets its images from. */
export const DEFAULT_SOURCE: { readonly url: string; readonly keyringFilename: string } = {
  url: MAAS_IO.stable,
  keyringFilename: MAAS_IO_KEYRING,
}

/** Stopping is not instant: is_importing stays true for a moment, ms. */
const STOPPING_TAKES = 300

/* How MAAS up to 3.7 imports; from 3.8 on see rules38/. */

/** Starts an import. While one runs, MAAS skips the request, even if that one is about to stop: it holds the lock. */
export function startImport(state: State, now: number): void {
  if (state.job !== null) return
  if (state.sources.size === 0) addDefaultSource(state, now)
  state.job = newJob(now + READING_TAKES)
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
 * MAAS up to 3.7 begins an import when it has opened the keyring files and read the sources: that the events are
 * missing is the only sign of a failure that it does not catch. One source that it cannot reach ends the import of all.
 */
function logReading(state: State, at: number, { complete, silent }: SourcesRead): void {
  if (silent) return
  logImport(state, at, `Started importing of boot images from ${state.sources.size} source(s).`)
  if (complete) logSources(state, at)
}

/** What is complete stays. What is half here stays until the next import downloads it from its start, or goes (3.4). */
export function stopImport(state: State, now: number): void {
  if (state.job === null || state.job.stopAt !== null) return
  state.job.stopAt = now + STOPPING_TAKES
}

/** The next thing that happens in a running import, and when. */
export function nextInImport(state: State, job: Job): { at: number; happen: () => void } {
  const ends = job.prepared ? downloadEnds(state, job) : job.preparedAt
  const { limitAt } = job
  if (limitAt !== null && limitAt < Math.min(ends, job.stopAt ?? Infinity))
    return { at: limitAt, happen: () => fail(state, job, limitAt) }
  if (job.stopAt !== null && job.stopAt <= ends) return { at: job.stopAt, happen: () => end(state) }
  return { at: ends, happen: () => (job.prepared ? finish(state, job, ends) : prepare(state, job)) }
}

const DOWNLOADS_TAKE_AT_MOST = 2 * 60 * 60_000

/** When MAAS ends downloads that began at `began`; null: it does not (DOWNLOAD_TIMEOUT of 3.5 to 3.7). */
export const limitOf = ({ version }: State, began: number): number | null =>
  capabilitiesOf(version).limitsDownloads ? began + DOWNLOADS_TAKE_AT_MOST : null

function fail(state: State, job: Job, at: number): void {
  job.failure = TIMED_OUT
  finish(state, job, at)
}

function end(state: State): void {
  const began = state.job?.prepared === true
  state.job = null
  if (began && !capabilitiesOf(state.version).keepsPartialFiles) cleanSets(state)
  forgetUnusedFiles(state)
}

/** Up to 3.7 MAAS imports again if sources or selections are not those that the import began with (LP 1766370). */
function finish(state: State, job: Job, at: number): void {
  state.job = null
  if (job.prepared) {
    const [absent] = job.absent
    const failure = job.failure ?? (absent === undefined ? null : notFound(absent))
    noteSyncFailure(state, failure)
    if (failure === null) cleanSets(state)
    forgetUnusedFiles(state)
    // a failed download counts as an end like any other (_import_resources_internal)
    if (sourcesText(state) !== job.began) startImport(state, at)
  }
}

/** Reads the sources, creates resources for the downloads, and removes images that no selection wants any more. */
function prepare(state: State, job: Job): void {
  const reading = readSources(state, state.sources.values())
  const { read, complete } = reading
  logReading(state, job.preparedAt, reading)
  job.began = sourcesText(state)
  const wanted = complete ? wantedProducts(read, [...state.selections.values()]) : []
  // where nothing is to be imported MAAS leaves all as it is
  if (wanted.length === 0) {
    // as MAAS spells it
    if (complete)
      logWarning(state, job.preparedAt, 'Unable to import boot images, no image descriptions avaliable.')
    finish(state, job, job.preparedAt)
    return
  }

  const held = new Map<string, Resource>()
  for (const resource of state.resources.values())
    if (resource.type === 'Synced') held.set(resourceText(resource), resource)

  // in this order: what is wanted keeps the files that it shares with what goes
  const { places, fetched } = placeWanted(state, held, wanted)
  removeUnwanted(state, job.preparedAt, held, wanted)
  job.replaced = keepReplaced(state, places, fetched)
  const absent = absentFiles(state, wanted, fetched)
  job.absent = [...absent.values()]
  for (const sha256 of absent.keys()) fetched.delete(sha256)
  job.queue = queueFor(state, places, new Set(fetched.keys()))
  job.prepared = true
  job.limitAt = limitOf(state, job.preparedAt)
  if (lacksSpace(state, job)) {
    job.failure = DISK_FULL
    finish(state, job, job.preparedAt)
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

function removeUnwanted(
  state: State,
  at: number,
  held: ReadonlyMap<string, Resource>,
  wanted: readonly WantedProduct[],
): void {
  const keys = new Set(wanted.map(({ product }) => resourceText(resourceKey(product))))
  const unwanted = [...held].filter(([key]) => !keys.has(key)).map(([, resource]) => resource)
  const images = new Set(wanted.map(({ product }) => imageText(resourceKey(product))))
  const remove = unwanted.filter((resource) => {
    const isEmpty = resource.sets.length === 0
    if (isEmpty || images.has(imageText(resource)) || !isSelected(state, resource)) return true
    const what = resource.name.replace('/', `/${resource.architecture}/`)
    logImport(
      state,
      at,
      `Boot image ${what} no longer exists in stream, but remains in selections. To delete this image remove its selection.`,
    )
    return false
  })
  if (remove.length > 0)
    dropResources(
      state,
      remove.map(({ id }) => id),
    )
}

const imageText = ({ name, architecture }: { name: string; architecture: string }) =>
  `${name} ${architecture.split('/')[0] ?? ''}`

/** Up to 3.7 no selections at all are a filter that lets everything pass (resource_cleaner). */
function isSelected(state: State, resource: Resource): boolean {
  if (state.selections.size === 0) return true
  const { os, release } = osAndRelease(resource)
  const [arch = '', kernel = ''] = resource.architecture.split('/')
  return [...state.selections.values()].some(
    (selection) =>
      selection.os === os &&
      selection.release === release &&
      passes(selection.arches, arch) &&
      passes(selection.subarches, kernel) &&
      passes(selection.labels, resource.sets.at(-1)?.label ?? ''),
  )
}

/** Of each resource the newest complete set stays, and a resource without such a set goes (resource_set_cleaner). */
function cleanSets(state: State): void {
  const synced = [...state.resources.values()].filter(({ type }) => type === 'Synced')
  for (const resource of synced)
    resource.sets = resource.sets.filter((set) => isComplete(state, set)).slice(-1)
  const empty = synced.filter(({ sets }) => sets.length === 0)
  if (empty.length > 0)
    dropResources(
      state,
      empty.map(({ id }) => id),
    )
}

function addDefaultSource(state: State, now: number): void {
  const source = createSource(state, DEFAULT_SOURCE, now)
  const id = nextId(state, 'selection')
  state.selections.set(id, {
    id,
    sourceId: source.id,
    os: 'ubuntu',
    release: String(state.config.get('commissioning_distro_series')),
    arches: ['amd64'],
    subarches: ['*'],
    labels: ['*'],
  })
}
