import { expect, test } from 'vitest'
import { ask, standingClock } from '#testing/simulator/fixture-client.ts'
import { fakeSum } from './fake-sum.ts'
import { tinyStreams } from '#testing/simulator/fixture-streams.ts'
import { scenarioRegion } from '#testing/simulator/scenario-region.ts'

const RELEASES = 500

/** 2,000 images with two kernels each. */
function manyImages() {
  const streams = tinyStreams()
  const noble = streams.trees.stable.products.filter(({ release }) => release === 'noble')
  const products = Array.from({ length: RELEASES }, (_, number) =>
    ['amd64', 'arm64', 'ppc64el', 's390x'].flatMap((arch) =>
      noble.slice(0, 2).map((product) => ({
        ...product,
        release: `r${number}`,
        arch,
        versions: product.versions.map(({ version, items }) => ({
          version,
          items: items.map((item) => ({ ...item, sha256: fakeSum(`${number}${arch}${item.path}`) })),
        })),
      })),
    ),
  ).flat()
  return { ...streams, trees: { ...streams.trees, large: { ...streams.trees.large, products } } }
}

test('2,000 images are listed, read one by one during an import, and complete at its end', async () => {
  const streams = manyImages()
  const clock = standingClock()
  const { region } = scenarioRegion('large', clock, streams)
  const list = await ask(region, clock, { path: 'boot-resources/' })
  expect(await list.json()).toHaveLength(RELEASES * 8)

  // outdated images are imported while all clients request every resource
  region.startImport()
  clock.advance(5000)
  const sets = region.resources().map(({ id }) => region.resource(id).sets.length)
  expect(sets.filter((count) => count === 2).length).toBeGreaterThan(100)

  clock.advance(3_000_000)
  expect(region.isImporting()).toBe(false)
  expect(
    region.resources().every(({ sets: kept }) => kept.length === 1 && kept[0]?.version === '20260706'),
  ).toBe(true)
})
