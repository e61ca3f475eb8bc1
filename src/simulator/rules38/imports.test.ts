import { describe, expect, test } from 'vitest'
import type { Region } from '#simulator/rules/region.ts'
import { hold, kernelsOf } from '#simulator/demo/scenario-parts.ts'
import { MIRROR, HOUR, idents, images, percent, region38, wanted } from '#testing/simulator/region-38.ts'

/** Partly downloaded files. */
function halfHere(region: Region): string[] {
  const files = region.resources().flatMap(({ id }) => region.resource(id).sets.flatMap((set) => set.files))
  return [
    ...new Set(files.filter(({ done, size }) => done > 0 && done < size).map(({ filetype }) => filetype)),
  ]
}

/** The files of each version of the bootloaders: how many are complete. */
const loaderFiles = (region: Region) =>
  region
    .resources()
    .filter(({ subarches }) => subarches === null)
    .map(({ id }) =>
      region.resource(id).sets.map(({ files }) => files.filter(({ done, size }) => done === size).length),
    )

const JAMMY = ['jammy amd64 ga-22.04*', 'jammy amd64 ga-22.04-lowlatency*', 'jammy amd64 hwe-22.04*']

test('an import is reported after the sources are read, and writes no events', () => {
  const { region, clock } = region38()
  region.startImport()
  expect(region.isImporting()).toBe(false)
  clock.advance(1000)
  expect(region.isImporting()).toBe(true)
  clock.advance(60_000)
  expect(region.isImporting()).toBe(false)
  expect(images(region)).toEqual(JAMMY)
  expect(region.events('DEBUG', { limit: 10 })).toEqual([])
})

test('kernels are complete long before their shared root file system', () => {
  const { region, clock } = region38()
  region.startImport()
  clock.advance(1000 + 9000)
  const files = region.resources().flatMap(({ id }) => region.resource(id).sets.flatMap((set) => set.files))
  const complete = files.filter(({ done, size }) => done === size).map(({ filetype }) => filetype)
  expect(new Set(complete)).toEqual(new Set(['archive.tar.xz', 'boot-initrd', 'boot-kernel']))
  expect(percent(region, 'ubuntu/jammy')).toBeGreaterThan(20)
})

test('the older version is removed when the newer one is complete', () => {
  const { region, importAll } = region38((state) => {
    hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64'), { age: 1 })
  })
  importAll()
  const jammy = region.resources().filter(({ name }) => name === 'ubuntu/jammy')
  expect(jammy.map(({ sets }) => sets.map(({ version }) => version).join(' '))).toEqual(
    Array(3).fill('20260722'),
  )
})

describe('stopping', () => {
  test('deletes partial downloads and their resources, and keeps complete images', () => {
    const { region, clock, importAll } = region38()
    importAll()
    region.createSelection(1, wanted('noble', ['amd64']))
    region.startImport()
    clock.advance(8000)
    expect(halfHere(region)).toEqual(['squashfs'])
    region.stopImport()
    expect([region.isImporting(), halfHere(region)]).toEqual([true, []])
    clock.advance(2000)
    expect(region.isImporting()).toBe(false)
    expect(images(region)).toEqual(JAMMY)
    region.startImport()
    clock.advance(1000)
    expect(percent(region, 'ubuntu/noble')).toBe(0)
  })

  test('keeps the complete version of an image with a partly downloaded update', () => {
    const { region, clock } = region38((state) => {
      const jammy = kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64')
      hold(state, jammy, { age: 1 })
    })
    const versions = () =>
      region
        .resources()
        .filter(({ name }) => name === 'ubuntu/jammy')
        .map(({ sets }) => sets.map(({ version }) => version).join(' '))
    region.startImport()
    clock.advance(5000)
    expect(percent(region, 'ubuntu/jammy')).toBeGreaterThan(50)
    expect(versions()).toEqual(Array(3).fill('20260601 20260722'))
    region.stopImport()
    clock.advance(2000)
    expect([region.isImporting(), images(region)]).toEqual([false, JAMMY])
    expect(versions()).toEqual(Array(3).fill('20260601'))
  })

  test('keeps the version of a bootloader without the files that it downloaded', () => {
    const { region, clock } = region38()
    region.startImport()
    clock.advance(6000)
    expect(loaderFiles(region)).toEqual([[1]])
    region.stopImport()
    clock.advance(2000)
    expect(region.resources().map(({ name }) => name)).toEqual(['grub-efi-signed/uefi'])
    expect(loaderFiles(region)).toEqual([[0]])
    region.startImport()
    clock.advance(60_000)
    expect([images(region), loaderFiles(region)]).toEqual([JAMMY, [[1]]])
  })

  test('keeps a bootloader that was complete before', () => {
    const { region, clock, importAll } = region38()
    importAll()
    region.createSelection(1, wanted('noble', ['amd64']))
    region.startImport()
    clock.advance(1500)
    region.stopImport()
    clock.advance(2000)
    expect([images(region), loaderFiles(region)]).toEqual([JAMMY, [[1]]])
  })

  test('does nothing before the import has begun', () => {
    const { region, clock } = region38()
    region.startImport()
    region.stopImport()
    clock.advance(60_000)
    expect(images(region)).toEqual(JAMMY)
  })
})

