import { expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import type { Catalogue, FilesAnswer } from '#contract/gateway.ts'
import { changeCost, deletionFailsAt } from './change-cost.ts'
import type { SourceState, SourceTarget } from './model.ts'

const NOBLE = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }

/**
 * One image with one kernel: a root file system of 300 and a kernel of 100 bytes. The checksums are those of this
 * version.
 */
const offering = (version: string): Catalogue =>
  emptyCatalogue({
    releases: [
      {
        os: 'ubuntu',
        release: 'noble',
        title: '24.04 LTS',
        codename: '',
        lts: true,
        version: '24.04',
        supportEol: null,
        arches: [
          {
            arch: 'amd64',
            label: 'stable',
            version,
            kernels: [{ name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' }],
            files: [
              [300, [0], `root ${version}`],
              [100, [0], `kernel ${version}`],
            ],
          },
        ],
      },
    ],
    notifications: [{ name: 'n', version: '1' }],
  })

const sourceOf = (id: number, url: string): SourceState => ({
  source: { id, url, keyring_filename: 'k', keyring_data: '', created: '', updated: '' },
  selections: [{ ...NOBLE, id, boot_source_id: id }],
})
const target = (
  selections: SourceTarget['selections'] = [NOBLE],
  replaces: number | null = 1,
): SourceTarget => ({
  spec: { url: 'http://new.example.com/', keyring_filename: 'k', keyring_data: '' },
  selections,
  replaces,
})
/** The image, complete, in these versions. */
const holding = (...versions: string[]): FilesAnswer => ({
  complete: true,
  resources: [
    {
      synced: true,
      name: 'ubuntu/noble',
      architecture: 'amd64/ga-24.04',
      sets: versions.map((version) => ({
        version,
        label: 'stable',
        complete: true,
        files: [
          [`root ${version}`, 300, 300],
          [`kernel ${version}`, 100, 100],
        ],
      })),
    },
  ],
})

const cost = (
  files: FilesAnswer | null,
  catalogue: Catalogue,
  more: Partial<Parameters<typeof changeCost>[0]> = {},
) =>
  changeCost({
    version: '3.5.13',
    sources: [sourceOf(1, 'http://old.example.com/')],
    target: target(),
    catalogue,
    catalogues: new Map(),
    inPlace: true,
    files,
    ...more,
  })

test.each([
  ['the same files', holding('1'), offering('1'), { download: 0, freed: 0, due: 0 }],
  ['another version', holding('1'), offering('2'), { download: 400, freed: 400, due: 0 }],
  [
    'an older version in addition to the newest',
    holding('1', '2'),
    offering('1'),
    { download: 0, freed: 400, due: 0 },
  ],
  [
    'an image that the region does not have',
    { complete: true, resources: [] },
    offering('1'),
    { download: 400, freed: 0, due: 0 },
  ],
])('%s', (_, files, catalogue, expected) => {
  expect(cost(files, catalogue)).toEqual(expected)
})

test('dropping a selection frees its image', () => {
  const bootloaders: Catalogue['bootloaders'] = [
    { os: 'grub-efi-signed', type: 'uefi', arch: 'amd64', version: '1', bytes: 7, files: [[7, 'grub']] },
  ]
  const other = target([{ ...NOBLE, release: 'jammy' }])
  expect(cost(holding('1'), { ...offering('1'), bootloaders }, { target: other })).toEqual({
    download: 7,
    freed: 400,
    due: 0,
    // MAAS does not read source 1 after saving it, and the import that does begins with the former selection
    isAbout: true,
  })
})

test('MAAS up to 3.7 removes nothing if nothing is selected any more, because an empty filter lets everything pass', () => {
  expect(cost(holding('1'), offering('1'), { target: target([]) })).toEqual({ download: 0, freed: 0, due: 0 })
})

test('MAAS 3.8 deletes the images of a source that it deletes, and downloads them again', () => {
  const more = { version: '3.8.0', inPlace: false }
  expect(cost(holding('1'), offering('1'), more)).toEqual({ download: 400, freed: 400, due: 0 })
  expect(cost(holding('1'), offering('1'), { ...more, inPlace: true })).toEqual({
    download: 0,
    freed: 0,
    due: 0,
  })
})

test('updates that are due without the change are counted separately', () => {
  const catalogues = new Map([[1, offering('2')]])
  expect(cost(holding('1'), offering('2'), { catalogues })).toEqual({ download: 0, freed: 400, due: 400 })
})

test.each([
  ['files that were not read', { files: null }],
  ['files that were not all read', { files: { ...holding('1'), complete: false } }],
  ['another source that was not read', { sources: [sourceOf(1, 'http://a/'), sourceOf(2, 'http://b/')] }],
  ['an unknown version', { version: 'unknown' }],
])('there is no cost with %s', (_, more) => {
  expect(cost(holding('1'), offering('1'), more)).toBeNull()
})

test.each<[string, Partial<Parameters<typeof changeCost>[0]>, true | undefined]>([
  ['up to 3.7 for source 1, which MAAS does not read after saving it', {}, true],
  ['in 3.8, which syncs a source that moves', { version: '3.8.0' }, true],
  ['not for a source that is created beside the old one', { inPlace: false }, undefined],
  ['not if MAAS accepts the new selection already', { catalogues: new Map([[1, offering('1')]]) }, undefined],
])('a change of source and selection is approximate %s', (_, more, isAbout) => {
  const widened = target([{ ...NOBLE, subarches: ['ga-24.04'] }])
  expect(cost(holding('1'), offering('2'), { target: widened, ...more })?.isAbout).toBe(isAbout)
})

test.each([
  ['approximate if the former address has more of them', ['amd64', 'arm64'], true],
  ['exact if it has the same ones', ['amd64'], undefined],
])('all architectures of a release, selected while MAAS 3.8 moves the source: %s', (_, arches, isAbout) => {
  const { releases } = offering('1')
  const former = emptyCatalogue({
    releases: releases.map((one) => ({
      ...one,
      arches: arches.flatMap((arch) => one.arches.map((offer) => ({ ...offer, arch }))),
    })),
  })
  const all = target([{ ...NOBLE, arches: ['*'] }])
  const more = { version: '3.8.0', target: all, catalogues: new Map([[1, former]]) }
  expect(cost(holding('1'), offering('2'), more)?.isAbout).toBe(isAbout)
})

test.each<[string, Partial<Parameters<typeof changeCost>[0]>, download: number]>([
  ['comes last if its address changes', {}, 400],
  [
    'comes last if its keyring changes',
    {
      target: {
        ...target(),
        spec: { url: 'http://old.example.com/', keyring_filename: 'j', keyring_data: '' },
      },
    },
    400,
  ],
  ['comes last if it is created again', { inPlace: false }, 400],
  [
    'keeps its place if only its selections change',
    {
      target: {
        ...target(),
        spec: { url: 'http://old.example.com/', keyring_filename: 'k', keyring_data: '' },
      },
    },
    0,
  ],
  ['was last before', { sourceOrder: [2, 1] }, 400],
])('of two sources that list the same image, a stale source that is read first %s', (_, more, download) => {
  const found = cost(holding('1'), offering('1'), {
    version: '3.7.3',
    sources: [sourceOf(1, 'http://old.example.com/'), sourceOf(2, 'http://fresh.example.com/')],
    catalogues: new Map([
      [1, offering('1')],
      [2, offering('2')],
    ]),
    ...more,
  })
  expect((found?.download ?? 0) + (found?.due ?? 0)).toBe(download)
})

const LOADERS: Catalogue['bootloaders'] = [
  { os: 'grub-efi-signed', type: 'uefi', arch: 'amd64', version: '1', bytes: 7, files: [[7, 'grub']] },
]
/** Another release than noble, which is listed with the same files. */
const [noble] = offering('1').releases
const jammyOnly: Catalogue = {
  ...offering('1'),
  releases: noble ? [{ ...noble, release: 'jammy' }] : [],
  bootloaders: LOADERS,
}
/** The image in two boot resources with one name, as an upgrade can leave it. */
const twice: FilesAnswer = {
  complete: true,
  resources: [...holding('1').resources, ...holding('2').resources],
}
const FAILS = ['ubuntu/noble']
const withJammy = target([{ ...NOBLE, release: 'jammy' }])
const other = (release: string): SourceState => ({
  source: { ...sourceOf(2, 'http://other.example.com/').source },
  selections: [{ ...NOBLE, release, id: 2, boot_source_id: 2 }],
})

test.each<[string, Catalogue, Partial<Parameters<typeof changeCost>[0]>, string[] | undefined]>([
  ['stays selected and is listed by the new source', offering('2'), {}, undefined],
  ['is not listed by the new source', jammyOnly, {}, FAILS],
  ['is cleared with the change', { ...offering('1'), bootloaders: LOADERS }, { target: withJammy }, FAILS],
  [
    'is listed and selected at another source',
    jammyOnly,
    {
      sources: [sourceOf(1, 'http://old.example.com/'), other('noble')],
      catalogues: new Map([[2, offering('1')]]),
    },
    undefined,
  ],
  ['is not listed by the new source, where MAAS 3.8 imports', jammyOnly, { version: '3.8.0' }, undefined],
])(
  'an image that the region holds twice makes the import fail, or not: it %s',
  (_, catalogue, more, names) => {
    const found = cost(twice, catalogue, { inPlace: false, ...more })
    expect(found?.failsAt?.map(({ name }) => name)).toEqual(names)
  },
)

test('an import that fails at an image that is held twice downloads and frees nothing for certain', () => {
  const { failsAt, ...bytes } = cost(twice, jammyOnly, { inPlace: false }) ?? {}
  expect(failsAt).toHaveLength(1)
  expect(bytes).toEqual({ download: 0, freed: 0, due: 0 })
})

test.each<[string, Partial<Parameters<typeof deletionFailsAt>[0]>, string[]]>([
  ['no other source lists it', { catalogues: new Map([[2, jammyOnly]]) }, FAILS],
  [
    'another source lists and selects it',
    {
      sources: [sourceOf(1, 'http://old.example.com/'), other('noble')],
      catalogues: new Map([[2, offering('1')]]),
    },
    [],
  ],
  ['the other source was not read', {}, []],
  ['the files were not all read', { catalogues: new Map([[2, jammyOnly]]), files: null }, []],
  [
    'no source is left, and it is the release that MAAS selects then',
    { sources: [sourceOf(1, 'http://old.example.com/')] },
    [],
  ],
  [
    'no source is left, and MAAS selects another release',
    { sources: [sourceOf(1, 'http://old.example.com/')], version: '3.5.13' },
    FAILS,
  ],
  ['MAAS 3.8 imports', { catalogues: new Map([[2, jammyOnly]]), version: '3.8.0' }, []],
])('the deletion of the source of an image that the region holds twice, if %s', (_, more, names) => {
  const found = deletionFailsAt({
    version: '3.7.3',
    sources: [sourceOf(1, 'http://old.example.com/'), other('jammy')],
    catalogues: new Map(),
    files: twice,
    id: 1,
    ...more,
  })
  expect(found.map(({ name }) => name)).toEqual(names)
})
