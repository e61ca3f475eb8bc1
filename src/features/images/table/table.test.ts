import { describe, expect, test } from 'vitest'
import {
  aCatalogue,
  ALL_OF,
  anImage,
  anOffer,
  aRegion,
  aRelease,
  centos,
  centosRelease,
  draftOf,
  grub,
  jammy,
  jammyRelease,
  noble,
} from '#testing/image-fixtures.ts'
import type { Catalogue } from '#contract/gateway.ts'
import type { Cell, ImageState, ReleaseRow, Table } from '#features/images/rules/model.ts'
import { imageKey } from '#selections/keys.ts'
import { buildTable, lastBytes } from './table.ts'
import { noteProgress } from '#api/arriving-bytes.ts'
import type { TableInput } from '#features/images/rules/table-input.ts'

const stream = aCatalogue([aRelease(), jammyRelease, centosRelease])
const LOADER = { bootloaders: [grub] }

const tableOf = (part: Partial<TableInput> = {}, region = aRegion([])): Table =>
  buildTable({
    ...region,
    catalogues: new Map([[1, stream]]),
    images: [],
    draft: new Map(),
    importing: false,
    kernelsFiltered: true,
    syncsSelections: false,
    commissioningRelease: 'jammy',
    lastByteAt: new Map(),
    now: 0,
    ...part,
  })

const rowsOf = (table: Table): ReleaseRow[] => table.groups.flatMap(({ rows }) => rows)
const rowOf = (table: Table, key: string): ReleaseRow => {
  const row = rowsOf(table).find((other) => other.key === key)
  if (!row) throw new Error(`no row ${key}`)
  return row
}
const cellOf = (table: Table, key: string, arch = 'amd64'): Cell => {
  const cell = rowOf(table, key).cells.find((other) => other.arch === arch)
  if (!cell) throw new Error(`no cell ${key} ${arch}`)
  return cell
}
const outline = (table: Table) =>
  table.groups.map(({ title, rows }) => [title, ...rows.map((row) => row.title)].join(': '))

