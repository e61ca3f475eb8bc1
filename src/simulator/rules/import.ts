import { downloadEnds, newJob, queueFor } from './download.ts'
import { logImport } from '#simulator/state/events.ts'
import { noteAbsentFile } from '#simulator/state/notes.ts'
import { READING_TAKES, readSources, rootOf, streamKey, type SourcesRead } from './reading.ts'
import { keepReplaced, placeWanted, type Fetched } from './placing.ts'
import { dropResources, forgetUnusedFiles, isComplete } from './resources.ts'
import { createSource } from './sources.ts'
import { nextId, osAndRelease, type Job, type Resource, type State } from '#simulator/state/state.ts'
import { fits, keyText, resourceKey, wantedProducts, type Wanted } from './wanted.ts'

/** Where a MAAS without any source gets its images from. */
export const DEFAULT_SOURCE = {
  url: 'http://images.maas.io/ephemeral-v3/stable/',
  keyringFilename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
}

/** Stopping is not instant: is_importing stays true for a moment, ms. */
const STOPPING_TAKES = 300

/* How MAAS up to 3.7 imports; from 3.8 on see rules38/. */

/** Starts an import, or marks the running one to be done again at its end. */
export function startImport(state: State, now: number): void {
  if (state.job !== null && state.job.stopAt === null) {
    state.job.again = true
    return
  }
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

/** What has arrived stays; the next import goes on from there. */
export function stopImport(state: State, now: number): void {
  if (state.job === null || state.job.stopAt !== null) return
  state.job.stopAt = now + STOPPING_TAKES
  state.job.again = false
}

/** The next thing that happens in a running import, and when. */
export function nextInImport(state: State, job: Job): { at: number; happen: () => void } {
  const ends = job.prepared ? downloadEnds(state, job) : job.preparedAt
  if (job.stopAt !== null && job.stopAt <= ends) return { at: job.stopAt, happen: () => end(state) }
  return { at: ends, happen: () => (job.prepared ? finish(state, job, ends) : prepare(state, job)) }
}

function end(state: State): void {
  state.job = null
  forgetUnusedFiles(state)
}

function finish(state: State, job: Job, at: number): void {
  state.job = null
  if (job.prepared) {
    const [absent = null] = job.absent
    noteAbsentFile(state, absent)
    if (absent === null) cleanSets(state)
    forgetUnusedFiles(state)
  }
  if (job.again) startImport(state, at)
}

/** Reads the sources, creates resources for the downloads, and removes images that no selection wants any more. */
function prepare(state: State, job: Job): void {
  const reading = readSources(state, state.sources.values())
  const { read, complete } = reading
  logReading(state, job.preparedAt, reading)
  const wanted = complete ? wantedProducts(read, [...state.selections.values()]) : []
  // where nothing is to be imported MAAS leaves all as it is
  if (wanted.length === 0) {
    finish(state, job, job.preparedAt)
    return
  }

  const held = new Map<string, Resource>()
  for (const resource of state.resources.values())
    if (resource.type === 'Synced') held.set(keyText(resource), resource)

  // in this order: what is wanted keeps the files that it shares with what goes
  const { places, fetched } = placeWanted(state, held, wanted)
  removeUnwanted(state, job.preparedAt, held, wanted)
  job.replaced = keepReplaced(state, places, fetched)
  const absent = absentFiles(state, wanted, fetched)
  job.absent = [...absent.values()]
  for (const sha256 of absent.keys()) fetched.delete(sha256)
  job.queue = queueFor(state, places, new Set(fetched.keys()))
  job.prepared = true
}

/**
 * Files to be fetched that no source holds that lists them, as a mirror of a part does: sha256 -> address.
 * MAAS tries such a file many times before it gives up (for two hours in all up to 3.7); here it gives up immediately.
 */
function absentFiles(state: State, wanted: readonly Wanted[], fetched: Fetched): Map<string, string> {
  const absent = new Map<string, string>()
  const there = new Set<string>()
  for (const { version, sourceId } of wanted) {
    const url = state.sources.get(sourceId)?.url ?? ''
    const tree = state.streams.get(streamKey(url))
    if (tree === undefined) continue
    for (const { path, sha256, size } of version.items) {
      if (!fetched.has(sha256) || (state.files.get(sha256)?.done ?? 0) >= size) continue
      if (tree.holds(path) === null) absent.set(sha256, `${rootOf(url)}/${path}`)
      else there.add(sha256)
    }
  }
  for (const sha256 of there) absent.delete(sha256)
  return absent
}

function removeUnwanted(
  state: State,
  at: number,
  held: ReadonlyMap<string, Resource>,
  wanted: readonly Wanted[],
): void {
  const keys = new Set(wanted.map(({ product }) => keyText(resourceKey(product))))
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
      fits(selection.arches, arch) &&
      fits(selection.subarches, kernel) &&
      fits(selection.labels, resource.sets.at(-1)?.label ?? ''),
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
