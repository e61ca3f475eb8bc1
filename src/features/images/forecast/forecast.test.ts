import { describe, expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import type { Catalogue, CatalogueArch, FilesAnswer } from '#contract/gateway.ts'
import { ALL_OF, aSource, draftOf, grub, jammy, noble, savedOf } from '#testing/image-fixtures.ts'
import { totalBytes } from '#selections/outcome/held-files.ts'
import { forecastOf } from './forecast.ts'

/** Two kernels of 100 each, and a root file system of 300 that they share. */
const arch = (name: string): CatalogueArch => ({
  arch: 'amd64',
  label: 'stable',
  version: '20260901',
  kernels: ['ga', 'hwe'].map((kernel) => ({ name: kernel, subarch: kernel, flavour: 'generic' })),
  files: [
    [300, [0, 1], `${name}-root`],
    [100, [0], `${name}-ga`],
    [100, [1], `${name}-hwe`],
  ],
})
const release = (name: string): Catalogue['releases'][number] => ({
  os: 'ubuntu',
  release: name,
  title: name,
  codename: '',
  lts: true,
  version: '',
  supportEol: null,
  arches: [arch(name)],
})
const offers = (bootloaders: Catalogue['bootloaders'] = [grub]) =>
  new Map([[1, emptyCatalogue({ releases: [release('noble'), release('jammy')], bootloaders })]])

type File = readonly [sum: string, bytes: number, here: number]
const held = (
  name: string,
  kernel: string,
  version: string,
  ...files: File[]
): FilesAnswer['resources'][number] => ({
  synced: true,
  name: `ubuntu/${name}`,
  architecture: `amd64/${kernel}`,
  sets: [
    {
      version,
      label: 'stable',
      complete: files.every(([, bytes, here]) => bytes === here),
      files: files.map(([...file]) => file),
    },
  ],
})
const loaderHere: FilesAnswer['resources'][number] = {
  ...held('', '', '1', ['grub', 7, 7]),
  name: 'grub-efi-signed/uefi',
  architecture: 'amd64/generic',
}
const filesOf = (...resources: FilesAnswer['resources']): FilesAnswer => ({
  complete: true,
  resources: [loaderHere, ...resources],
})

const base = { version: '3.5.13', sources: [aSource()], catalogues: offers() }

test('an image that is added costs its files, a shared one once', () => {
  const saved = savedOf()
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  const forecast = forecastOf({ ...base, files: filesOf(), saved, draft })
  expect(forecast).toMatchObject({ download: 500, dueDownload: 0, freed: 0 })
  expect(forecast?.downloadOf('ubuntu', 'noble', 'amd64')).toBe(500)
})

test('files that the region holds in any version are not downloaded again', () => {
  const files = filesOf(held('noble', 'old', '20260101', ['noble-root', 300, 300]))
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  expect(forecastOf({ ...base, files, saved: savedOf(), draft })?.download).toBe(200)
})

test.each([
  ['3.4.10', false, 200],
  ['3.5.13', false, 200],
  ['3.5.13', true, 160],
  ['3.7.3', false, 200],
  ['3.7.3', true, 160],
  // no import that MAAS reports, so another run downloads it
  ['3.8.0', false, 160],
  ['3.8.0', true, 160],
])(
  'MAAS %s, importing %s: of a file that is 40 % here, and all else, %i is to come',
  (version, importing, bytes) => {
    const files = filesOf(
      held('noble', 'hwe', '20260901', ['noble-root', 300, 300]),
      held('noble', 'ga', '20260901', ['noble-ga', 100, 40]),
    )
    const saved = savedOf([noble, ALL_OF('amd64')])
    const forecast = forecastOf({ ...base, version, files, saved, draft: draftOf(), importing })
    expect(forecast?.dueDownload).toBe(bytes)
  },
)

const half = (place: 'startOver' | 'unsure') => ({
  startOver: new Set<string>(),
  unsure: new Set<string>(),
  begun: new Set(['noble-root']),
  hasRead: false,
  grows: true,
  [place]: new Set(['noble-ga']),
})

describe('an import runs with noble, of which 40 of 100 bytes of a file are here', () => {
  const files = filesOf(
    held('noble', 'hwe', '20260901', ['noble-root', 300, 300], ['noble-hwe', 100, 0]),
    held('noble', 'ga', '20260901', ['noble-root', 300, 300], ['noble-ga', 100, 40]),
  )
  const saved = savedOf([noble, ALL_OF('amd64')])
  const known = { ...base, files, saved, draft: draftOf(), importing: true }
  const due = (more: Partial<Parameters<typeof forecastOf>[0]>) => {
    const found = forecastOf({ ...known, ...more })
    return [found?.dueDownload, found?.isDueAbout]
  }

  test.each([
    ['its rest is downloaded', {}, [160, false]],
    ['one that starts over is downloaded as a whole', { half: half('startOver') }, [200, false]],
    ['the bytes are not exact where that is not known', { half: half('unsure') }, [160, true]],
    ['MAAS 3.8 downloads the rest, exactly', { half: half('unsure'), version: '3.8.0' }, [160, false]],
  ])('%s', (_, more, expected) => {
    expect(due(more)).toEqual(expected)
  })

  test('a file that kernels share is complete where it was last read, so the bytes are exact', () => {
    const files = filesOf(
      held('noble', 'hwe', '20260901', ['noble-root', 300, 300], ['noble-hwe', 100, 0]),
      held('noble', 'ga', '20260901', ['noble-root', 300, 120], ['noble-ga', 100, 40]),
    )
    expect(forecastOf({ ...known, files })).toMatchObject({
      dueDownload: 160,
      isAbout: false,
      isDueAbout: false,
    })
  })

  test('the bytes of a draft are exact where those that are due are not', () => {
    const draft = draftOf([jammy, null, ALL_OF('amd64')])
    const found = forecastOf({ ...known, draft, half: half('unsure') })
    expect(found).toMatchObject({ download: 500, isAbout: false, dueDownload: 160, isDueAbout: true })
  })

  const two = {
    sources: [aSource(), aSource(2, 'http://b.example.com/')],
    catalogues: new Map([...offers(), [2, emptyCatalogue()]]),
  }
  test.each([
    ['what one source lists once shows what the import began with', {}, undefined, false],
    [
      'but not while no byte of an image has arrived and a file may be older than the import',
      { half: { ...half('unsure'), grows: false } },
      undefined,
      true,
    ],
    ['also if another client may have written during it', {}, { selected: saved, sure: false }, false],
    ['of several sources it does not show that', two, undefined, true],
    ['nor whether another client has written', two, { selected: saved, sure: false }, true],
    [
      'unless the page has known the same since before the import',
      two,
      { selected: saved, sure: true },
      false,
    ],
    [
      'another beginning than what is here is not exact',
      {},
      { selected: savedOf([jammy, ALL_OF('amd64')]), sure: true },
      true,
    ],
  ])('%s', (_, region, began, isAbout) => {
    expect(forecastOf({ ...known, ...region, began })?.isAbout).toBe(isAbout)
  })

  describe('the source has published a version of jammy since', () => {
    const both = savedOf([noble, ALL_OF('amd64')], [jammy, ALL_OF('amd64')])
    const outdated = filesOf(
      ...files.resources.filter(({ name }) => name === 'ubuntu/noble'),
      held('jammy', 'ga', '20260101', ['jammy-old', 250, 250]),
      held('jammy', 'hwe', '20260101', ['jammy-old', 250, 250]),
    )
    const shared = filesOf(
      ...outdated.resources.filter(({ name }) => name === 'ubuntu/noble'),
      held('jammy', 'ga', '20260101', ['jammy-root', 300, 300]),
    )
    const published = { ...known, files: outdated, saved: both, half: half('startOver') }

    test.each([
      [
        'the import that a change causes brings it too',
        draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')]),
        false,
      ],
      ['but not if the change clears jammy', draftOf([jammy, ALL_OF('amd64'), null]), true],
    ])('%s', (_, draft, isAbout) => {
      expect(forecastOf({ ...published, draft })?.isAbout).toBe(isAbout)
    })

    test('nor if the new version has a file of the old one, which the running import may delete', () => {
      const draft = draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')])
      expect(forecastOf({ ...published, files: shared, draft })?.isAbout).toBe(true)
    })
  })

  describe('it has just begun, and has not placed anything of jammy', () => {
    const both = savedOf([noble, ALL_OF('amd64')], [jammy, ALL_OF('amd64')])
    const begun = { ...half('startOver'), hasRead: true, grows: false }
    const sure = { selected: both, sure: true }
    const more = draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')])
    test.each([
      ['all is exact if the page knows what it began with', begun, sure, more, [false, false]],
      [
        'but not before MAAS reports its start',
        { ...begun, hasRead: false, startOver: new Set<string>(), unsure: new Set(['noble-ga']) },
        sure,
        more,
        [true, false],
      ],
      [
        'nor if someone may have changed the selection since',
        begun,
        { ...sure, sure: false },
        more,
        [true, true],
      ],
      [
        'nor if the draft clears a half-downloaded image',
        begun,
        sure,
        draftOf([noble, ALL_OF('amd64'), null]),
        [true, false],
      ],
    ])('%s', (_, seen, began, draft, expected) => {
      const found = forecastOf({ ...known, saved: both, half: seen, began, draft })
      expect([found?.isAbout, found?.isStartUnknown]).toEqual(expected)
    })
  })

  test('an image that it completes is due if the import after it only keeps it', () => {
    const elsewhere = { ...noble, sourceId: 2 }
    const began = { selected: saved, sure: true }
    const found = forecastOf({
      ...known,
      ...two,
      began,
      saved: savedOf([elsewhere, ALL_OF('amd64')]),
      draft: draftOf([jammy, null, ALL_OF('amd64')]),
    })
    expect(found?.isAbout).toBe(false)
    expect(found?.fates.of('ubuntu', 'noble', 'amd64')).toBe('due')
    expect(found?.fates.kept('ubuntu', 'noble', 'amd64')).toEqual({ because: 'still-selected', losing: [] })
  })

  test('the bytes are not exact if the region has nothing of the saved selection', () => {
    expect(due({ saved: savedOf([jammy, ALL_OF('amd64')]) })[1]).toBe(true)
  })

  test('an import that began with another selection is followed by one with the saved selection', () => {
    const began = { selected: savedOf([noble, ALL_OF('amd64')]), sure: true }
    const both = savedOf([noble, ALL_OF('amd64')], [jammy, ALL_OF('amd64')])
    expect(due({ saved: both, began })).toEqual([660, false])
  })

  // MAAS compares lists in their order
  test.each([
    ['as it was, no further import follows', ['amd64', 'arm64'], false],
    ['in another order, it may follow', ['arm64', 'amd64'], true],
  ])('if the draft selects again what was cleared meanwhile, %s', (_, arches, isAbout) => {
    const began = { selected: savedOf([noble, ALL_OF('amd64', 'arm64')]), sure: true }
    const draft = draftOf([noble, null, ALL_OF(...arches)])
    expect(forecastOf({ ...known, saved: savedOf(), draft, began })?.isAbout).toBe(isAbout)
  })
})

test('what is due without the draft is shown separately', () => {
  const saved = savedOf([jammy, ALL_OF('amd64')])
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  expect(forecastOf({ ...base, files: filesOf(), saved, draft })).toMatchObject({
    download: 500,
    dueDownload: 500,
  })
})

test('what an update that is due frees is not counted for the draft', () => {
  const saved = savedOf([jammy, ALL_OF('amd64')])
  const files = filesOf(held('jammy', 'ga', '20260101', ['jammy-old', 250, 250]))
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  expect(forecastOf({ ...base, files, saved, draft })).toMatchObject({ freed: 0, dueFreed: 250 })
})

test('images that are no longer selected are removed without the draft, and shown separately', () => {
  const saved = savedOf([jammy, ALL_OF('amd64')], [noble, ALL_OF('amd64')])
  const files = filesOf(
    held('focal', 'ga', '20260901', ['focal-root', 300, 300]),
    held('focal', 'hwe', '20260901', ['focal-root', 300, 300]),
    held('noble', 'ga', '20260901', ['noble-root', 300, 300]),
  )
  const draft = draftOf([noble, ALL_OF('amd64'), null])
  expect(forecastOf({ ...base, files, saved, draft })).toMatchObject({
    dueFreed: 300,
    fates: { dueRemoved: ['ubuntu/focal amd64'] },
  })
})

test('an image that is cleared frees what only it uses', () => {
  const saved = savedOf([noble, ALL_OF('amd64')], [jammy, ALL_OF('amd64')])
  const files = filesOf(
    held('noble', 'ga', '20260901', ['noble-root', 300, 300], ['noble-ga', 100, 100]),
    held('jammy', 'ga', '20260901', ['jammy-root', 300, 300], ['jammy-ga', 100, 100]),
  )
  const draft = draftOf([noble, ALL_OF('amd64'), null])
  const forecast = forecastOf({ ...base, files, saved, draft })
  expect(forecast?.freed).toBe(400)
  expect(forecast?.freedOf('ubuntu', 'noble', 'amd64')).toBe(400)
  expect(forecast?.fates.kept('ubuntu', 'noble', 'amd64')).toBeNull()
})

test('an image that is cleared in place of one that is due for an update: both are counted as they are', () => {
  const saved = savedOf([noble, ALL_OF('amd64')])
  const files = filesOf(held('noble', 'ga', '20260101', ['noble-old', 500, 500]))
  const draft = draftOf([noble, ALL_OF('amd64'), null], [jammy, null, ALL_OF('amd64')])
  const forecast = forecastOf({ ...base, files, saved, draft })
  expect(forecast).toMatchObject({ download: 500, dueDownload: 0, freed: 500 })
  expect(forecast?.downloadOf('ubuntu', 'jammy', 'amd64')).toBe(500)
  expect(forecast?.freedOf('ubuntu', 'noble', 'amd64')).toBe(500)
})

describe('why an image stays that is cleared', () => {
  const holds = filesOf(held('noble', 'ga', '20260901', ['noble-root', 300, 300]))
  const cleared = draftOf([noble, ALL_OF('amd64'), null])
  const because = (input: Partial<Parameters<typeof forecastOf>[0]>) =>
    forecastOf({
      ...base,
      files: holds,
      saved: savedOf([noble, ALL_OF('amd64')]),
      draft: cleared,
      ...input,
    })?.fates.kept('ubuntu', 'noble', 'amd64')?.because

  test('MAAS imports everything from its source', () => {
    expect(because({ catalogues: offers([]) })).toBe('whole-source')
  })

  test('another source selects it', () => {
    const second = { ...noble, sourceId: 2 }
    const [offer] = offers().values()
    if (!offer) throw new Error('There is an offer.')
    const both = {
      sources: [aSource(), aSource(2, 'http://source-2.example.com/')],
      catalogues: new Map([
        [1, offer],
        [2, offer],
      ]),
      saved: savedOf([noble, ALL_OF('amd64')], [second, ALL_OF('amd64')]),
    }
    expect(because(both)).toBe('still-selected')
  })

  test('an import that brings nothing removes nothing', () => {
    const elsewhere = { ...noble, release: 'focal' }
    const files = { ...holds, resources: holds.resources.slice(1) }
    const saved = savedOf([noble, ALL_OF('amd64')], [elsewhere, ALL_OF('amd64')])
    expect(because({ catalogues: offers([]), files, saved })).toBe('nothing-imported')
  })
})

test('MAAS up to 3.7 keeps its images when the last selection is cleared', () => {
  const saved = savedOf([noble, ALL_OF('amd64')])
  const files = filesOf(held('noble', 'ga', '20260901', ['noble-root', 300, 300]))
  const draft = draftOf([noble, ALL_OF('amd64'), null])
  const kept = (version: string) => {
    const forecast = forecastOf({ ...base, version, files, saved, draft })
    return [forecast?.fates.kept('ubuntu', 'noble', 'amd64')?.because, forecast?.freed]
  }
  expect([kept('3.7.3'), kept('3.8.0')]).toEqual([
    ['nothing-selected', 0],
    [undefined, 300],
  ])
})

describe('clearing the last selection of a source', () => {
  const saved = savedOf([noble, ALL_OF('amd64')])
  const draft = draftOf([noble, ALL_OF('amd64'), null])
  test.each([
    ['without bootloaders makes MAAS up to 3.7 import all of it', '3.7.3', [], 1000],
    ['with bootloaders makes MAAS import nothing', '3.7.3', [grub], 0],
    ['makes MAAS 3.8 import nothing', '3.8.0', [], 0],
  ])('%s', (_, version, bootloaders, download) => {
    const forecast = forecastOf({
      ...base,
      version,
      catalogues: offers(bootloaders),
      files: filesOf(),
      saved,
      draft,
    })
    expect(totalBytes(forecast?.outcome.missing ?? new Map())).toBe(download)
  })
})

test('MAAS 3.8 deletes and downloads again what keeps its selection when one architecture is cleared', () => {
  const two = ALL_OF('amd64', 'arm64')
  const files = filesOf(
    held('noble', 'ga', '20260901', ['noble-root', 300, 300], ['noble-ga', 100, 100]),
    held('noble', 'hwe', '20260901', ['noble-root', 300, 300], ['noble-hwe', 100, 100]),
  )
  const input = {
    ...base,
    files,
    saved: savedOf([noble, two]),
    draft: draftOf([noble, two, ALL_OF('amd64')]),
  }
  expect(forecastOf({ ...input, version: '3.8.0' })).toMatchObject({
    download: 500,
    freed: 500,
  })
  expect(forecastOf(input)).toMatchObject({ download: 0, freed: 0 })
})

describe('MAAS 3.8 uses one source for an image', () => {
  const second = { ...noble, sourceId: 2 }
  const AMD64 = ALL_OF('amd64')
  const files = filesOf(
    held('noble', 'ga', '20260901', ['noble-root', 300, 300], ['noble-ga', 100, 100]),
    held('noble', 'hwe', '20260901', ['noble-root', 300, 300], ['noble-hwe', 100, 100]),
  )
  const [stream] = offers().values()
  const both = (enabled: boolean) => ({
    version: '3.8.0',
    sources: [
      { ...aSource(1), priority: 5, enabled: true },
      { ...aSource(2), name: 'Two', priority: 9, enabled },
    ],
    catalogues: new Map(stream ? [1, 2].map((id) => [id, stream] as const) : []),
    files,
  })

  test.each([
    [
      'a source with a higher priority takes it over',
      true,
      savedOf([noble, AMD64]),
      draftOf([second, null, AMD64]),
      1,
    ],
    ['a disabled one does not', false, savedOf([noble, AMD64]), draftOf([second, null, AMD64]), 0],
    [
      'a lower one takes it over when the selection of the higher one is cleared',
      true,
      savedOf([noble, AMD64], [second, AMD64]),
      draftOf([second, AMD64, null]),
      1,
    ],
    [
      'the higher one keeps it when the selection of the lower one is cleared',
      true,
      savedOf([noble, AMD64], [second, AMD64]),
      draftOf([noble, AMD64, null]),
      0,
    ],
  ])('%s', (_, enabled, saved, draft, moved) => {
    const forecast = forecastOf({ ...both(enabled), saved, draft })
    expect(forecast?.moved).toHaveLength(moved)
    // it is deleted first: also the same files are downloaded again
    expect(forecast).toMatchObject({ download: moved * 500, freed: moved * 500 })
  })
})

test.each([
  ['a source that was not read', { catalogues: new Map() }],
  ['files that were not all read', { files: { ...filesOf(), complete: false } }],
  ['a MAAS of an unknown version', { version: 'unknown' }],
])('nothing is forecast with %s', (_, part) => {
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  expect(forecastOf({ ...base, files: filesOf(), saved: savedOf(), draft, ...part })).toBeNull()
})
