import { describe, expect, test } from 'vitest'
import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import type { ReleaseRow, StateKind, Table } from '#features/images/rules/model.ts'
import type { Notification } from '#contract/maas.ts'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { OFFERED, aRegionAnswer } from '#testing/catalogue.ts'
import { ALL_OF, anImage, aSource, jammy, savedOf } from '#testing/image-fixtures.ts'
import { preflight, preflightSummary, type PreflightFacts } from './preflight.ts'
import type { SourceRead } from './source-check.ts'

const NO_ROWS: Table = { groups: [], arches: [], kernelsFiltered: true }
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

const heldLoader = (held: string | null, incoming?: string) =>
  anImage([incoming === undefined ? ['generic', held] : ['generic', held, incoming]], {
    kind: 'bootloader',
    os: 'grub-efi-signed',
    release: 'uefi',
  })

const lacking = (...bootloaders: string[]): Catalogue['presence'] => ({
  state: 'checked',
  by: 'files',
  checked: 10,
  total: 10,
  absent: 0,
  bootloaders,
  wrongSize: [],
  sampled: 0,
  lost: false,
  unsized: 0,
  stopped: null,
})

type Given = Partial<Omit<PreflightFacts, 'region'>> & { region?: Partial<RegionAnswer> }

/** A table with one row, with an image in each of these states. */
const tableWith = (...kinds: StateKind[]): Table => ({
  ...NO_ROWS,
  groups: [
    {
      id: 'ubuntu',
      title: 'Ubuntu',
      kind: 'os',
      rows: [
        {
          title: '22.04 LTS',
          cells: kinds.map((kind, index) => ({ arch: `arch${index}`, changed: false, state: { kind } })),
        } as unknown as ReleaseRow,
      ],
    },
  ],
})

