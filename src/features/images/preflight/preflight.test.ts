import { describe, expect, test } from 'vitest'
import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import type { Notification } from '#contract/maas.ts'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { OFFERED, regionAnswer, releaseOf } from '#testing/catalogue.ts'
import { ALL_OF, anImage, aSource, jammy, noble, savedOf } from '#testing/image-fixtures.ts'
import { preflight, preflightSummary, type PreflightFacts } from './preflight.ts'
import type { SourceRead } from './source-check.ts'

const NOW = Date.parse('2026-11-23T00:10:00Z')
const loader = (os: string, type: string, arch: string) => ({ os, type, arch, version: '1', bytes: 1 })
const LOADERS = [loader('pxelinux', 'pxe', 'i386'), loader('grub-efi-signed', 'uefi', 'amd64')]
const SOUND: Catalogue = { ...OFFERED, updated: '2026-11-20T00:00:00Z', bootloaders: LOADERS }

const read = (part: Partial<Catalogue> = {}, id = 1, error: string | null = null): SourceRead => ({
  source: aSource(id, id === 1 ? undefined : `http://mirror-${id}.example.com/`),
  catalogue: { ...SOUND, ...part },
  error,
})
const notification = (ident: string, message = ''): Notification => ({
  id: 1,
  ident,
  message,
  category: 'error',
  dismissable: true,
})

type Given = Partial<Omit<PreflightFacts, 'region'>> & { region?: Partial<RegionAnswer> }

const checksOf = ({ region, ...given }: Given) =>
  preflight({
    region: { ...regionAnswer(), clockAhead: 0, ...region },
    reads: [read()],
    saved: savedOf([jammy, ALL_OF('amd64')]),
    images: [],
    notifications: [],
    now: NOW,
    ...given,
  })

const stateOf = (id: string, given: Given) => checksOf(given).find((check) => check.id === id)?.state
const problemsOf = (given: Given) =>
  checksOf(given).flatMap(({ problems }) => problems.map(({ title }) => title))

test('nothing is found in a sound region', () => {
  expect(problemsOf({})).toEqual([])
  expect(preflightSummary(checksOf({}))).toBe('8 passed, 1 not known')
  expect(checksOf({}).find(({ state }) => state === 'unknown')?.id).toBe('disk')
})

const [anArch] = releaseOf('noble', 'amd64').arches
const incomplete = {
  ...releaseOf('noble'),
  arches: anArch ? [{ ...anArch, absent: true as const }] : [],
}
const refusedBy38 = emptyCatalogue().signature

test.each<[string, Given, string[]]>([
  ['no source', { reads: [], saved: savedOf() }, ['This region has no boot source']],
  [
    'only a disabled source',
    { reads: [{ ...read(), source: { ...aSource(), enabled: false } }] },
    ['All boot sources are disabled'],
  ],
  [
    'a source that MAAS up to 3.7 refuses',
    { reads: [read({ signature: { ...refusedBy38, region: { accepts: false, message: 'No.' } } })] },
    ['maas.io stops all imports'],
  ],
  [
    'the same with MAAS 3.8',
    {
      region: { version: '3.8.0' },
      reads: [read({ signature: { ...refusedBy38, region: { accepts: false, message: 'No.' } } })],
    },
    ['MAAS cannot use maas.io'],
  ],
  [
    'a source that was readable before',
    { reads: [read({ stale: 'No answer.' })] },
    ['Could not read the boot source “maas.io”'],
  ],
  [
    'a source that was never readable',
    { reads: [{ source: aSource(), catalogue: null, error: 'No answer.' }] },
    ['Could not read the boot source “maas.io”'],
  ],
  [
    'an index from 31 days ago',
    { reads: [read({ updated: '2026-10-23T00:00:00Z' })] },
    ['maas.io has not been updated for 31 days'],
  ],
  ['an index from 29 days ago', { reads: [read({ updated: '2026-10-25T00:00:00Z' })] }, []],
  ['an index without a date', { reads: [read({ updated: null })] }, []],
  [
    'automatic sync off',
    { region: { config: { ...regionAnswer().config, autoImport: false } } },
    ['Automatic image updates are off'],
  ],
  [
    'a commissioning release that is not selected',
    { region: { config: { ...regionAnswer().config, commissioningRelease: 'noble' } } },
    ['The commissioning release is not selected'],
  ],
  [
    'a commissioning release that no source offers',
    { reads: [read({ releases: [] })] },
    ['No source offers the commissioning release'],
  ],
  [
    'a missing bootloader',
    { reads: [read({ bootloaders: LOADERS.slice(0, 1) })] },
    ['No source offers the bootloader for amd64 machines with UEFI'],
  ],
  [
    'two missing bootloaders',
    { reads: [read({ bootloaders: [] })] },
    [
      'No source offers the bootloader for amd64 machines with BIOS',
      'No source offers the bootloader for amd64 machines with UEFI',
    ],
  ],
  [
    'a bootloader that another source offers',
    { reads: [read({ bootloaders: LOADERS.slice(0, 1) }), read({ bootloaders: LOADERS.slice(1) }, 2)] },
    [],
  ],
  [
    'a slow clock of MAAS',
    { region: { clockAhead: -240 } },
    ['The clocks of MAAS and of the server of this page differ by 4 minutes'],
  ],
])('%s', (_, given, titles) => {
  expect(problemsOf(given)).toEqual(titles)
})

