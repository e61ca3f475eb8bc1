import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aCatalogue,
  ALL_OF,
  anImage,
  aRegion,
  aRelease,
  centosRelease,
  draftOf,
  jammy,
  jammyRelease,
  noble,
} from '#testing/image-fixtures.ts'
import { STATE_GROUPS } from '#features/images/rules/state-words.ts'
import { buildTable } from './table.ts'
import { applyView, countHiddenEnded, othersOf, paramsFromView, viewFromParams, type View } from './view.ts'

const PLAIN: View = {
  search: '',
  os: null,
  arch: null,
  state: null,
  selectedOnly: false,
  hideEnded: false,
  sort: 'release',
  descending: true,
  open: [],
}

describe('the URL', () => {
  const name = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  const someView: fc.Arbitrary<View> = fc.record({
    search: fc.string({ maxLength: 60, unit: 'grapheme' }).filter((text) => text.length <= 200),
    os: fc.option(name.filter((text) => text.length <= 200)),
    arch: fc.option(name.filter((text) => text.length <= 200)),
    state: fc.option(fc.constantFrom(...STATE_GROUPS.map(({ id }) => id))),
    selectedOnly: fc.boolean(),
    hideEnded: fc.boolean(),
    sort: fc.constantFrom('release', 'support', 'size', 'state'),
    descending: fc.boolean(),
    open: fc.uniqueArray(
      name.filter((text) => text.length <= 200),
      { maxLength: 5 },
    ),
  })

  test('brings every view back as it was', () => {
    fc.assert(
      fc.property(someView, (view) => {
        const url = paramsFromView(view).toString()
        expect(viewFromParams(new URLSearchParams(url))).toEqual(view)
      }),
    )
  })

  test('of the usual view is empty, and every other has one spelling', () => {
    expect(paramsFromView(PLAIN).toString()).toBe('')
    const view: View = {
      ...PLAIN,
      open: ['1/ubuntu/noble', 'along'],
      sort: 'size',
      search: 'a b',
      state: 'update',
      hideEnded: true,
    }
    expect(paramsFromView(view).toString()).toBe(
      'q=a+b&state=update&ended=hide&sort=size&open=1%2Fubuntu%2Fnoble&open=along',
    )
  })

  test('never breaks the page, whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webQueryParameters()), (text) => {
        const view = viewFromParams(new URLSearchParams(text))
        expect(viewFromParams(paramsFromView(view))).toEqual(view)
      }),
    )
  })

  test.each([
    ['state=lovely&sort=luck&order=up&selected=yes&ended=1'],
    ['os=&arch=&q='],
    [`q=${'x'.repeat(201)}&os=${'x'.repeat(201)}&open=${'x'.repeat(201)}`],
  ])('%#: what it says wrongly is as if it were not said', (text) => {
    expect(viewFromParams(new URLSearchParams(text))).toEqual(PLAIN)
  })

  test('says one thing wrongly and the others still count', () => {
    expect(viewFromParams(new URLSearchParams('sort=luck&os=centos&arch=arm64'))).toEqual({
      ...PLAIN,
      os: 'centos',
      arch: 'arm64',
    })
  })
})

const old = '20260801'
const input = {
  ...aRegion([
    [noble, ALL_OF('amd64')],
    [jammy, ALL_OF('arm64')],
  ]),
  catalogues: new Map([
    [
      1,
      aCatalogue([aRelease(), jammyRelease, centosRelease], {
        bootloaders: [{ os: 'pxelinux', type: 'pxe', arch: 'i386', version: '1', bytes: 4 }],
        notifications: [{ name: 'release-notifications', version: '1' }],
      }),
    ],
  ]),
  images: [
    anImage(),
    anImage(
      [
        ['ga-24.04', old],
        ['hwe-24.04', old],
      ],
      { release: 'jammy', arch: 'arm64' },
    ),
    anImage([['generic', old]], { kind: 'uploaded', os: '', release: 'golden', title: 'Golden' }),
  ],
  draft: draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')]),
  importing: false,
  kernelsFiltered: true,
  syncsSelections: false,
  commissioningRelease: 'jammy',
  lastByteAt: new Map<string, number>(),
  now: 0,
}
const table = buildTable(input)
const shown = (view: Partial<View>) =>
  applyView(table, { ...PLAIN, ...view }).groups.flatMap(({ rows }) => rows.map(({ release }) => release))

const EVERYTHING = ['noble', 'jammy', '8', 'golden', 'pxe', 'release-notifications']

