import { describe, expect, test } from 'vitest'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { KERNEL_BYTES } from '#testing/simulator/fixture-streams.ts'
import { hold, kernelsOf, select } from '#simulator/demo/scenario-parts.ts'
import type { StreamProduct, ProductVersion } from '#streams/simplestreams/products.ts'
import { addSet, setOf } from '#simulator/rules/resources.ts'
import type { State } from '#simulator/state/state.ts'

/*
 * A stop before the downloads, up to MAAS 3.7: MAAS ignores it while it reads its sources. While MAAS inserts what it has
 * read, a stop ends the import with the cleanup of a complete import. In 3.4 a stop during the downloads does the same.
 */

const STABLE = 'images.maas.io/ephemeral-v3/stable'
const READING = 600
const INSERTING = 50
const LONG = 3_600_000
const [OLDER, NEWER] = ['20260601', '20260722']

const ALL = { arches: ['amd64'], subarches: ['*'], labels: ['*'] }

/** A region that selects jammy of `version`, and has started an import at this moment. */
function started(version: string, change: (state: State, jammy: StreamProduct[]) => void) {
  const story = recordedRegion(
    (state) => {
      state.bytesPerSecond = 10 * KERNEL_BYTES
      state.config.set('boot_images_auto_import', false)
      change(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64'))
    },
    { version },
  )
  story.region.startImport()
  return story
}
type Story = ReturnType<typeof started>

function stopAfter({ region, clock }: Story, ms: number) {
  clock.advance(ms)
  region.stopImport()
}

/** The versions of each held kernel with the files that a boot resource shows of it. */
const heldOf = ({ region }: Story) =>
  Object.fromEntries(
    region
      .resources()
      .map(({ name, architecture, sets }) => [
        `${name} ${architecture}`,
        sets.map(({ version, files }) => `${version}: ${files.map(({ filetype }) => filetype).join(' ')}`),
      ]),
  )

describe.each(['3.4.10', '3.5.13', '3.7.3'])('MAAS %s', (version) => {
  test.each([0, READING - INSERTING - 1])('does not hear a stop %i ms after the start', (ms) => {
    const story = started(version, () => {})
    stopAfter(story, ms)
    story.clock.advance(READING)
    expect(story.region.isImporting()).toBe(true)
    story.clock.advance(LONG)
    expect(story.region.isImporting()).toBe(false)
    expect(Object.keys(heldOf(story))).toContain('ubuntu/jammy amd64/ga-22.04')
  })

  test('hears a second stop after one that was lost', () => {
    const story = started(version, () => {})
    stopAfter(story, 0)
    stopAfter(story, READING - INSERTING)
    story.clock.advance(INSERTING)
    expect(story.region.isImporting()).toBe(false)
  })

  describe.each([READING - INSERTING, READING - 1])('stopped %i ms after the start', (ms) => {
    test('removes what is no longer selected, brings nothing, and keeps complete images', () => {
      const story = started(version, (state, jammy) => {
        hold(state, jammy, { age: 1 })
        hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'focal', 'amd64'))
      })
      story.region.createSelection(1, { ...ALL, os: 'ubuntu', release: 'noble' })
      stopAfter(story, ms)
      expect(story.region.isImporting()).toBe(true)
      story.clock.advance(READING - ms)
      expect(story.region.isImporting()).toBe(false)
      const jammy = [`${OLDER}: boot-initrd boot-kernel squashfs`]
      expect(heldOf(story)).toEqual({
        'ubuntu/jammy amd64/ga-22.04': jammy,
        'ubuntu/jammy amd64/ga-22.04-lowlatency': jammy,
        'ubuntu/jammy amd64/hwe-22.04': jammy,
      })
    })

    test('does not import again, whatever was selected meanwhile', () => {
      const story = started(version, () => {})
      stopAfter(story, ms)
      story.region.createSelection(1, { ...ALL, os: 'ubuntu', release: 'noble' })
      story.clock.advance(LONG)
      expect(heldOf(story)).toEqual({})
    })
  })
})