test.each<[string, Given, RegExp]>([
  [
    'are not offered, or not complete at the source',
    {
      saved: savedOf([jammy, ALL_OF('amd64', 's390x')], [noble, ALL_OF('amd64', '*')]),
      reads: [read({ releases: [releaseOf('jammy', 'amd64'), incomplete] })],
    },
    /no updates: Ubuntu jammy s390x, Ubuntu noble amd64\.$/,
  ],
  [
    'are not offered, with the title of the image that is held',
    {
      reads: [read({ releases: [] })],
      images: [anImage([], { release: 'jammy', title: 'Ubuntu 22.04 LTS' })],
    },
    /: Ubuntu 22\.04 LTS amd64\.$/,
  ],
  ['only another source offers', { reads: [read({ releases: [] }), read({}, 2)] }, /all of them/],
])('selected images that %s', (_, given, detail) => {
  expect(checksOf(given).find(({ id }) => id === 'offers')?.detail).toMatch(detail)
})

describe('what cannot be seen is not called a problem', () => {
  const unread: SourceRead = { source: aSource(2, 'http://new.example.com/'), catalogue: null, error: null }

  test.each([
    ['source-2', { reads: [read(), unread] }],
    ['bootloaders', { reads: [read({ bootloaders: [] }), unread] }],
    ['commissioning', { reads: [read({ releases: [] }), unread] }],
    ['clocks', { region: { clockAhead: undefined } }],
    [
      'source-1',
      { reads: [read({ signature: { ...refusedBy38, region: { accepts: null, message: 'Unseen.' } } })] },
    ],
  ] satisfies [string, Given][])('%s', (id, given) => {
    expect(stateOf(id, given)).toBe('unknown')
  })
})

test.each([
  ['import', notification('Image importer')],
  ['import', notification('Image synchronization', 'some region controllers do not have enough disk space')],
  ['disk', notification('Image synchronization', 'some region controllers do not have enough disk space')],
])('MAAS reports a problem with the %s', (id, one) => {
  expect(stateOf(id, { notifications: [one] })).toBe('reported')
})

test('what MAAS reports about the commissioning release is not said twice', () => {
  const given = {
    region: { config: { ...regionAnswer().config, commissioningRelease: 'noble' } },
    notifications: [notification('commissioning_series_unselected')],
  }
  expect(problemsOf(given)).toEqual([])
  expect(stateOf('commissioning', given)).toBe('reported')
})

test('someone who cannot see sources gets the checks that need none', () => {
  expect(checksOf({ reads: null, saved: savedOf() }).map(({ id }) => id)).toEqual([
    'import',
    'sync',
    'clocks',
    'disk',
  ])
})
