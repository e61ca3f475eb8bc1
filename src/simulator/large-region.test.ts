import { expect, test } from 'vitest'
import { ask, standingClock } from './fixture-client.ts'
import { fakeSum } from './fake-sum.ts'
import { tinyStreams } from './fixture-streams.ts'
import { createRegion } from './scenarios.ts'

const RELEASES = 500

/** 2,000 images of two kernels each. */
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

test('2,000 images: starting, listing and asking for each of 4,000 resources take well under a second each', async () => {
  const streams = manyImages()
  const clock = standingClock()
  const spent: Record<string, number> = {}
  const measure = async <T>(what: string, act: () => T | Promise<T>): Promise<T> => {
    const start = performance.now()
    const result = await act()
    spent[what] = performance.now() - start
    return result
  }

  const region = await measure('start', () => createRegion('large', clock, streams))
  const list = await measure('list', () => ask(region, clock, { path: 'boot-resources/' }))
  expect(await list.json()).toHaveLength(RELEASES * 8)

  // the outdated images arrive while everybody asks for every resource
  region.startImport()
  clock.advance(5000)
  const sets = await measure('read all', () =>
    region.resources().map(({ id }) => region.resource(id).sets.length),
  )
  expect(sets.filter((count) => count === 2).length).toBeGreaterThan(100)

  await measure('finish', () => clock.advance(3_000_000))
  expect(await measure('settle', () => region.isImporting())).toBe(false)
  expect(
    region.resources().every(({ sets: kept }) => kept.length === 1 && kept[0]?.version === '20260706'),
  ).toBe(true)
  for (const [what, ms] of Object.entries(spent)) expect(ms, what).toBeLessThan(2000)
})