describe('groups and rows', () => {
  test('Ubuntu comes first, newest release first, then the others by name', () => {
    const windows = aRelease({ os: 'windows', release: 'win2022', title: 'Windows 2022', version: '2022' })
    const old = aRelease({ release: 'karmic', title: '9.10', version: '9.10' })
    const catalogues = new Map([[1, aCatalogue([windows, old, jammyRelease, centosRelease, aRelease()])]])
    expect(outline(tableOf({ catalogues }))).toEqual([
      'Ubuntu: 24.04 LTS: 22.04 LTS: 9.10',
      'CentOS: 8',
      'Windows: 2022',
    ])
  })

  test('custom images and bootloaders are last', () => {
    const images = [
      anImage([['generic', '1']], {
        kind: 'uploaded',
        os: '',
        release: 'golden-2',
        title: null,
        heldBytes: 70,
      }),
      anImage([['generic', '1']], { kind: 'uploaded', os: '', release: 'golden-10', title: 'Golden' }),
    ]
    const catalogues = new Map([
      [
        1,
        aCatalogue([aRelease()], {
          bootloaders: [{ os: 'pxelinux', type: 'pxe', arch: 'i386', version: '20210203.0', bytes: 40 }],
          notifications: [{ name: 'release-notifications', version: '20201214' }],
        }),
      ],
    ])
    const table = tableOf({ images, catalogues })
    expect(outline(table)).toEqual([
      'Ubuntu: 24.04 LTS',
      'Custom images: Golden: golden-2',
      'Bootloaders and release notifications: pxelinux: Release notifications',
    ])
    expect(rowsOf(table).map(({ selectable }) => selectable)).toEqual([true, false, false, false, false])
    expect(rowsOf(table)[2]).toMatchObject({
      bytes: 70,
      cells: [{ state: { kind: 'custom' }, selected: false }],
    })
  })

  test('architectures have one order, whatever the source says', () => {
    const arches = ['zeta', 's390x', 'riscv64', 'armhf', 'amd64', 'i386', 'arm64', 'ppc64el', 'alpha']
    const release = aRelease({ arches: arches.map((arch) => anOffer({ arch })) })
    const table = tableOf({ catalogues: new Map([[1, aCatalogue([release])]]) })
    const order = ['amd64', 'arm64', 'armhf', 'i386', 'ppc64el', 's390x', 'riscv64', 'alpha', 'zeta']
    expect(table.arches).toEqual(order)
    expect(rowsOf(table)[0]?.cells.map(({ arch }) => arch)).toEqual(order)
  })

  test('a release has no cell for an architecture that it lacks', () => {
    expect(rowOf(tableOf(), '1/centos/8').cells.map(({ arch }) => arch)).toEqual(['amd64'])
    expect(tableOf().arches).toEqual(['amd64', 'arm64'])
  })

  test('a release that is selected but not offered has a row, and so has one that is only held', () => {
    const region = aRegion([[{ ...noble, release: 'questing' }, ALL_OF('amd64', 'arm64')]])
    const images = [anImage([['ga-25.10', '20260101']], { release: 'plucky', title: 'Ubuntu 25.04' })]
    const table = tableOf({ images }, region)
    expect(outline(table)[0]).toBe('Ubuntu: 25.04: 24.04 LTS: 22.04 LTS: questing')
    expect(rowOf(table, '1/ubuntu/questing').cells.map(({ state }) => state.kind)).toEqual(['gone', 'gone'])
    expect(cellOf(table, '1/ubuntu/plucky').state).toEqual({ kind: 'removing', when: 'next-import' })
  })

  test('a selected row stays while the catalogue cannot be read', () => {
    const draft = draftOf([noble, null, ALL_OF('amd64')])
    expect(cellOf(tableOf({ draft, catalogues: new Map() }), '1/ubuntu/noble')).toMatchObject({
      selected: true,
      changed: true,
      state: { kind: 'selected' },
    })
  })

  test('an empty region without sources has no rows', () => {
    expect(tableOf({ catalogues: new Map() }, aRegion([], []))).toEqual({
      groups: [],
      arches: [],
      kernelsFiltered: true,
    })
  })
})

describe('for a user who cannot see selections', () => {
  const images = [
    anImage(),
    anImage([['ga-22.04', '20260901']], { release: 'jammy', title: null }),
    anImage([['generic', '20260901']], { os: 'centos', release: '8', title: 'CentOS 8' }),
  ]
  const table = tableOf({ sources: null, catalogues: new Map(), images })

  test('the rows are the held images', () => {
    expect(outline(table)).toEqual(['Ubuntu: 24.04 LTS: 22.04 LTS', 'CentOS: 8'])
  })

  test('held images count as wanted', () => {
    expect(rowsOf(table).flatMap(({ cells }) => cells)).toMatchObject([
      { selected: true, changed: false, locked: null, state: { kind: 'synced' }, bytes: 500 },
      { selected: true, changed: false, locked: null, state: { kind: 'synced' } },
      { selected: true, changed: false, locked: null, state: { kind: 'synced' } },
    ])
  })
})

