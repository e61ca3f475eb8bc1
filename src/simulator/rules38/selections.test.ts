import { expect, test } from 'vitest'
import { images, own, region38, wanted } from '#testing/simulator/region-38.ts'

const NOBLE = ['noble amd64 ga-24.04*', 'noble amd64 hwe-24.04*']
const NOBLE_ARM = ['noble arm64 ga-24.04*', 'noble arm64 hwe-24.04*']
const JAMMY = ['jammy amd64 ga-22.04*', 'jammy amd64 ga-22.04-lowlatency*', 'jammy amd64 hwe-22.04*']

function holdingNoble() {
  const story = region38()
  const { id } = story.region.createSelection(1, wanted('noble', ['amd64', 'arm64']))
  story.importAll()
  return { ...story, id }
}

test('a new row creates a selection for each architecture, and starts no import', () => {
  const { region, clock } = region38()
  region.createSelection(1, wanted('noble', ['amd64', 'arm64']))
  expect(own(region)).toEqual(['jammy amd64 of 1', 'noble amd64 of 1', 'noble arm64 of 1'])
  clock.advance(10_000)
  expect([region.isImporting(), images(region)]).toEqual([false, []])
})

test('a row without architectures creates none, and one for all creates those that are offered', () => {
  const { region } = region38()
  const { id } = region.createSelection(1, { os: 'ubuntu', release: 'noble' })
  expect(own(region)).toEqual(['jammy amd64 of 1'])
  region.updateSelection(1, id, { arches: ['*'] })
  expect(own(region)).toEqual(['jammy amd64 of 1', 'noble amd64 of 1', 'noble arm64 of 1'])
})

test('a row that names fewer architectures changes nothing else: MAAS keeps the image and syncs it', () => {
  const { region, id, importAll } = holdingNoble()
  region.updateSelection(1, id, { arches: ['amd64'] })
  expect(region.selection(1, id).arches).toEqual(['amd64'])
  expect(own(region)).toContain('noble arm64 of 1')
  for (const arm of region.resources().filter(({ architecture }) => architecture.startsWith('arm64')))
    region.deleteResource(arm.id)
  expect(images(region)).toEqual([...JAMMY, ...NOBLE])
  importAll()
  expect(images(region)).toEqual([...JAMMY, ...NOBLE, ...NOBLE_ARM])
})

test('a row with another release leaves the selections of the old one, until the row is deleted', () => {
  const { region, id, importAll } = holdingNoble()
  region.updateSelection(1, id, { release: 'focal', arches: ['amd64'] })
  importAll()
  expect(images(region)).toEqual(['focal amd64 ga-20.04*', ...JAMMY, ...NOBLE, ...NOBLE_ARM])
  region.deleteSelection(1, id)
  expect(images(region)).toEqual(JAMMY)
  expect(own(region)).toEqual(['jammy amd64 of 1'])
})

test('deleting a row deletes its images of all architectures immediately, the commissioning one included', () => {
  const { region, id } = holdingNoble()
  region.deleteSelection(1, id)
  expect(images(region)).toEqual(JAMMY)
  region.deleteSelection(1, 1)
  expect(images(region)).toEqual([])
  expect(region.resources().map(({ name }) => name)).toEqual(['grub-efi-signed/uefi'])
})

test('deleting a row ends the sync of its image, and other images arrive', () => {
  const { region, clock } = region38()
  const { id } = region.createSelection(1, wanted('noble', ['amd64']))
  region.startImport()
  clock.advance(3000)
  expect(images(region)).toHaveLength(5)
  region.deleteSelection(1, id)
  expect(images(region)).toHaveLength(3)
  clock.advance(60_000)
  expect(region.isImporting()).toBe(false)
  expect(images(region)).toEqual(JAMMY)
})

test('all kernels are imported, regardless of the kernels and labels of the row', () => {
  const { region, importAll } = region38()
  region.updateSelection(1, 1, { subarches: ['ga-22.04'], labels: ['stable'] })
  importAll()
  expect(images(region)).toEqual(JAMMY)
})

test('images that are no longer offered are kept', () => {
  const { region, state, importAll } = holdingNoble()
  const offer = state.offers.get(1) ?? []
  for (const tree of state.streams.values())
    Object.assign(tree, { products: offer.filter(({ release }) => release !== 'noble') })
  importAll()
  expect(images(region)).toEqual([...JAMMY, ...NOBLE, ...NOBLE_ARM])
})

test('the next import restores a deleted resource', () => {
  const { region, importAll } = holdingNoble()
  const jammy = region.resources().find(({ architecture }) => architecture === 'amd64/ga-22.04')
  region.deleteResource(jammy?.id ?? 0)
  expect(images(region)).not.toContain('jammy amd64 ga-22.04*')
  importAll()
  expect(images(region)).toContain('jammy amd64 ga-22.04*')
})

test('boot resources of a source have no title', () => {
  const { region } = holdingNoble()
  expect(new Set(region.resources().map(({ title }) => title))).toEqual(new Set([null]))
})
