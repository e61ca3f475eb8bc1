import type { StreamProduct } from '#streams/simplestreams/products.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import type { Clock } from '#simulator/state/clock.ts'
import { freshConfig } from '#simulator/state/config-defaults.ts'
import type { DemoStreams } from './demo-streams.ts'
import { newJob, queueFor } from '#simulator/rules/import/download.ts'
import { fakeSum } from './fake-sum.ts'
import { USUAL_RATE } from './usual-rate.ts'
import { DEFAULT_SOURCE, limitOf, logStart } from '#simulator/rules/import/import.ts'
import { streamOffer, streamKey } from '#simulator/rules/reading.ts'
import { addResource, addSet, setOf } from '#simulator/rules/resources.ts'
import { emptyState38 } from '#simulator/rules38/state38.ts'
import { SYNC_EVERY } from '#simulator/rules/settle.ts'
import { nextPriority, unranked, type Rank } from '#simulator/rules/source-ranks.ts'
import { nextId, type Resource, type Selection, type Source, type State } from '#simulator/state/state.ts'
import { usualRacks } from '#simulator/state/racks.ts'
import { demoUsers } from '#simulator/state/users.ts'
import { imageKey } from '#selections/keys.ts'
import { SNAP_KEYRING } from '#selections/maas-io.ts'

/* The building blocks of scenarios: they give a region a history without running it. */

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** A newly installed region: no source was read, and there are no selections and no images. */
export function emptyState(clock: Clock, streams: DemoStreams, version = '3.5.13'): State {
  return {
    clock,
    version,
    ranksSources: capabilitiesOf(version).ranksSources,
    rules38: capabilitiesOf(version).syncsSelections ? emptyState38(clock.now()) : null,
    bytesPerSecond: USUAL_RATE,
    lastId: { source: 0, selection: 0, resource: 0, upload: 0, event: 0, note: 0 },
    streams: new Map(Object.values(streams.trees).map((tree) => [streamKey(tree.url), tree])),
    sourcesAnswer: true,
    keyringFiles: keyringFiles(streams),
    sources: new Map(),
    selections: new Map(),
    offers: new Map(),
    resources: new Map(),
    resourcesRevision: 0,
    files: new Map(),
    uploads: new Map(),
    freeBytes: Infinity,
    proxyRefuses: false,
    job: null,
    readAt: null,
    nextSyncAt: clock.now() + SYNC_EVERY,
    config: freshConfig('jammy'),
    events: [],
    notes: [],
    users: demoUsers(),
    machines: [],
    racks: usualRacks(version),
    otherRegions: [],
  }
}

/** The keyrings on the region's disk: the one that MAAS ships, at its place in the package and in the snap. */
export const keyringFiles = (streams: DemoStreams) =>
  new Map([
    [DEFAULT_SOURCE.keyringFilename, streams.keyring],
    [SNAP_KEYRING, streams.keyring],
  ])

/** The default source, or one at another address, as after the installation: not read yet. */
export function addSource(state: State, address = DEFAULT_SOURCE.url, rank: Partial<Rank> = {}): Source {
  const installed = state.clock.now() - 200 * DAY
  const url = state.ranksSources ? address.replace(/\/+$/, '') : address
  const source = {
    id: nextId(state, 'source'),
    url,
    ...unranked(url),
    // from 3.8 on the priority of each source is unique
    ...(state.ranksSources && { priority: nextPriority(state.sources.values()) }),
    ...rank,
    keyringFilename: DEFAULT_SOURCE.keyringFilename,
    keyringData: null,
    created: installed,
    updated: installed,
  }
  state.sources.set(source.id, source)
  return source
}

/** Marks a source as read at the last import, and returns what it offers. */
export function readAlready(state: State, source: Source): readonly StreamProduct[] {
  const tree = state.streams.get(streamKey(source.url))
  const products = tree ? streamOffer(state, tree).products : []
  state.offers.set(source.id, products)
  return products
}

export function select(
  state: State,
  sourceId: number,
  os: string,
  release: string,
  arches: string[],
): Selection {
  const id = nextId(state, 'selection')
  const selection = { id, sourceId, os, release, arches, subarches: ['*'], labels: ['*'] }
  state.selections.set(id, selection)
  return selection
}

/**
 * All kernels of an image at the source; throws if it offers none, because a scenario must not be empty without
 * an error.
 */