describe('cells', () => {
  const region = aRegion([[noble, ALL_OF('*')]])

  test('* selects every architecture of the row, and nothing counts as changed', () => {
    const { cells, wanted, saved } = rowOf(tableOf({}, region), '1/ubuntu/noble')
    expect(cells.map(({ selected, changed }) => [selected, changed])).toEqual([
      [true, false],
      [true, false],
    ])
    expect([wanted, saved]).toEqual([ALL_OF('*'), ALL_OF('*')])
  })

  test('a draft shows its changes to the saved selection', () => {
    const draft = draftOf([noble, ALL_OF('*'), ALL_OF('amd64')], [jammy, null, ALL_OF('arm64')])
    const table = tableOf({ draft, images: [anImage(undefined, { arch: 'arm64' })] }, region)
    expect(cellOf(table, '1/ubuntu/noble')).toMatchObject({ selected: true, changed: false })
    expect(cellOf(table, '1/ubuntu/noble', 'arm64')).toMatchObject({
      selected: false,
      changed: true,
      state: { kind: 'removing', when: 'after-save' },
    })
    expect(cellOf(table, '1/ubuntu/jammy', 'arm64')).toMatchObject({
      state: { kind: 'selected' },
      changed: true,
    })
  })

  test('bytes are those of the chosen kernels, and a row adds up its selected images', () => {
    const chosen = { ...ALL_OF('amd64', 'arm64'), subarches: ['ga-24.04'] }
    const some = aRegion([[noble, chosen]])
    expect(cellOf(tableOf({}, some), '1/ubuntu/noble').bytes).toBe(400)
    expect(rowOf(tableOf({}, some), '1/ubuntu/noble').bytes).toBe(800)
    expect(cellOf(tableOf({ kernelsFiltered: false }, some), '1/ubuntu/noble').bytes).toBe(500)
    expect(rowOf(tableOf(), '1/ubuntu/noble').bytes).toBe(0)
  })

  test('an unsaved choice of kernels does not change the state', () => {
    const saved = aRegion([[noble, { ...ALL_OF('amd64'), subarches: ['ga-24.04'] }]])
    const draft = draftOf([noble, null, ALL_OF('amd64')])
    const images = [anImage([['ga-24.04', '20260901']])]
    const cell = cellOf(tableOf({ draft, images }, saved), '1/ubuntu/noble')
    expect(cell.state).toEqual({ kind: 'synced' })
    expect(cell.bytes).toBe(500)
  })

  test('a label the selection does not let through is not offered by this source', () => {
    const labeled = aRegion([[noble, { ...ALL_OF('amd64'), labels: ['candidate'] }]])
    expect(cellOf(tableOf({}, labeled), '1/ubuntu/noble').state).toEqual({ kind: 'gone' })
    expect(cellOf(tableOf({ kernelsFiltered: false }, labeled), '1/ubuntu/noble').state.kind).toBe('queued')
  })

  test('one that waits half-way while another moves is not stalled; when nothing moves, both are', () => {
    const images = [
      anImage([['ga-24.04', null, '20260901']], { heldBytes: 0, incoming: { bytes: 10, done: 5 } }),
      anImage([['ga-22.04', null, '20260901']], { release: 'jammy', incoming: { bytes: 10, done: 5 } }),
    ]
    const lastByteAt = new Map([
      [imageKey('ubuntu', 'noble', 'amd64'), 0],
      [imageKey('ubuntu', 'jammy', 'amd64'), 590_000],
    ])
    const two = aRegion([
      [noble, ALL_OF('amd64')],
      [jammy, ALL_OF('amd64')],
    ])
    const kinds = (now: number) => {
      const table = tableOf({ images, lastByteAt, importing: true, now }, two)
      return ['1/ubuntu/noble', '1/ubuntu/jammy'].map((key) => cellOf(table, key).state.kind)
    }
    expect(kinds(600_000)).toEqual(['downloading', 'downloading'])
    expect(kinds(800_000)).toEqual(['stalled', 'stalled'])
  })
})

describe('the commissioning release', () => {
  const lockedOf = (table: Table) => rowsOf(table).flatMap(({ cells }) => cells.map(({ locked }) => locked))

  test('keeps its last architecture, and says why and what to do', () => {
    const table = tableOf(
      {},
      aRegion([
        [jammy, ALL_OF('amd64')],
        [noble, ALL_OF('amd64')],
      ]),
    )
    expect(cellOf(table, '1/ubuntu/jammy').locked).toBe(
      'Ubuntu 22.04 LTS is the commissioning release, so one architecture must stay. ' +
        'Choose another commissioning release in Default images first.',
    )
    expect(lockedOf(table).filter(Boolean)).toHaveLength(1)
  })

  test('can be cleared while two architectures are selected, at one source or at two', () => {
    const other = { ...jammy, sourceId: 2 }
    expect(lockedOf(tableOf({}, aRegion([[jammy, ALL_OF('amd64', 'arm64')]]))).filter(Boolean)).toEqual([])
    const two = aRegion(
      [
        [jammy, ALL_OF('amd64')],
        [other, ALL_OF('amd64')],
      ],
      [1, 2],
    )
    expect(lockedOf(tableOf({}, two)).filter(Boolean)).toEqual([])
  })

  test('is locked by the current selection, not by the saved one', () => {
    const draft = draftOf([jammy, ALL_OF('amd64', 'arm64'), ALL_OF('arm64')])
    const table = tableOf({ draft }, aRegion([[jammy, ALL_OF('amd64', 'arm64')]]))
    expect(cellOf(table, '1/ubuntu/jammy', 'arm64').locked).not.toBeNull()
    expect(cellOf(table, '1/ubuntu/jammy', 'amd64').locked).toBeNull()
  })

  test('does not include a release of another system with the same name', () => {
    const draft = draftOf([{ ...centos, release: 'jammy' }, null, ALL_OF('amd64')])
    expect(lockedOf(tableOf({ draft })).filter(Boolean)).toEqual([])
  })
})

