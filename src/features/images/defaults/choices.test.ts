import { expect, test } from 'vitest'
import type { Cell, ImageState, ReleaseRow, Table } from '#features/images/rules/model.ts'

import { choicesOf, imagesText } from './choices.ts'
import { changedSettings, refusalReason, settingWarnings, withEdit } from './settings-form.ts'

const NOW = {
  commissioning_distro_series: 'noble',
  default_osystem: 'ubuntu',
  default_distro_series: 'noble',
  default_min_hwe_kernel: '',
}

type Spec = readonly [arch: string, kind: ImageState['kind'], kernels?: readonly string[]]

const cell = ([arch, kind, kernels]: Spec): Cell =>
  ({
    arch,
    state: kind === 'downloading' ? { kind, done: 43, bytes: 100 } : { kind },
    selected: !['not-selected', 'custom'].includes(kind),
    offer: ['gone', 'without-updates', 'custom'].includes(kind) ? null : {},
    image: kernels
      ? { kernels: kernels.map((name) => ({ name, held: name.endsWith('!') ? null : 'v1' })) }
      : null,
  }) as unknown as Cell

const row = (
  os: string,
  release: string,
  title: string,
  cells: readonly Spec[],
  part: Partial<ReleaseRow> = {},
) =>
  ({
    os,
    release,
    title,
    selectable: true,
    lts: title.includes('LTS'),
    cells: cells.map(cell),
    ...part,
  }) as ReleaseRow

const rows: ReleaseRow[] = [
  row('ubuntu', 'noble', '24.04 LTS', [
    ['arm64', 'not-selected'],
    ['amd64', 'synced', ['hwe-24.04', 'ga-24.04', 'generic', 'hwe-24.04-edge!']],
  ]),
  row('ubuntu', 'jammy', '22.04 LTS', [['amd64', 'downloading', ['ga-22.04!']]]),
  row('ubuntu', 'focal', '20.04 LTS', [
    ['arm64', 'not-selected'],
    ['amd64', 'not-selected'],
  ]),
  row('ubuntu', 'xenial', '16.04 LTS', [['amd64', 'synced', ['ga-16.04']]]),
  row('ubuntu', 'plucky', '25.04', [['amd64', 'queued']]),
  row('ubuntu', 'cosmic', '18.10', [
    ['amd64', 'gone'],
    ['arm64', 'without-updates', ['ga-18.10']],
  ]),
  row('centos', '8', '8', [['amd64', 'not-selected']]),
  row('', 'golden', 'Golden image', [['amd64', 'custom', ['generic']]], { selectable: false }),
]
const TABLE: Table = {
  groups: [{ id: 'all', title: 'All', kind: 'os', rows }],
  arches: [],
  kernelsFiltered: true,
}

const shown = (name: keyof typeof NOW, settings: Partial<typeof NOW> = {}) =>
  choicesOf(name, TABLE, { ...NOW, ...settings }).map(
    ({ title, state, accepted, select }) =>
      `${title} / ${state} / ${accepted ? 'accepted' : select ? `select ${select.arch}` : 'refused'}`,
  )