export function kernelsOf(
  offer: readonly StreamProduct[],
  os: string,
  release: string,
  arch: string,
): StreamProduct[] {
  const found = offer.filter(
    (product) =>
      product.kind === 'image' && product.os === os && product.release === release && product.arch === arch,
  )
  if (found.length === 0) throw new Error(`The demo stream offers no ${os}/${release} for ${arch}.`)
  return found
}

/** The kernels of each image that a source offers, by `imageKey`, in the order of the offer. */
export function kernelsByImage(offer: readonly StreamProduct[]): ReadonlyMap<string, StreamProduct[]> {
  const images = new Map<string, StreamProduct[]>()
  for (const product of offer) {
    if (product.kind !== 'image') continue
    const image = imageKey(product.os, product.release, product.arch)
    const kernels = images.get(image)
    if (kernels === undefined) images.set(image, [product])
    else kernels.push(product)
  }
  return images
}

/** Adds these products as complete images. `age` counts versions back from the newest one. */
export function hold(
  state: State,
  products: readonly StreamProduct[],
  { age = 0, deployedDaysAgo = null }: { age?: number; deployedDaysAgo?: number | null } = {},
): Resource[] {
  return products.map((product) => {
    const version = product.versions[Math.min(age, product.versions.length - 1)]
    if (version === undefined) throw new Error(`${product.name} has no version.`)
    const resource = addResource(state, product)
    if (deployedDaysAgo !== null) resource.lastDeployed = state.clock.now() - deployedDaysAgo * DAY
    addSet(state, resource, setOf(product, version))
    for (const set of resource.sets)
      for (const { sha256, size } of set.files) state.files.set(sha256, { size, done: size })
    return resource
  })
}

export const bootloadersOf = (offer: readonly StreamProduct[]) =>
  offer.filter((product) => product.kind === 'bootloader' && product.versions.length > 0)

/**
 * Starts a running import of these products; `part` of their bytes (0 to 1) is downloaded. It began `minutesAgo`.
 */
export function importing(
  state: State,
  products: readonly StreamProduct[],
  part: number,
  minutesAgo = 0.25,
): void {
  const now = state.clock.now()
  const began = now - minutesAgo * MINUTE
  logStart(state, began)
  const resources = products.map((product) => {
    const resource = addResource(state, product)
    const [newest] = product.versions
    if (newest !== undefined) addSet(state, resource, setOf(product, newest))
    return resource
  })
  const queue = queueFor(state, resources)
  const files = queue.flatMap(({ sha256 }) => state.files.get(sha256) ?? [])
  let here = Math.floor(files.reduce((sum, file) => sum + file.size, 0) * part)
  for (const file of files) {
    file.done = Math.min(file.size, here)
    here -= file.done
  }
  state.job = {
    ...newJob(now),
    prepared: true,
    limitAt: limitOf(state, began),
    queue: queue.map((one) => ({ ...one, begun: true })),
  }
}

/** Adds the events of the last import this many minutes ago, and schedules the next hourly sync. */
export function imported(state: State, minutesAgo: number): void {
  const at = state.clock.now() - minutesAgo * MINUTE
  logStart(state, at)
  state.nextSyncAt = at + SYNC_EVERY
}

/** Adds a custom image, as if a user had uploaded it, and returns its ID. */
export function upload(state: State, name: string, title: string, size: number): number {
  const sha256 = fakeSum(name)
  const id = nextId(state, 'resource')
  state.files.set(sha256, { size, done: size })
  state.resources.set(id, {
    id,
    type: 'Uploaded',
    name,
    architecture: 'amd64/generic',
    title,
    subarches: 'generic',
    baseImage: 'ubuntu/jammy',
    lastDeployed: null,
    selectionId: null,
    sets: [
      {
        version: '20261014',
        label: 'uploaded',
        files: [{ filename: 'root.tgz', filetype: 'root-tgz', sha256, size }],
      },
    ],
  })
  state.resourcesRevision += 1
  return id
}

/** The same image under another release name, as if a source had offered it in the past. */
export const formerly = (
  products: readonly StreamProduct[],
  { release, version, title }: { release: string; version: string; title: string },
): StreamProduct[] =>
  products.map((product) => {
    const name = (text: string) => text.replace(product.version, version)
    return {
      ...product,
      release,
      version,
      releaseTitle: title,
      subarch: name(product.subarch),
      kernel: name(product.kernel),
      versions: product.versions.slice(-1).map((old) => ({
        version: '20190718',
        items: old.items.map((item) => ({ ...item, sha256: fakeSum(`${release}${item.sha256}`) })),
      })),
    }
  })