describe('a newer version than a source offers', () => {
  const images = [
    anImage([
      ['ga-24.04', '20991001'],
      ['hwe-24.04', '20991001'],
    ]),
  ]
  const both = [
    [noble, ALL_OF('amd64')],
    [{ ...noble, sourceId: 2 }, ALL_OF('amd64')],
  ] as const
  const other = aCatalogue([jammyRelease])

  test.each<[rule: string, second: Catalogue | null, part: Partial<TableInput>, kind: ImageState['kind']]>([
    ['is replaced if no other source offers the image', other, {}, 'older'],
    ['may stay if another source offers it', stream, {}, 'synced'],
    ['may stay while another source is not read', null, {}, 'synced'],
    ['is replaced on MAAS 3.8, which uses one source', stream, { syncsSelections: true }, 'older'],
  ])('%s', (_, second, part, kind) => {
    const catalogues = new Map([[1, stream], ...(second ? [[2, second] as const] : [])])
    const table = tableOf({ catalogues, images, ...part }, aRegion([...both], [1, 2]))
    expect(cellOf(table, '1/ubuntu/noble').state.kind).toBe(kind)
  })

  test('may be one that the page has not read yet', () => {
    const catalogues = new Map([[1, { ...stream, stale: 'The source does not answer.' }]])
    const table = tableOf({ catalogues, images }, aRegion([[noble, ALL_OF('amd64')]]))
    expect(cellOf(table, '1/ubuntu/noble').state.kind).toBe('synced')
  })
})