describe('a second import during another one', () => {
  test('ends the running one, and skips its images because their syncs have not ended yet', () => {
    const { region, clock } = region38()
    region.startImport()
    clock.advance(6000)
    clock.advance(3000)
    expect(halfHere(region)).toEqual(['squashfs'])
    region.startImport()
    expect([region.isImporting(), halfHere(region)]).toEqual([false, []])
    clock.advance(1000)
    expect(region.isImporting()).toBe(false)
    clock.advance(60_000)
    expect(images(region)).toEqual([])
  })

  test('downloads the images that the running one did not download', () => {
    const { region, clock } = region38()
    region.startImport()
    clock.advance(6000)
    region.createSelection(1, wanted('noble', ['amd64']))
    region.startImport()
    clock.advance(1500)
    expect(region.isImporting()).toBe(true)
    clock.advance(60_000)
    expect(images(region)).toEqual(['noble amd64 ga-24.04*', 'noble amd64 hwe-24.04*'])
  })

  test('downloads everything after the running one has ended', () => {
    const { region, clock } = region38()
    region.startImport()
    clock.advance(6000)
    region.stopImport()
    clock.advance(2000)
    region.startImport()
    clock.advance(60_000)
    expect(images(region)).toEqual(JAMMY)
  })
})

describe('the hourly run', () => {
  const scheduled = (setting: boolean) =>
    region38((state) => void state.config.set('boot_images_auto_import', setting))

  test('downloads images, and is neither reported nor stopped', () => {
    const { region, clock } = scheduled(true)
    clock.advance(HOUR + 5000)
    expect(region.isImporting()).toBe(false)
    expect(percent(region, 'ubuntu/jammy')).toBeGreaterThan(10)
    region.stopImport()
    clock.advance(60_000)
    expect(images(region)).toEqual(JAMMY)
  })

  test('continues after the setting is turned off, until the region restarts', () => {
    const { region, clock } = scheduled(true)
    region.setConfig('boot_images_auto_import', 'false')
    expect(region.getConfig('boot_images_auto_import')).toBe(false)
    clock.advance(HOUR + 60_000)
    expect(images(region)).toEqual(JAMMY)
  })

  test('does not begin when the setting is turned on', () => {
    const { region, clock } = scheduled(false)
    region.setConfig('boot_images_auto_import', 'true')
    clock.advance(2 * HOUR)
    expect(images(region)).toEqual([])
  })

  test('ends the previous hourly run', () => {
    const { region, clock } = scheduled(true)
    clock.advance(HOUR + 5000)
    expect(percent(region, 'ubuntu/jammy')).toBeGreaterThan(10)
    region.setSourcesAnswer(false)
    clock.advance(HOUR)
    expect(images(region)).toEqual([])
  })

  test('makes an import skip the images that it is downloading', () => {
    const { region, clock } = scheduled(true)
    clock.advance(HOUR + 2000)
    region.startImport()
    clock.advance(1000)
    expect(region.isImporting()).toBe(false)
    clock.advance(60_000)
    expect(images(region)).toEqual(JAMMY)
  })
})