const checksOf = ({ region, ...given }: Given) =>
  preflight({
    region: { ...aRegionAnswer(), clockAhead: 0, ...region },
    reads: [read()],
    saved: savedOf([jammy, ALL_OF('amd64')]),
    images: [],
    table: tableWith('synced'),
    notifications: [],
    importing: false,
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
    'an image that an upgrade has left twice',
    {
      images: [
        anImage(
          [
            ['generic', '20260101'],
            ['generic', '20260901'],
          ],
          { os: 'centos', release: 'centos70', title: 'CentOS 7' },
        ),
      ],
    },
    ['MAAS has CentOS 7 (amd64) twice'],
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
  [
    'a source without bootloaders of which nothing is selected',
    { reads: [read(), read({ bootloaders: [] }, 2)] },
    ['MAAS imports everything from mirror-2.example.com'],
  ],
  [
    'the same with MAAS 3.8',
    { region: { version: '3.8.0' }, reads: [read(), read({ bootloaders: [] }, 2)] },
    [],
  ],
  ['an index without a date', { reads: [read({ updated: null })] }, []],
  [
    'automatic sync off',
    { region: { config: { ...aRegionAnswer().config, autoImport: false } } },
    ['Automatic image updates are off'],
  ],
  [
    'a commissioning release that is not selected',
    { region: { config: { ...aRegionAnswer().config, commissioningRelease: 'noble' } } },
    ['The commissioning release is not selected'],
  ],
  [
    'a commissioning release that no source offers',
    { reads: [read({ releases: [] })] },
    ['The source does not offer the commissioning release'],
  ],
  [
    'a commissioning release that only another source offers',
    { reads: [read({ releases: [] }), read({}, 2)] },
    ['The source does not offer the commissioning release'],
  ],
  [
    'a commissioning release that only a disabled source selects',
    { reads: [{ ...read(), source: { ...aSource(), enabled: false } }, read({}, 2)] },
    ['The commissioning release is not selected'],
  ],
  [
    'an old index of a source without Ubuntu',
    { reads: [read(), read({ updated: '2020-01-01T00:00:00Z', releases: [] }, 2)] },
    [],
  ],
  [
    'a bootloader without files that another source has',
    { reads: [read({ presence: lacking('pxelinux/i386') }), read({}, 2)] },
    [],
  ],
  [
    'a bootloader without files at its only source',
    { reads: [read({ presence: lacking('pxelinux/i386') })] },
    ['A source lists a bootloader but does not have all its files'],
  ],
  [
    'a missing bootloader',
    { reads: [read({ bootloaders: LOADERS.slice(0, 1) })] },
    ['No source offers the bootloader for amd64 machines with UEFI'],
  ],
  [
    'a held bootloader that no source offers',
    { reads: [read({ bootloaders: LOADERS.slice(0, 1) })], images: [heldLoader('1')] },
    [],
  ],
  [
    'one that MAAS 3.8 has left without files',
    { reads: [read({ bootloaders: LOADERS.slice(0, 1) })], images: [heldLoader(null, '1')] },
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
  ['have what they need', { table: tableWith('synced', 'queued') }, /^The sources offer all of them\.$/],
  [
    'are kept without updates are counted, and no problem',
    { table: tableWith('without-updates', 'synced') },
    /^The sources offer all of them except one that you keep without updates\.$/,
  ],
  [
    'are kept without updates are counted, if there are several',
    { table: tableWith('without-updates', 'without-updates') },
    /except 2 that you keep/,
  ],
  [
    'are not offered, or not complete at the source',
    { table: tableWith('gone', 'synced', 'absent') },
    /no updates: Ubuntu 22\.04 LTS arch0, Ubuntu 22\.04 LTS arch2\.$/,
  ],
  [
    'are many: three are named',
    { table: tableWith('gone', 'gone', 'gone', 'gone', 'gone') },
    /arch2, and 2 more\.$/,
  ],
])('selected images that %s', (_, given, detail) => {
  expect(checksOf(given).find(({ id }) => id === 'offers')?.detail).toMatch(detail)
})

describe('what the page cannot see is not reported as a problem', () => {
  const unread: SourceRead = { source: aSource(2, 'http://new.example.com/'), catalogue: null, error: null }

  test.each([
    ['source-2', { reads: [read(), unread] }],
    ['bootloaders', { reads: [read({ bootloaders: [] }), unread] }],
    ['bootloaders', { reads: [unread], saved: savedOf([jammy, ALL_OF('*')]) }],
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

const FAILED_BEFORE =
  /^MAAS shows no notification about a failure, but 1 selected image is not up to date\. .*dismissed/

test.each<[string, Given, string, RegExp]>([
  ['all images are up to date', {}, 'passed', /up to date/],
  ['an import runs', { importing: true }, 'unknown', /running/],
  [
    'images are outdated or missing',
    { table: tableWith('update', 'queued') },
    'unknown',
    /2 selected images are not/,
  ],
  ['a notification may have been dismissed', { table: tableWith('stopped') }, 'unknown', FAILED_BEFORE],
  [
    'notifications could not be read',
    { table: tableWith('update'), region: { notificationsUnread: true } },
    'unknown',
    /^Could not read the notifications/,
  ],
  ['images are being read', { table: tableWith('synced', 'reading') }, 'unknown', /being read/],
  ['nothing is selected', { table: tableWith('not-selected') }, 'unknown', /^No image is selected/],
  [
    'this user sees no selections',
    { reads: null, saved: savedOf() },
    'unknown',
    /no notification about a failure\./,
  ],
])('of the last import is known, if %s, only that', (_, given, state, detail) => {
  const check = checksOf(given).find(({ id }) => id === 'import')
  expect(check).toMatchObject({ state, detail: expect.stringMatching(detail) as string })
})

test.each([
  ['import', notification('Image importer')],
  ['import', notification('Image synchronization', 'some region controllers do not have enough disk space')],
  ['import', notification('Sync selection 4')],
  ['import', notification('Image manifest fetcher (boot source 1)')],
  ['disk', notification('bootresources_export_from_db', 'missing 3 GB')],
  ['disk', notification('Image synchronization', 'some region controllers do not have enough disk space')],
])('MAAS reports a problem with the %s', (id, one) => {
  expect(stateOf(id, { notifications: [one] })).toBe('reported')
})

test('what MAAS reports about the commissioning release is not repeated', () => {
  const given = {
    region: { config: { ...aRegionAnswer().config, commissioningRelease: 'noble' } },
    notifications: [notification('commissioning_series_unselected')],
  }
  expect(problemsOf(given)).toEqual([])
  expect(stateOf('commissioning', given)).toBe('reported')
})

test('a user who cannot see sources gets only the checks that need no sources', () => {
  expect(checksOf({ reads: null, saved: savedOf() }).map(({ id }) => id)).toEqual([
    'import',
    'sync',
    'clocks',
    'disk',
  ])
})
