import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyCatalogue } from './contract-fixtures.ts'
import { aSource } from './image-fixtures.ts'
import { changeCost } from '#features/source/rules/change-cost.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { tinyTree } from '#testing/simulator/fixture-streams.ts'
import { catalogueOf } from '#streams/catalogue/catalogue.ts'
import { hasFailed, heldBy, regionOf, sourceOf, type Source, type Story } from './any-region.ts'
import { WatchedFiles } from '#testing/hostile/watched-files.ts'

/* What Change source promises of bytes is what the embedded region then does. */

const NEW = 'http://new.example.com/'

const statesOf = ({ region, state }: Story) =>
  [...state.sources.values()].map(({ id, priority, enabled }) => ({
    source: { ...aSource(id), priority, enabled },
    selections: region.selections(id).map((one) => ({ ...one, boot_source_id: id })),
  }))

/** What is said of the first source changed to what another one offers, its selection kept. */
function promised(story: Story, products: Source['products']) {
  const { version, offers } = story.state
  const { reader } = capabilitiesOf(version)
  const offer = (list: readonly Source['products'][number][]) => emptyCatalogue(catalogueOf(list, [], reader))
  const sources = statesOf(story)
  const [first] = sources
  const extras = {
    name: 'New',
    priority: first?.source.priority ?? 1,
    enabled: true,
    skip_keyring_verification: false,
  }
  const cost = changeCost({
    version,
    sources,
    target: {
      spec: { url: NEW, keyring_filename: 'k', keyring_data: '' },
      selections: first?.selections ?? [],
      replaces: first?.source.id ?? null,
      extras: reader === 'from-3.8' ? extras : undefined,
    },
    catalogue: offer(products),
    catalogues: new Map([...offers].map(([id, list]) => [id, offer(list)])),
    inPlace: true,
    files: { complete: true, resources: heldBy(story) },
  })
  if (!cost) throw new Error('Everything is known.')
  return { download: cost.download + (cost.due ?? 0), freed: cost.freed }
}

function done({ region, clock, state }: Story, products: Source['products']) {
  const files = new WatchedFiles(state.files)
  state.files = files
  state.streams.set('new.example.com', tinyTree(NEW, [...products]))
  region.updateSource(1, { url: NEW })
  clock.advance(60_000)
  region.startImport()
  clock.advance(10 * 3_600_000)
  expect(region.isImporting()).toBe(false)
  return files.measure()
}

describe.each([
  ['3.5.13', 1],
  ['3.5.13', 2],
] as const)('MAAS %s with %i sources', (version, count) => {
  test('a change of source and its import do what was promised', () => {
    const sources = fc.tuple(...Array.from({ length: count }, (_, index) => sourceOf(index)))
    fc.assert(
      fc.property(sources, sourceOf(7), (list, { products }) => {
        const story = regionOf(version, list)
        const words = promised(story, products)
        const bytes = done(story, products)
        fc.pre(!hasFailed(story))
        expect(words).toEqual(bytes)
      }),
      { numRuns: 200 },
    )
  })
})
