import type { Product } from '#streams/simplestreams/products.ts'
import type { Clock } from '#simulator/state/clock.ts'
import type { DemoStreams } from './demo-streams.ts'
import { cannotReach, noteImportFailure } from '#simulator/state/notes.ts'
import { sourcesText } from '#simulator/rules/import/sources-text.ts'
import { Region } from '#simulator/rules/region.ts'
import {
  addSource,
  bootloadersOf,
  emptyState,
  formerly,
  hold,
  imported,
  importing,
  kernelsOf,
  readAlready,
  select,
  upload,
} from './scenario-parts.ts'
import { deployedMachines } from './demo-machines.ts'
import { hasNoRoom, isSlow, losesRelease, missesKeyring, refusesAtProxy, stalls } from './failing-imports.ts'
import type { State, User } from '#simulator/state/state.ts'
import { apiKeyOf, giveKey } from '#simulator/state/users.ts'
import { imageKey, releaseName } from '#selections/keys.ts'

/** Situations that a person cannot reach in the UI, by name, each described in a sentence. */
export const SCENARIOS = {
  default: 'A few images are synced, one has an update at the source, and one is being imported.',
  fresh: 'First run: the default source has not been read, and there are no selections and no images.',
  large: 'A mirror with thousands of images, all selected and downloaded, some of them out of date.',
  'read-only': 'The default region, with the key of a user who is not an administrator.',
  offline: 'The default region, but it is not reachable: connections are cut.',
  'import-fails': 'The region cannot reach its source: every import ends with a notification.',
  stalled: 'An import that is stalled at 43 %, until it is stopped and started again.',
  'maas-3.4': 'The default region as MAAS 3.4: rack controllers hold copies, and one of two is behind.',
  'maas-3.7': 'The default region as MAAS 3.7, which imports like 3.4 to 3.6.',
  'maas-3.8':
    'MAAS 3.8, which imports all kernels, with three sources: stable, candidate (disabled), and a mirror with a higher priority than stable.',
  'two-sources': 'The default region with a second source, a mirror of a part of stable that supplies noble.',
  'source-unreachable': 'An import that is stalled because its source does not answer the region any more.',
  'keyring-missing':
    'A source whose keyring file the region does not have: each import ends before it begins, without a message.',
  'proxy-refuses': 'The proxy for images refuses the requests of MAAS, which reaches the source without it.',
  'disk-full': 'The region has no room on its disk for the images that are missing.',
  'release-gone': 'MAAS 3.8 after a change of its source, which does not offer a selected release any more.',
  'time-limit': 'A slow import that MAAS ends in 5 minutes, 2 hours after it began.',
} as const

type Name = keyof typeof SCENARIOS

const isScenario = (name: string): name is Name => Object.hasOwn(SCENARIOS, name)

/**
 * The region of a scenario at the clock's time. Throws for an unknown name, with the names there are. `apiKey` replaces
 * the key of the person the scenario is about.
 */
export function createRegion(name: string, clock: Clock, streams: DemoStreams, apiKey?: string): Region {
  const { state, hero, startsReachable } = scenarioState(name, clock, streams, { apiKey })
  return new Region(state, { apiKey: hero === undefined ? '' : apiKeyOf(hero), startsReachable })
}

/**
 * The state of a scenario, and the person it is about. Throws for an unknown name. `version` replaces the version of MAAS
 * that the scenario is about: 3.5.13
 */
export function scenarioState(
  name: string,
  clock: Clock,
  streams: DemoStreams,
  { apiKey, version }: { apiKey?: string | undefined; version?: string | undefined } = {},
): { state: State; hero: User | undefined; startsReachable: boolean } {
  if (!isScenario(name))
    throw new Error(`There is no scenario "${name}". There are: ${Object.keys(SCENARIOS).join(', ')}.`)
  const state = emptyState(clock, streams, version ?? VERSIONS[name])
  STORIES[name](state, streams)
  // a running import began with the selections of the scenario
  if (state.job !== null) state.job.began = sourcesText(state)
  const hero = state.users.find((user) => user.admin === (name !== 'read-only'))
  if (hero !== undefined && apiKey !== undefined) giveKey(hero, apiKey)
  return { state, hero, startsReachable: name !== 'offline' }
}

const VERSIONS: Partial<Record<Name, string>> = {
  'release-gone': '3.8.0',
  'maas-3.4': '3.4.9',
  'maas-3.7': '3.7.2',
  'maas-3.8': '3.8.0',
}

const usual = (state: State) => importing(state, wellRun(state), 0.4)

