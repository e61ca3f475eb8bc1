import { expect, test } from 'vitest'
import { watchFiles } from '#testing/hostile/watched-files.ts'
import { KERNEL_BYTES, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { region38 } from '#testing/simulator/region-38.ts'
import { fakeSum } from '#simulator/demo/fake-sum.ts'
import type { State } from '#simulator/state/state.ts'

/* A source that lists each kernel of jammy twice, under another content ID, with another kernel file of 7 bytes. */

/** @param version version of the second product; null for that of the first one */
const listedTwice = (version: string | null) => (state: State) => {
  const [url, products] = [state.sources.get(1)?.url ?? '', state.offers.get(1) ?? []]
  const again = products
    .filter(({ kind, release, arch }) => kind === 'image' && release === 'jammy' && arch === 'amd64')
    .map((product) => ({
      ...product,
      contentId: 'com.example:again',
      versions: product.versions.map((one) => ({
        version: version ?? one.version,
        items: one.items.map((item) =>
          item.ftype === 'boot-kernel' ? { ...item, sha256: fakeSum(`again ${item.path}`), size: 7 } : item,
        ),
      })),
    }))
  const all = [...products, ...again]
  state.streams.set(url.replace('http://', '').replace(/\/$/, ''), tinyTree(url, all))
  state.offers.set(1, all)
}

/** Bytes that each of two imports in a row downloads and frees, and the kernel files in the end. */
function importedTwice(version: string | null) {
  const { region, state, importAll } = region38(listedTwice(version))
  const rounds = [1, 2].map(() => {
    const files = watchFiles(state)
    importAll()
    return files.measure()
  })
  const sets = region.resources().flatMap(({ id }) => region.resource(id).sets)
  const kernels = sets.flatMap(({ files }) => files.filter(({ filetype }) => filetype === 'boot-kernel'))
  return { rounds, kernels: kernels.map(({ size, done }) => `${done} of ${size}`) }
}

const FIRST = (3 * KERNEL_BYTES) / 5
const SECOND = 3 * 7

test('in one version the later file replaces the other one, which each import downloads again', () => {
  const { rounds, kernels } = importedTwice(null)
  expect(kernels).toEqual(['7 of 7', '7 of 7', '7 of 7'])
  const { rounds: once } = importedTwice('20200101')
  expect(rounds[0]?.download).toBe(once[0]?.download)
  expect(rounds[1]).toEqual({ download: FIRST, freed: 0 })
})

test('of two versions the set that was created last is kept, so each import downloads the other one', () => {
  const { rounds, kernels } = importedTwice('20200101')
  const bytes = KERNEL_BYTES / 5
  expect(kernels).toEqual(Array(3).fill(`${bytes} of ${bytes}`))
  expect(rounds[1]).toEqual({ download: FIRST, freed: SECOND })
})