describe('a failure', () => {
  test('a file that the source lists but lacks ends only the sync of its image', () => {
    const { region, addSource, importAll } = region38()
    const id = addSource(MIRROR)
    region.createSelection(id, wanted('noble', ['amd64', 'arm64']))
    importAll()
    expect(region.isImporting()).toBe(false)
    expect(images(region)).toEqual([...JAMMY, 'noble amd64 ga-24.04*', 'noble amd64 hwe-24.04*'])
    expect(region.notifications()).toMatchObject([
      {
        ident: 'Sync selection 3',
        users: true,
        category: 'error',
        message: expect.stringMatching(
          /^Failed to synchronize selection 3: HTTPStatusError: Client error '404 Not Found' for url 'http:\/\/mirror\.example\.com\/ubuntu\/noble\/arm64\//,
        ) as string,
      },
    ])
  })

  test('a successful sync removes the notification', () => {
    const { region, state, addSource, importAll } = region38()
    region.createSelection(addSource(MIRROR), wanted('noble', ['arm64']))
    importAll()
    expect(idents(region)).toEqual(['Sync selection 2'])
    const tree = state.streams.get('mirror.example.com/ubuntu')
    if (tree !== undefined) state.streams.set('mirror.example.com/ubuntu', { ...tree, holds: () => 1 })
    importAll()
    expect(idents(region)).toEqual([])
  })

  test('a sync ends after two hours without a message, and the next import starts it over', () => {
    const { region, state, clock } = region38()
    const { bytesPerSecond } = state
    region.startImport()
    clock.advance(1000 + 6000)
    expect(percent(region, 'ubuntu/jammy')).toBeGreaterThan(0)
    state.bytesPerSecond = 1
    clock.advance(2 * HOUR - 10_000)
    expect([region.isImporting(), halfHere(region).length > 0]).toEqual([true, true])
    clock.advance(10_000)
    expect([region.isImporting(), halfHere(region), idents(region)]).toEqual([false, [], []])
    expect(images(region).filter((image) => image.endsWith('*'))).toEqual([])
    state.bytesPerSecond = bytesPerSecond
    region.startImport()
    clock.advance(HOUR)
    expect(images(region)).toEqual(JAMMY)
  })

  test('a file with the wrong sum is tried again for two hours, without a message', () => {
    const { region, state, addSource, clock } = region38()
    region.createSelection(addSource(MIRROR), wanted('noble', ['amd64']))
    const tree = state.streams.get('mirror.example.com/ubuntu')
    const isCut = (path: string) => path.endsWith('squashfs')
    if (tree !== undefined) state.streams.set('mirror.example.com/ubuntu', { ...tree, isCut })
    region.startImport()
    clock.advance(HOUR)
    expect([region.isImporting(), idents(region)]).toEqual([true, []])
    clock.advance(HOUR + 1000)
    expect([region.isImporting(), idents(region)]).toEqual([false, []])
    expect(images(region).filter((image) => image.endsWith('*'))).toEqual(JAMMY)
  })

  test('MAAS waits for a source that stops answering, until the import is stopped', () => {
    const { region, clock } = region38()
    region.startImport()
    clock.advance(6000)
    const before = percent(region, 'ubuntu/jammy')
    region.setSourcesAnswer(false)
    clock.advance(HOUR)
    expect([region.isImporting(), percent(region, 'ubuntu/jammy')]).toEqual([true, before])
    region.setSourcesAnswer(true)
    clock.advance(60_000)
    expect([region.isImporting(), images(region)]).toEqual([false, JAMMY])
  })

  test('sources are read every 10 minutes, even without an import', () => {
    const { region, clock } = region38()
    region.setSourcesAnswer(false)
    clock.advance(600_000)
    expect(idents(region)).toEqual(['Image manifest fetcher (boot source 1)'])
    region.setSourcesAnswer(true)
    clock.advance(600_000)
    expect(idents(region)).toEqual([])
  })

  test('a commissioning release that is not selected is reported as an error, in a notification that is kept', () => {
    const { region, clock } = region38()
    region.deleteSelection(1, 1)
    clock.advance(600_000)
    expect(idents(region)).toEqual(['commissioning_series_unselected'])
    region.createSelection(1, wanted('jammy', ['amd64']))
    clock.advance(600_000)
    expect(idents(region)).toEqual(['commissioning_series_unselected'])
  })
})