describe('two sources', () => {
  const second = { ...noble, sourceId: 2 }
  const catalogues = new Map([
    [1, stream],
    [2, aCatalogue([aRelease({ title: 'at the second' })])],
  ])
  const images = [anImage()]

  test('have a row each, in the order of the sources, named after its own', () => {
    const table = tableOf({ catalogues }, aRegion([], [1, 2]))
    expect(table.groups[0]?.rows.map(({ key, source }) => [key, source])).toEqual([
      ['1/ubuntu/noble', 'source-1.example.com'],
      ['2/ubuntu/noble', 'source-2.example.com'],
      ['1/ubuntu/jammy', 'source-1.example.com'],
    ])
  })

  test('a held image appears at the source it is selected from', () => {
    const table = tableOf({ catalogues, images }, aRegion([[second, ALL_OF('amd64')]], [1, 2]))
    expect(cellOf(table, '1/ubuntu/noble')).toMatchObject({ image: null, state: { kind: 'not-selected' } })
    expect(cellOf(table, '2/ubuntu/noble')).toMatchObject({ image: images[0], state: { kind: 'synced' } })
  })

  test('a held image that is not selected belongs to the first source that offers it', () => {
    const table = tableOf({ catalogues, images }, aRegion([], [1, 2]))
    expect(cellOf(table, '1/ubuntu/noble').image).toBe(images[0])
    expect(cellOf(table, '2/ubuntu/noble').image).toBeNull()
    const arm = [anImage(undefined, { arch: 's390x' })]
    const offers = aRelease({ arches: [anOffer({ arch: 's390x' })] })
    const wider = new Map([...catalogues, [2, aCatalogue([offers])]])
    const other = tableOf({ catalogues: wider, images: arm }, aRegion([], [1, 2]))
    expect(cellOf(other, '2/ubuntu/noble', 's390x').image).toBe(arm[0])
  })

  test.each<[string, Parameters<typeof aRegion>[0], Partial<Catalogue>, ImageState]>([
    ['by the next import', [[jammy, ALL_OF('amd64')]], LOADER, { kind: 'removing', when: 'next-import' }],
    ['never while nothing is selected', [], LOADER, { kind: 'kept', because: 'nothing-selected' }],
    [
      'never while MAAS imports everything from another source that lists it',
      [[jammy, ALL_OF('amd64')]],
      {},
      { kind: 'kept', because: 'whole-source' },
    ],
  ])('a held image that is not selected is removed %s', (_, selected, part, state) => {
    const both = new Map([
      [1, aCatalogue([aRelease(), jammyRelease], LOADER)],
      [2, aCatalogue([aRelease()], part)],
    ])
    const table = tableOf({ catalogues: both, images }, aRegion(selected, [1, 2]))
    expect(cellOf(table, '1/ubuntu/noble').state).toEqual(state)
  })

  test('clearing an image at one source removes nothing while the other source selects it', () => {
    const region = aRegion(
      [
        [noble, ALL_OF('amd64')],
        [second, ALL_OF('amd64')],
      ],
      [1, 2],
    )
    const draft = draftOf([noble, ALL_OF('amd64'), null])
    const table = tableOf({ catalogues, images, draft }, region)
    expect(cellOf(table, '1/ubuntu/noble').state).toEqual({ kind: 'not-selected' })
    expect(cellOf(table, '2/ubuntu/noble').state).toEqual({ kind: 'synced' })
  })

  test('a release that moves to the other source keeps its held image', () => {
    const region = aRegion([[noble, ALL_OF('amd64')]], [1, 2])
    const draft = draftOf([noble, ALL_OF('amd64'), null], [second, null, ALL_OF('amd64')])
    const table = tableOf({ catalogues, images, draft }, region)
    expect(cellOf(table, '1/ubuntu/noble')).toMatchObject({ image: null, state: { kind: 'not-selected' } })
    expect(cellOf(table, '2/ubuntu/noble')).toMatchObject({ image: images[0], state: { kind: 'selected' } })
  })

  test('a release that one source lacks keeps the name that the other source gives it', () => {
    const region = aRegion([[{ ...jammy, sourceId: 2 }, ALL_OF('amd64')]], [1, 2])
    expect(rowOf(tableOf({ catalogues }, region), '2/ubuntu/jammy').title).toBe('22.04 LTS')
  })
})