describe('a view', () => {
  test('without a wish shows everything as it comes', () => {
    expect(applyView(table, PLAIN)).toEqual(table)
    expect(shown({})).toEqual(EVERYTHING)
  })

  test.each<[string, Partial<View>, string[]]>([
    ['search in a title', { search: '24.04' }, ['noble']],
    ['search in a codename, in any case', { search: 'NUMBAT' }, ['noble']],
    ['search for a system', { search: 'centos' }, ['8']],
    ['search for an architecture', { search: 'arm64' }, ['noble', 'jammy']],
    ['search for several words, each anywhere', { search: '  arm64   jellyfish ' }, ['jammy']],
    ['search that looks like a pattern is text', { search: '.*' }, []],
    ['search in what was uploaded', { search: 'golden' }, ['golden']],
    ['system', { os: 'ubuntu' }, ['noble', 'jammy']],
    ['system that is a group', { os: 'along' }, ['pxe', 'release-notifications']],
    ['unknown system', { os: 'plan9' }, []],
    ['architecture', { arch: 'arm64' }, ['noble', 'jammy']],
    ['state, and keeps what is changed but not saved', { state: 'update' }, ['noble', 'jammy']],
    ['state of that architecture only', { state: 'update', arch: 'amd64' }, []],
    ['only selected, also what is not saved', { selectedOnly: true }, ['noble', 'jammy']],
    ['only selected of an architecture', { selectedOnly: true, arch: 'amd64' }, ['noble']],
    ['all filters together', { search: 'lts', os: 'ubuntu', arch: 'arm64', state: 'selected' }, ['noble']],
  ])('filters by %s', (_, view, releases) => {
    expect(shown(view)).toEqual(releases)
  })

  test('keeps a release in “Only selected” while it is being cleared', () => {
    const draft = draftOf([jammy, ALL_OF('arm64'), null])
    const rows = applyView(buildTable({ ...input, draft }), { ...PLAIN, selectedOnly: true }).groups.flatMap(
      (group) => group.rows.map(({ release }) => release),
    )
    expect(rows).toEqual(['noble', 'jammy'])
  })

  test('keeps every architecture of a row, so that a box that is not shown is not lost', () => {
    const narrow = applyView(table, { ...PLAIN, arch: 'arm64' })
    expect(narrow.arches).toEqual(table.arches)
    expect(narrow.groups[0]?.rows[0]).toBe(table.groups[0]?.rows[0])
  })

  test.each<[View['sort'], boolean, string[]]>([
    ['release', false, ['jammy', 'noble']],
    ['support', true, ['noble', 'jammy']],
    ['support', false, ['jammy', 'noble']],
    ['size', true, ['noble', 'jammy']],
    ['size', false, ['jammy', 'noble']],
    ['state', true, ['jammy', 'noble']],
    ['state', false, ['noble', 'jammy']],
  ])('sorts by %s, descending %s, within the groups', (sort, descending, ubuntu) => {
    expect(shown({ sort, descending }).slice(0, 3)).toEqual([...ubuntu, '8'])
  })

  test('puts releases whose end of support is not known last, either way', () => {
    const unknown = aRelease({ release: 'plucky', version: '25.04', supportEol: null })
    const catalogues = new Map([[1, aCatalogue([unknown, aRelease(), jammyRelease])]])
    for (const descending of [true, false]) {
      const sorted = applyView(buildTable({ ...input, catalogues }), {
        ...PLAIN,
        sort: 'support',
        descending,
      })
      expect(sorted.groups[0]?.rows.at(-1)?.release).toBe('plucky')
    }
  })

  test('leaves the table it was given as it was', () => {
    const before = structuredClone(table)
    applyView(table, { ...PLAIN, sort: 'size', descending: false })
    applyView(table, { ...PLAIN, sort: 'release', descending: false })
    expect(table).toEqual(before)
  })
})

describe('ended releases', () => {
  /** The moment after the last day of support of both; of jammy one image is selected and held. */
  const now = Date.UTC(2035, 0, 1)
  const both = new Map([[1, aCatalogue([aRelease(), jammyRelease, centosRelease])]])
  const tableOf = (part: Partial<typeof input>) => {
    const region = aRegion([[jammy, ALL_OF('arm64')]])
    return buildTable({ ...input, ...region, catalogues: both, images: [], draft: new Map(), now, ...part })
  }
  const hide: View = { ...PLAIN, hideEnded: true }
  const titles = (table: ReturnType<typeof tableOf>, view = hide) =>
    applyView(table, view).groups.flatMap(({ rows }) => rows.map(({ release }) => release))

  test('are left out and counted, as far as the other filters would show them', () => {
    const table = tableOf({})
    expect(titles(table, PLAIN)).toEqual(['noble', 'jammy', '8'])
    expect(titles(table)).not.toContain('noble')
    expect(countHiddenEnded(table, { ...hide, search: 'numbat' })).toBe(1)
    expect(countHiddenEnded(table, { ...hide, search: 'jellyfish' })).toBe(0)
    expect(countHiddenEnded(table, PLAIN)).toBe(0)
  })

  test('stay as long as the source supports them, until the end of the last day', () => {
    const last = Date.UTC(2029, 4, 31)
    expect(titles(tableOf({ now: last }))).toContain('noble')
    expect(titles(tableOf({ now: last + 86_400_000 }))).not.toContain('noble')
  })

  test('stay when an image is selected', () => {
    expect(titles(tableOf({}))).toContain('jammy')
  })

  test('stay when an image is held and not selected', () => {
    const held = tableOf({ ...aRegion([]), images: [anImage([['ga-24.04', old]])] })
    expect(titles(held)).toEqual(['noble', '8'])
  })

  test('stay when an image was just cleared', () => {
    const draft = draftOf([jammy, ALL_OF('arm64'), null])
    expect(titles(tableOf({ draft }))).toContain('jammy')
  })

  test('do not include custom images or releases without a known end of support', () => {
    const unknown = aRelease({ release: 'plucky', version: '25.04', supportEol: null })
    const table = tableOf({
      catalogues: new Map([[1, aCatalogue([unknown, aRelease()])]]),
      images: [anImage([['generic', old]], { kind: 'uploaded', os: '', release: 'golden' })],
    })
    expect(titles(table)).toEqual(['plucky', 'jammy', 'golden'])
  })
})

test('other parameters of a URL are kept apart from the view', () => {
  const params = new URLSearchParams('undo=1&q=noble&open=1%2Fubuntu%2Fnoble&sort=size&order=asc&state=gone')
  expect(othersOf(params)).toEqual([['undo', '1']])
})