const STORIES: Record<Name, (state: State, streams: DemoStreams) => void> = {
  default: usual,
  'read-only': usual,
  offline: usual,
  'maas-3.4': usual,
  'maas-3.7': usual,
  'maas-3.8': (state, streams) => {
    usual(state)
    const [stable] = state.sources.values()
    if (stable !== undefined) Object.assign(stable, { name: 'MAAS Stable', priority: 1 })
    const { candidate, mirror } = streams.trees
    readAlready(
      state,
      addSource(state, candidate.url, { name: 'MAAS Candidate', priority: 2, enabled: false }),
    )
    const local = addSource(state, mirror.url, { name: 'Local mirror', priority: 10 })
    readAlready(state, local)
    select(state, local.id, 'ubuntu', 'noble', ['amd64'])
  },
  'two-sources': (state, streams) => {
    usual(state)
    const mirror = addSource(state, streams.trees.mirror.url)
    readAlready(state, mirror)
    for (const selection of state.selections.values())
      if (selection.release === 'noble') selection.sourceId = mirror.id
  },
  fresh: (state) => void addSource(state),
  large: largeMirror,
  'import-fails': (state) => {
    wellRun(state)
    state.sourcesAnswer = false
    for (const { url } of state.sources.values()) noteImportFailure(state, cannotReach(url))
  },
  stalled: (state) => stalls(state, wellRun(state)),
  'source-unreachable': (state) => {
    stalls(state, wellRun(state))
    state.sourcesAnswer = false
  },
  'keyring-missing': (state) => {
    wellRun(state)
    missesKeyring(state)
  },
  'proxy-refuses': (state) => {
    wellRun(state)
    refusesAtProxy(state)
  },
  'disk-full': (state) => {
    wellRun(state)
    hasNoRoom(state)
  },
  'release-gone': (state) => {
    wellRun(state)
    losesRelease(state)
  },
  'time-limit': (state) => isSlow(state, wellRun(state)),
}

/**
 * A region that has been in use for a while. Returns the kernels of focal/arm64, which are selected but not
 * downloaded.
 */
function wellRun(state: State): Product[] {
  const source = addSource(state)
  const offer = readAlready(state, source)
  const newestCentos =
    offer.filter(({ kind, os }) => kind === 'image' && os === 'centos').at(-1)?.release ?? ''
  const focal = kernelsOf(offer, 'ubuntu', 'focal', 'amd64')

  hold(state, bootloadersOf(offer))
  hold(state, kernelsOf(offer, 'ubuntu', 'jammy', 'amd64'), { deployedDaysAgo: 3 })
  hold(state, kernelsOf(offer, 'ubuntu', 'noble', 'amd64'), { age: 1, deployedDaysAgo: 0.2 })
  hold(state, kernelsOf(offer, 'centos', newestCentos, 'amd64'), { deployedDaysAgo: 61 })
  hold(state, formerly(focal, { release: 'cosmic', version: '18.10', title: '18.10' }))
  upload(state, 'build-agent', 'Build agent (hardened)', 734_003_200)

  for (const release of ['jammy', 'noble', 'cosmic']) select(state, source.id, 'ubuntu', release, ['amd64'])
  select(state, source.id, 'ubuntu', 'focal', ['arm64'])
  select(state, source.id, 'centos', newestCentos, ['amd64'])
  state.machines = deployedMachines(newestCentos)
  imported(state, 22)
  return kernelsOf(offer, 'ubuntu', 'focal', 'arm64')
}

/** The region holds every image of the large mirror, every 25th one in the version before the newest. */
function largeMirror(state: State, streams: DemoStreams): void {
  const source = addSource(state, streams.trees.large.url)
  const offer = readAlready(state, source)
  hold(state, bootloadersOf(offer))

  const images = new Map<string, Product[]>()
  for (const product of offer) {
    if (product.kind !== 'image') continue
    const image = imageKey(product.os, product.release, product.arch)
    images.set(image, [...(images.get(image) ?? []), product])
  }
  const arches = new Map<string, string[]>()
  for (const [index, [image, kernels]] of [...images].entries()) {
    const [os = '', release = '', arch = ''] = image.split('/')
    hold(state, kernels, { age: index % 25 === 24 ? 1 : 0 })
    const name = releaseName({ os, release })
    arches.set(name, [...(arches.get(name) ?? []), arch])
  }
  for (const [name, held] of arches) {
    const [os = '', release = ''] = name.split('/')
    select(state, source.id, os, release, held)
  }
  imported(state, 22)
}
