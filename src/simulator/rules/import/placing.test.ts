import { expect, test } from 'vitest'
import { watchFiles } from '#testing/hostile/watched-files.ts'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { BOOTLOADER_BYTES, KERNEL_BYTES, ROOT_BYTES, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { fakeSum } from '#simulator/demo/fake-sum.ts'
import { addSource, hold, kernelsOf, readAlready } from '#simulator/demo/scenario-parts.ts'
import { READING_TAKES } from '#simulator/rules/reading.ts'
import { addSet, setOf } from '#simulator/rules/resources.ts'
import type { State } from '#simulator/state/state.ts'

/* The same version of the same product at two sources, with different files. */

const STABLE = 'images.maas.io/ephemeral-v3/stable'
const OTHER = 'http://other.example.com/'

/** A second source with the kernels of the first one, but with different kernel files. */
function withOtherKernels(state: State): void {
  const products = (state.offers.get(1) ?? []).map((product) => ({
    ...product,
    versions: product.versions.map((version) => ({
      ...version,
      items: version.items.map((item) =>
        item.ftype === 'boot-kernel' ? { ...item, sha256: fakeSum(`other ${item.path}`), size: 7 } : item,
      ),
    })),
  }))
  state.streams.set('other.example.com', tinyTree(OTHER, products))
  readAlready(state, addSource(state, OTHER))
}

/** Bytes that each of two imports in a row downloads and frees, and the kernel files in the end: bytes here of bytes. */
function importedTwice(version: string) {
  const { region, clock, state } = recordedRegion(
    (fresh) => {
      fresh.config.set('boot_images_auto_import', false)
      withOtherKernels(fresh)
    },
    { version },
  )
  const rounds = [1, 2].map(() => {
    const files = watchFiles(state)
    region.startImport()
    clock.advance(3_600_000)
    expect(region.isImporting()).toBe(false)
    return files.measure()
  })
  const kernels = region
    .resources()
    .flatMap(({ id }) => region.resource(id).sets.flatMap(({ files }) => files))
    .filter(({ filetype }) => filetype === 'boot-kernel')
  return { rounds, kernels: kernels.map(({ size, done }) => `${done} of ${size}`) }
}

/** Of the three kernels of jammy: the kernel files of the first source, and of the second one. */
const [FIRST, SECOND] = [(3 * KERNEL_BYTES) / 5, 3 * 7]
const REST = (12 * KERNEL_BYTES) / 5 + ROOT_BYTES + BOOTLOADER_BYTES

test.each([
  ['3.5.13', 'downloads both', FIRST + SECOND],
  ['3.4.10', 'downloads only this one', SECOND],
])('MAAS %s keeps the file that it read last, and at each import %s', (version, _, download) => {
  const { rounds, kernels } = importedTwice(version)
  expect(kernels).toEqual(['7 of 7', '7 of 7', '7 of 7'])
  expect(rounds).toEqual([
    { download: REST + download, freed: 0 },
    { download, freed: SECOND },
  ])
})

/**
 * The source lists the newer version of one kernel only. The region holds the older one of another kernel, and of the newer
 * one all but the root file system, which both kernels share.
 */
function withPartialVersion(state: State): void {
  const [ga, , hwe] = kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64')
  const [newer, older] = hwe?.versions ?? []
  const tree = state.streams.get(STABLE)
  if (!ga || !hwe || !newer || !older || !tree) throw new Error('Jammy has two kernels and two versions.')
  state.streams.set(STABLE, { ...tree, products: [ga, { ...hwe, versions: [older] }] })
  const [resource] = hold(state, [hwe], { age: 1 })
  if (!resource) throw new Error('The kernel is held.')
  const set = setOf(hwe, newer)
  addSet(state, resource, set)
  for (const { filetype, sha256, size } of set.files)
    state.files.set(sha256, { size, done: filetype === 'squashfs' ? 1 : size })
}

test.each([
  ['3.4.10', 'complete, and so replaces the listed one', '20260722'],
  ['3.5.13', 'partial, and so is removed', '20260601'],
  ['3.7.3', 'partial, and so is removed', '20260601'],
])('in MAAS %s a version whose file arrives for another kernel is %s', (version, _, left) => {
  const { region, clock } = recordedRegion(
    (fresh) => {
      fresh.config.set('boot_images_auto_import', false)
      withPartialVersion(fresh)
    },
    { version },
  )
  region.startImport()
  clock.advance(3_600_000)
  const held = region.resources().find(({ architecture }) => architecture === 'amd64/hwe-22.04')
  expect(held && region.resource(held.id).sets.map((set) => set.version)).toEqual([left])
})

test.each(['3.5.13', '3.7.3'])(
  'in MAAS %s a version that an import does not read shows what it had of a file that arrives for another kernel',
  (version) => {
    const { region, clock } = recordedRegion(
      (fresh) => {
        fresh.config.set('boot_images_auto_import', false)
        withPartialVersion(fresh)
      },
      { version },
    )
    region.setBytesPerSecond(BOOTLOADER_BYTES + ROOT_BYTES)
    region.startImport()
    clock.advance(READING_TAKES + 1_000)
    expect(region.isImporting()).toBe(true)
    const newer = region
      .resources()
      .flatMap(({ id }) => region.resource(id).sets)
      .filter((set) => set.version === '20260722')
    const roots = newer.flatMap(({ files }) => files.filter(({ filetype }) => filetype === 'squashfs'))
    expect(roots.map(({ done }) => done)).toEqual([ROOT_BYTES, 1])
  },
)
