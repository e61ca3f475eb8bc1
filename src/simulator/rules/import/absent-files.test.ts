import { describe, expect, test } from 'vitest'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { KERNEL_BYTES, ROOT_BYTES, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { addSource, hold, kernelsOf, readAlready } from '#simulator/demo/scenario-parts.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { State } from '#simulator/state/state.ts'

/* A partial mirror lists everything that its upstream has, and holds little of it: jammy and noble for amd64. */

const MIRROR = 'http://mirror.example.com/ubuntu/'
const ALL = { subarches: ['*'], labels: ['*'] }

/** A region whose only source is the mirror, read, with jammy selected. */
function mirrored(change: (state: State) => void = () => {}) {
  return recordedRegion(
    (state) => {
      const [source] = state.sources.values()
      if (source !== undefined) source.url = MIRROR
      state.config.set('boot_images_auto_import', false)
      change(state)
    },
    { version: '3.5.13' },
  )
}

const HOUR = 3_600_000

function finishImport({ region, clock }: ReturnType<typeof mirrored>) {
  region.startImport()
  clock.advance(2 * HOUR + 1000)
  expect(region.isImporting()).toBe(false)
}

/** `name architecture: bytes here of bytes` */
const held = (region: Region, name: string) =>
  region
    .resources()
    .filter((resource) => resource.name === name)
    .map(({ id, architecture }) => {
      const files = region.resource(id).sets.at(-1)?.files ?? []
      const sum = (key: 'size' | 'done') => files.reduce((total, file) => total + file[key], 0)
      return `${architecture}: ${sum('done')} of ${sum('size')}`
    })

const notes = (region: Region) => region.notifications().map(({ ident, message }) => `${ident}: ${message}`)

const KERNEL = KERNEL_BYTES + ROOT_BYTES

test('images that the mirror holds are imported without a notification', () => {
  const story = mirrored()
  finishImport(story)
  expect(held(story.region, 'ubuntu/jammy')).toContain(`amd64/ga-22.04: ${KERNEL} of ${KERNEL}`)
  expect(notes(story.region)).toEqual([])
})

test('an image that the mirror lists but does not hold stays incomplete: MAAS tries its files again until the import ends after two hours', () => {
  const story = mirrored()
  const { region } = story
  region.createSelection(1, { os: 'ubuntu', release: 'noble', arches: ['*'], ...ALL })
  region.startImport()
  story.clock.advance(2 * HOUR)
  expect([region.isImporting(), notes(region)]).toEqual([true, []])
  story.clock.advance(1000)
  expect(region.isImporting()).toBe(false)
  expect(held(region, 'ubuntu/noble')).toEqual([
    `amd64/ga-24.04: ${KERNEL} of ${KERNEL}`,
    `amd64/hwe-24.04: ${KERNEL} of ${KERNEL}`,
    `arm64/ga-24.04: 0 of ${KERNEL}`,
    `arm64/hwe-24.04: 0 of ${KERNEL}`,
  ])
  expect(notes(region)).toEqual([
    'Image synchronization: Failed to synchronise boot resources: Workflow timed out',
  ])
})

test('each import with a missing file reports its end again, in one notification, until no file is missing', () => {
  const story = mirrored()
  const { region } = story
  const { id } = region.createSelection(1, { os: 'centos', release: '8', arches: ['amd64'], ...ALL })
  finishImport(story)
  const first = notes(region)
  finishImport(story)
  expect(notes(region)).toEqual(first)
  expect(first).toHaveLength(1)
  region.deleteSelection(1, id)
  finishImport(story)
  expect(notes(region)).toEqual([])
})

test('a stopped import reports no missing files', () => {
  const { region, clock } = mirrored()
  region.createSelection(1, { os: 'centos', release: '8', arches: ['amd64'], ...ALL })
  region.startImport()
  clock.advance(700)
  region.stopImport()
  clock.advance(300)
  expect(region.isImporting()).toBe(false)
  expect(notes(region)).toEqual([])
})

test('the downloaded version is kept while the mirror lacks the newer one', () => {
  const story = mirrored((state) => {
    const offer = state.offers.get(1) ?? []
    hold(state, kernelsOf(offer, 'ubuntu', 'noble', 'arm64'), { age: 1 })
  })
  const { region } = story
  region.createSelection(1, { os: 'ubuntu', release: 'noble', arches: ['arm64'], ...ALL })
  finishImport(story)
  const sets = region.resources().flatMap(({ id, name }) => (name === 'ubuntu/noble' ? [id] : []))
  expect(sets.map((id) => region.resource(id).sets.map(({ version }) => version))).toEqual([
    ['20260610', '20260706'],
    ['20260610', '20260706'],
  ])
})

test('a file that the region already has is not reported as missing', () => {
  const story = mirrored((state) => {
    hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'noble', 'arm64'))
  })
  story.region.createSelection(1, { os: 'ubuntu', release: 'noble', arches: ['arm64'], ...ALL })
  finishImport(story)
  expect(notes(story.region)).toEqual([])
})

describe('another source', () => {
  const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
  const selectArm = ({ region }: ReturnType<typeof mirrored>) =>
    region.createSelection(1, { os: 'ubuntu', release: 'noble', arches: ['arm64'], ...ALL })

  test('supplies the files that the mirror does not hold', () => {
    const story = mirrored((state) => void readAlready(state, addSource(state, STABLE)))
    selectArm(story)
    finishImport(story)
    expect(notes(story.region)).toEqual([])
    expect(held(story.region, 'ubuntu/noble')).toEqual([
      `arm64/ga-24.04: ${KERNEL} of ${KERNEL}`,
      `arm64/hwe-24.04: ${KERNEL} of ${KERNEL}`,
    ])
  })

  test('does not supply them if it lists another version', () => {
    const story = mirrored((state) => {
      const source = addSource(state, STABLE)
      const newer = readAlready(state, source).map((product) => {
        const versions = product.versions.slice(0, 1).map((one) => ({ ...one, version: '20261101' }))
        return { ...product, versions }
      })
      state.streams.set('images.maas.io/ephemeral-v3/stable', tinyTree(STABLE, newer))
    })
    selectArm(story)
    finishImport(story)
    expect(notes(story.region)).toHaveLength(1)
  })
})

test('a failed import keeps the older versions of all images, and the next successful one removes them', () => {
  const versions = ({ region }: ReturnType<typeof mirrored>) =>
    region
      .resources()
      .filter(({ architecture }) => architecture === 'amd64/ga-22.04')
      .flatMap(({ id }) => region.resource(id).sets.map(({ version }) => version))
  const story = mirrored((state) => {
    hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64'), { age: 1 })
  })
  const { region } = story
  const { id } = region.createSelection(1, { os: 'centos', release: '8', arches: ['amd64'], ...ALL })
  finishImport(story)
  expect(versions(story)).toEqual(['20260601', '20260722'])
  region.deleteSelection(1, id)
  finishImport(story)
  expect(versions(story)).toEqual(['20260722'])
})
