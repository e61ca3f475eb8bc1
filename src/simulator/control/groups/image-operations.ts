import { WrongControl } from '#simulator/control/wrong-control.ts'
import {
  addSource,
  bootloadersOf,
  formerly,
  hold,
  kernelsByImage,
  readAlready,
  select,
  upload,
} from '#simulator/demo/scenario-parts.ts'
import { sourcesText } from '#simulator/rules/import/sources-text.ts'
import { streamKey } from '#simulator/rules/reading.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { imageKey } from '#selections/keys.ts'
import type { Source, State } from '#simulator/state/state.ts'
import type { ControlNeeds, OperationGroup } from './needs.ts'

const RANKS = ['name', 'priority', 'enabled'] as const

export function imageOperations({ region }: ControlNeeds) {
  const operations: OperationGroup<
    'addSource' | 'listOffers' | 'addSelections' | 'addImages' | 'addBootloaders' | 'addCustomImage'
  > = {
    addSource({ url, keyringFilename, read, ...ranks }) {
      const state = region.state()
      const rank = Object.fromEntries(Object.entries(ranks).filter(([, value]) => value !== undefined))
      checkNewSource(state, url, rank)
      const source = addSource(state, url, rank)
      if (keyringFilename !== undefined) source.keyringFilename = keyringFilename
      if (read) readAlready(state, source)
      knownToImport(state)
      return { id: source.id }
    },
    listOffers({ id }) {
      const state = region.state()
      sourceOf(state, id)
      return [...kernelsByImage(state.offers.get(id) ?? []).values()].flatMap((kernels) => {
        const [first] = kernels
        if (first === undefined) return []
        const { os, release, arch } = first
        const versions = new Set(kernels.flatMap((kernel) => kernel.versions.map(({ version }) => version)))
        return [{ os, release, arch, versions: [...versions].toSorted().toReversed() }]
      })
    },
    addSelections({ id, selections }) {
      const state = region.state()
      sourceOf(state, id)
      const ids = selections.map(({ os, release, arches }) => select(state, id, os, release, arches).id)
      knownToImport(state)
      return { ids }
    },
    addImages({ id, images }) {
      const state = region.state()
      sourceOf(state, id)
      const offered = kernelsByImage(state.offers.get(id) ?? [])
      const kernels = images.map(({ os, release, arch }, index) => {
        const found = offered.get(imageKey(os, release, arch))
        if (found !== undefined) return found
        throw new WrongControl(409, [
          { path: `images[${index}]`, message: `Source ${id} does not offer ${os}/${release} for ${arch}.` },
        ])
      })
      const ids = images.flatMap(({ versionsBehind, deployedDaysAgo = null, formerly: other }, index) => {
        const products = kernels[index] ?? []
        const held = other === undefined ? products : formerly(products, other)
        return hold(state, held, { age: versionsBehind, deployedDaysAgo })
      })
      return { ids: ids.map((resource) => resource.id) }
    },
    addBootloaders({ id }) {
      const state = region.state()
      sourceOf(state, id)
      return { ids: hold(state, bootloadersOf(state.offers.get(id) ?? [])).map((resource) => resource.id) }
    },
    addCustomImage({ name, title, bytes }) {
      const state = region.state()
      if ([...state.resources.values()].some((resource) => resource.name === name))
        throw new WrongControl(409, [{ path: 'name', message: `There is an image ${name} already.` }])
      return { id: upload(state, name, title, bytes) }
    },
  }
  return operations
}

/** A running import has begun with the sources and selections that have been there for a while. */
function knownToImport(state: State): void {
  if (state.job !== null && state.job.began !== null) state.job.began = sourcesText(state)
}

function sourceOf(state: State, id: number): Source {
  const found = state.sources.get(id)
  if (found === undefined)
    throw new WrongControl(404, [{ path: 'id', message: `There is no source with the ID ${id}.` }])
  return found
}

function checkNewSource(
  state: State,
  url: string | undefined,
  rank: Partial<Pick<Source, (typeof RANKS)[number]>>,
): void {
  const refused = (path: string, message: string) => new WrongControl(409, [{ path, message }])
  const sources = [...state.sources.values()]
  if (url !== undefined && sources.some((source) => streamKey(source.url) === streamKey(url)))
    throw refused('url', 'There is a source at this address already.')
  const given = RANKS.find((field) => rank[field] !== undefined)
  if (given !== undefined && !capabilitiesOf(state.version).ranksSources)
    throw refused(given, `Sources of MAAS ${state.version} have no ${given}.`)
  for (const field of ['name', 'priority'] as const)
    if (rank[field] !== undefined && sources.some((source) => source[field] === rank[field]))
      throw refused(field, `Another source has this ${field}.`)
}