describe('the group of bootloaders', () => {
  const bootloader = (os: string, type: string, arch: string) => ({ os, type, arch, version: '2', bytes: 40 })
  const catalogues = new Map([
    [
      1,
      aCatalogue([aRelease()], {
        bootloaders: [
          bootloader('pxelinux', 'pxe', 'i386'),
          bootloader('pxelinux', 'pxe', 'amd64'),
          bootloader('grub-efi-signed', 'uefi', 'amd64'),
        ],
      }),
    ],
  ])
  const held = (version: string) =>
    anImage([['generic', version]], {
      kind: 'bootloader',
      os: 'grub-efi-signed',
      release: 'uefi',
      heldBytes: 30,
    })
  const along = (table: Table) =>
    (table.groups.at(-1)?.rows ?? []).map(({ title, cells }) => [
      title,
      ...cells.map(({ arch, state }) => `${arch} ${state.kind}`),
    ])

  test('is what MAAS imports; it never takes the PXE bootloader of amd64', () => {
    const table = tableOf({ catalogues, images: [held('2')] }, aRegion([[noble, ALL_OF('amd64')]]))
    expect(along(table)).toEqual([
      ['grub-efi-signed', 'amd64 synced'],
      ['pxelinux', 'i386 queued'],
    ])
  })

  test('is not selected as long as nothing else is', () => {
    expect(along(tableOf({ catalogues }))).toEqual([
      ['grub-efi-signed', 'amd64 not-selected'],
      ['pxelinux', 'i386 not-selected'],
    ])
  })

  test.each([
    ['is taken from the source that MAAS reads first of those that offer it', undefined, undefined, '2'],
    ['is so too if that is the newer source', undefined, [2, 1], '3'],
    ['with another label is taken from the last source that offers it', 'candidate', undefined, '3'],
    ['with another label is so too if that is the older source', 'candidate', [2, 1], '2'],
  ])('%s', (_, label, sourceOrder, expected) => {
    const second = aCatalogue([], {
      bootloaders: [{ ...bootloader('pxelinux', 'pxe', 'i386'), label, version: '3' }],
    })
    const both = new Map([...catalogues, [2, second]])
    const table = tableOf({ catalogues: both, sourceOrder }, aRegion([], [1, 2]))
    expect(table.groups.at(-1)?.rows.map(({ title, version }) => [title, version])).toEqual([
      ['grub-efi-signed', '2'],
      ['pxelinux', expected],
    ])
  })

  test.each([
    ['is arriving while a source lists it', '2', '1', 'amd64 update'],
    ['is not arriving once no source lists it', '3', '2', 'amd64 synced'],
    ['is replaced by the listed one', '1', null, 'amd64 queued'],
  ])('an incomplete version in MAAS 3.8 %s', (_, incoming, complete, state) => {
    const image = anImage([['generic', complete, incoming]], {
      kind: 'bootloader',
      os: 'grub-efi-signed',
      release: 'uefi',
      incoming: { bytes: 30, done: 0 },
    })
    const region = aRegion([[noble, ALL_OF('amd64')]])
    const along38 = along(tableOf({ catalogues, syncsSelections: true, images: [image] }, region))
    expect(along38[0]).toEqual(['grub-efi-signed', state])
  })

  test('an incomplete one that no source lists is not shown in MAAS 3.8', () => {
    const image = anImage([['generic', null, '1']], {
      kind: 'bootloader',
      os: 'grub-efi',
      release: 'uefi',
      arch: 'arm64',
      incoming: { bytes: 30, done: 0 },
    })
    const titles = (read: typeof catalogues, syncsSelections: boolean) =>
      along(tableOf({ catalogues: read, syncsSelections, images: [image] }, aRegion([]))).map(
        ([title]) => title,
      )
    expect(titles(catalogues, true)).not.toContain('grub-efi')
    expect(titles(catalogues, false)).toContain('grub-efi')
    expect(titles(new Map(), true)).toContain('grub-efi')
  })

  test('has updates too, and stays when no catalogue is known', () => {
    const region = aRegion([[noble, ALL_OF('amd64')]])
    expect(along(tableOf({ catalogues, images: [held('1')] }, region))[0]).toEqual([
      'grub-efi-signed',
      'amd64 update',
    ])
    expect(along(tableOf({ catalogues: new Map(), images: [held('1')] }, region))).toEqual([
      ['grub-efi-signed', 'amd64 synced'],
    ])
  })
})

describe('the time of the last byte', () => {
  const arriving = (done: number, part = {}) => [anImage([], { incoming: { bytes: 10, done }, ...part })]
  const key = imageKey('ubuntu', 'noble', 'amd64')

  test('moves with the bytes and stays when they stay', () => {
    const first = noteProgress(new Map(), arriving(3), 100)
    const same = noteProgress(first, arriving(3), 200)
    const more = noteProgress(same, arriving(4), 300)
    expect([first, same, more].map((notes) => lastBytes(notes).get(key))).toEqual([100, 100, 300])
  })

  test('is forgotten when the image is complete, and when no import runs', () => {
    const first = noteProgress(new Map(), arriving(3), 100)
    expect(noteProgress(first, [anImage()], 200).size).toBe(0)
    expect(noteProgress(first, arriving(3), 200, false).size).toBe(0)
  })

  test('survives a moment in which the image is not read', () => {
    const first = noteProgress(new Map(), arriving(3), 100)
    const unread = noteProgress(first, arriving(0, { incoming: null, known: false }), 200)
    expect(lastBytes(noteProgress(unread, arriving(3), 300)).get(key)).toBe(100)
  })
})