/** The source offers one kernel of jammy in these versions, and the region holds the older one. */
function oneKernel(state: State, [kernel]: StreamProduct[], newest = (versions: Versions) => versions.newer) {
  const tree = state.streams.get(STABLE)
  const [newer, older] = kernel?.versions ?? []
  if (!tree || !kernel || !newer || !older) throw new Error('Jammy has two versions.')
  const product = { ...kernel, versions: [newest({ newer, older }), older] }
  state.streams.set(STABLE, { ...tree, products: [product] })
  const [resource] = hold(state, [product], { age: 1 })
  if (!resource) throw new Error('Jammy is held.')
  return { resource, newer: setOf(product, newer) }
}
type Versions = Record<'newer' | 'older', ProductVersion>

/** MAAS calls what is left of it complete, and so removes the older version. */
const ONLY_SQUASHFS = [`${NEWER}: squashfs`]
const OLDER_ONE = [`${OLDER}: boot-initrd boot-kernel squashfs`]
const NEWER_ONE = `${NEWER}: boot-initrd boot-kernel squashfs`

const expectLeft = (story: Story, left: string[]) => {
  stopAfter(story, READING - 1)
  story.clock.advance(1)
  expect(heldOf(story)).toEqual({ 'ubuntu/jammy amd64/ga-22.04': left })
}

test.each([
  ['3.4.10', OLDER_ONE],
  ['3.5.13', ONLY_SQUASHFS],
  ['3.7.3', ONLY_SQUASHFS],
])('of a version that an earlier import left with one whole file, MAAS %s leaves %s', (version, left) => {
  const story = started(version, (state, jammy) => {
    const { resource, newer } = oneKernel(state, jammy)
    addSet(state, resource, newer)
    for (const { filetype, sha256, size } of newer.files)
      state.files.set(sha256, { size, done: filetype === 'squashfs' ? size : 1 })
  })
  expectLeft(story, left)
})

test.each([
  ['3.4.10', ONLY_SQUASHFS],
  ['3.5.13', OLDER_ONE],
  ['3.7.3', OLDER_ONE],
])('of an update with a file that the region has, MAAS %s leaves %s', (version, left) => {
  const story = started(version, (state, jammy) => void updateWithSameRoot(state, jammy))
  expectLeft(story, left)
})

/** The older and the newer version of jammy have the same root file system. */
function updateWithSameRoot(state: State, jammy: StreamProduct[]) {
  const isRoot = ({ ftype }: { ftype: string }) => ftype === 'squashfs'
  return oneKernel(state, jammy, ({ newer, older }) => ({
    ...newer,
    items: [...newer.items.filter((item) => !isRoot(item)), ...older.items.filter(isRoot)],
  }))
}

/** Another release is selected, which MAAS downloads first. */
function selectBefore(state: State, release: string) {
  const tree = state.streams.get(STABLE)
  const [kernel] = kernelsOf(state.offers.get(1) ?? [], 'ubuntu', release, 'amd64')
  if (!tree || !kernel) throw new Error('The stream offers it.')
  state.streams.set(STABLE, { ...tree, products: [kernel, ...tree.products] })
  select(state, 1, 'ubuntu', release, ['amd64'])
}

describe.each([
  ['3.4.10', { begun: OLDER_ONE, notBegun: ONLY_SQUASHFS }],
  ['3.5.13', { begun: [...OLDER_ONE, NEWER_ONE], notBegun: [...OLDER_ONE, NEWER_ONE] }],
  ['3.7.3', { begun: [...OLDER_ONE, NEWER_ONE], notBegun: [...OLDER_ONE, NEWER_ONE] }],
])('stopped during the downloads, MAAS %s', (version, left) => {
  /** What is left of jammy if MAAS is downloading a file of this release at the stop. */
  const leftOf = (downloading: 'jammy' | 'noble') => {
    const story = started(version, (state, jammy) => {
      updateWithSameRoot(state, jammy)
      state.bytesPerSecond = KERNEL_BYTES / 100
      if (downloading === 'noble') selectBefore(state, 'noble')
    })
    stopAfter(story, READING + 1_000)
    story.clock.advance(1_000)
    expect(story.region.isImporting()).toBe(false)
    return heldOf(story)['ubuntu/jammy amd64/ga-22.04']
  }

  test('treats an update with a partial file as incomplete', () => {
    expect(leftOf('jammy')).toEqual(left.begun)
  })

  test(`of an update of which only a shared file is here, leaves ${left.notBegun.join(', ')}`, () => {
    expect(leftOf('noble')).toEqual(left.notBegun)
  })
})