test.each<[rule: string, name: keyof typeof NOW, settings: Partial<typeof NOW>, shows: string[]]>([
  [
    'MAAS commissions with LTS releases from bionic on',
    'commissioning_distro_series',
    {},
    [
      'Ubuntu 24.04 LTS / synced / accepted',
      'Ubuntu 22.04 LTS / downloading 43 % / accepted',
      'Ubuntu 20.04 LTS / not selected / select amd64',
    ],
  ],
  [
    'the present value is a choice, even if nothing offers it',
    'commissioning_distro_series',
    { commissioning_distro_series: 'bionic' },
    [
      'Ubuntu bionic / no image / refused',
      'Ubuntu 24.04 LTS / synced / accepted',
      'Ubuntu 22.04 LTS / downloading 43 % / accepted',
      'Ubuntu 20.04 LTS / not selected / select amd64',
    ],
  ],
  [
    'a custom image counts as the OS custom',
    'default_osystem',
    {},
    ['Ubuntu / synced / accepted', 'CentOS / not selected / select amd64', 'Custom / custom / accepted'],
  ],
  [
    'custom images are releases of the OS custom',
    'default_distro_series',
    { default_osystem: 'custom', default_distro_series: 'golden' },
    ['Golden image / custom / accepted'],
  ],
  [
    'a selected release without an image is refused until its import has begun',
    'default_distro_series',
    { default_distro_series: 'plucky' },
    [
      'Ubuntu 24.04 LTS / synced / accepted',
      'Ubuntu 22.04 LTS / downloading 43 % / accepted',
      'Ubuntu 20.04 LTS / not selected / select amd64',
      'Ubuntu 16.04 LTS / synced / accepted',
      'Ubuntu 25.04 / queued / refused',
      // its most usable image is kept, and another one has never been downloaded
      'Ubuntu 18.10 / kept without updates / accepted',
    ],
  ],
  [
    'kernels are the downloaded ones of the commissioning release',
    'default_min_hwe_kernel',
    { default_min_hwe_kernel: 'hwe-22.04' },
    [
      'No minimum kernel /  / accepted',
      'hwe-22.04 / not downloaded / refused',
      'ga-24.04 /  / accepted',
      'hwe-24.04 /  / accepted',
    ],
  ],
])('%s', (_, name, settings, shows) => {
  expect(shown(name, settings)).toEqual(shows)
})

test.each([
  ['ubuntu', 'noble', 'Not selected on arm64; synced on amd64.'],
  ['ubuntu', 'focal', 'Not selected on arm64, amd64.'],
  ['custom', 'golden', 'Custom on amd64.'],
  ['ubuntu', 'bionic', 'No source offers it, and the region holds no image of it.'],
])('the images of %s %s: %s', (os, release, text) => {
  expect(imagesText(TABLE, os, release)).toBe(text)
})

test('choosing another OS chooses one of its releases, and going back restores the release', () => {
  const edited = withEdit({}, NOW, 'default_osystem', 'custom', TABLE)
  expect(changedSettings(NOW, edited)).toEqual(['default_osystem', 'default_distro_series'])
  expect(edited.default_distro_series).toEqual({ value: 'golden', base: 'noble' })
  expect(changedSettings(NOW, withEdit(edited, NOW, 'default_osystem', 'ubuntu', TABLE))).toEqual([])
})

test('settings are written in an order that MAAS accepts', () => {
  const edited = (
    ['default_min_hwe_kernel', 'default_distro_series', 'commissioning_distro_series'] as const
  ).reduce((edits, name) => withEdit(edits, NOW, name, 'jammy', TABLE), {})
  expect(changedSettings(NOW, edited)).toEqual([
    'commissioning_distro_series',
    'default_min_hwe_kernel',
    'default_distro_series',
  ])
})

test('a minimum kernel that the commissioning release does not have causes a warning', () => {
  const kernel = { ...NOW, default_min_hwe_kernel: 'hwe-24.04' }
  expect(settingWarnings(TABLE, kernel)).toEqual([])
  expect(settingWarnings(TABLE, NOW)).toEqual([])
  const wanted = { ...kernel, commissioning_distro_series: 'jammy' }
  expect(settingWarnings(TABLE, wanted)[0]).toContain('no downloaded kernel hwe-24.04')
  expect(refusalReason('default_min_hwe_kernel', TABLE, wanted)).toContain('and hwe-24.04 is not.')
  expect(
    refusalReason('commissioning_distro_series', TABLE, { ...NOW, commissioning_distro_series: 'focal' }),
  ).toBe(
    'MAAS accepts Ubuntu 20.04 LTS after an import has begun to download an image of it, and it has none yet.',
  )
})
