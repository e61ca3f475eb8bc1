import { expect, test } from 'vitest'
import {
  aCatalogue,
  anImage,
  anOffer,
  aRegion,
  aRelease,
  ALL_OF,
  jammy,
  jammyRelease,
  noble,
} from '#testing/image-fixtures.ts'
import { tableBuilder } from '#features/images/table/table-builder.ts'
import type { TableInput } from '#features/images/rules/table-input.ts'
import { dependenciesOf } from './dependencies.ts'
import { imageRows, searched } from './image-rows.ts'
import type { ImageId } from './image-id.ts'
import { machineListUrl, machinesWith } from './machines.ts'
import { replacementOf } from './replacement.ts'
import { choose, chooseAll, chosenOf, NOTHING_CHOSEN } from './row-choice.ts'

const NOW = Date.UTC(2026, 10, 23, 9)
const image = (release: string, part: Partial<ImageId> = {}): ImageId => ({
  kind: 'synced',
  os: 'ubuntu',
  release,
  arch: 'amd64',
  ...part,
})

function tableOf(part: Partial<TableInput> = {}) {
  const { sources, saved } = aRegion([
    [noble, ALL_OF('amd64', 'arm64')],
    [jammy, ALL_OF('amd64')],
  ])
  return tableBuilder()({
    sources,
    catalogues: new Map([[1, aCatalogue([aRelease()])]]),
    images: [
      anImage(),
      anImage(undefined, {
        release: 'jammy',
        title: 'Ubuntu 22.04 LTS',
        lastDeployed: '2026-11-20T09:00:00',
      }),
      anImage([['generic', '1']], { kind: 'uploaded', os: '', release: 'build-agent', title: 'Build agent' }),
      anImage([['pxe', '1']], { kind: 'bootloader', os: 'pxelinux', release: 'pxe', arch: 'i386' }),
    ],
    saved,
    draft: new Map(),
    importing: false,
    kernelsFiltered: true,
    syncsSelections: false,
    commissioningRelease: 'noble',
    lastByteAt: new Map(),
    now: NOW,
    ...part,
  })
}

test('the list has the held and the arriving images, and no bootloaders', () => {
  const rows = imageRows(tableOf())
  expect(rows.map(({ name, notOffered, arriving }) => [name, notOffered, arriving])).toEqual([
    ['Ubuntu 24.04 LTS (amd64)', false, false],
    ['Ubuntu 24.04 LTS (arm64)', false, true],
    ['Ubuntu 22.04 LTS (amd64)', true, false],
    ['Build agent (amd64)', false, false],
  ])
  expect(rows.filter(({ canKeep }) => canKeep).map(({ name }) => name)).toEqual(['Ubuntu 22.04 LTS (amd64)'])
  expect(searched(rows, 'NUMBAT amd').map(({ key }) => key)).toEqual(['synced ubuntu/noble/amd64'])
  expect(searched(rows, ' ')).toBe(rows)
})

test('a kept image is still one that is not offered', () => {
  const rows = imageRows(tableOf({ withoutUpdates: new Set(['ubuntu/jammy/amd64']) }))
  const found = rows.find(({ id }) => id.release === 'jammy')
  expect(found).toMatchObject({
    notOffered: true,
    canKeep: false,
    cell: { state: { kind: 'without-updates' } },
  })
})

/** Jammy, which only the second of two sources offers. @param atOther whether it is selected from that one, too */
function offeredByOther(atOther: boolean, part: Partial<TableInput> = {}) {
  const { sources, saved } = aRegion(
    [[jammy, ALL_OF('amd64')], ...(atOther ? [[{ ...jammy, sourceId: 2 }, ALL_OF('amd64')] as const] : [])],
    [1, 2],
  )
  const catalogues = new Map([
    [1, aCatalogue([aRelease()])],
    [2, aCatalogue([jammyRelease])],
  ])
  const rows = imageRows(tableOf({ sources, saved, catalogues, ...part }))
  return rows.find(({ id }) => id.release === 'jammy')
}

test.each([
  ['it is not kept without updates if it is selected from a source that offers it', true, ['synced', 'gone']],
  [
    'it is kept without updates if it is not selected from a source that offers it',
    false,
    ['without-updates'],
  ],
])('of an image that one source no longer offers: %s', (_, atOther, states) => {
  const found = offeredByOther(atOther, { withoutUpdates: new Set(['ubuntu/jammy/amd64']) })
  const cells = found?.rows.flatMap((row) => row.cells.filter(({ arch }) => arch === 'amd64'))
  expect(cells?.map(({ state }) => state.kind)).toEqual(states)
})

test('an image is offered as long as one source offers it', () => {
  const found = offeredByOther(true)
  expect(found?.notOffered).toBe(false)
  expect(new Set(found?.rows.map(({ sourceId }) => sourceId))).toEqual(new Set([1, 2]))
})

test.each([
  ['it is not offered if another one does not offer it either', [], true],
  ['it is offered if another one offers it, which MAAS does not use', [jammyRelease], false],
])('of an image that the source with the highest priority no longer offers: %s', (_, others, notOffered) => {
  const { sources, saved } = aRegion(
    [
      [{ ...jammy, sourceId: 2 }, ALL_OF('amd64')],
      [jammy, ALL_OF('amd64')],
    ],
    [1, 2],
  )
  const ranked = sources?.map((one, priority) => ({ ...one, source: { ...one.source, priority } })) ?? []
  const catalogues = new Map([
    [1, aCatalogue([aRelease(), ...others])],
    [2, aCatalogue([aRelease()])],
  ])
  const rows = imageRows(tableOf({ sources: ranked, saved, catalogues, syncsSelections: true }))
  const found = rows.find(({ id }) => id.release === 'jammy')
  expect(found).toMatchObject({ notOffered, canKeep: notOffered, cell: { state: { kind: 'gone' } } })
})

const USE = { commissioningRelease: 'noble', standard: { os: 'ubuntu', release: 'noble' }, now: NOW }

test.each([
  [
    'synced ubuntu/noble/amd64',
    [/^Commissioning release: .* amd64 machines/, /^Default release: /, /^Never deployed/],
  ],
  ['synced ubuntu/jammy/amd64', [/^Last deployed 3 days ago \(20 Nov 2026/, /^Not offered any more/]],
  ['uploaded /build-agent/amd64', [/^Never deployed/, /^Custom image/]],
])('what depends on %s is named', (key, expected) => {
  const row = imageRows(tableOf()).find((one) => one.key === key)
  const texts = row ? dependenciesOf(row, USE) : []
  expect(texts).toEqual(expected.map((pattern) => expect.stringMatching(pattern)))
})

test.each([
  [image('noble'), 15],
  [image('noble', { arch: 'arm64' }), 1],
  [image('jammy'), 3],
  [image('build-agent', { kind: 'uploaded', os: '' }), 2],
  [image('focal'), 0],
])('machines are counted as MAAS counts them: %j has %i', (of, expected) => {
  const counts = [
    { os: 'ubuntu', release: 'noble', arch: 'amd64', machines: 13 },
    { os: 'ubuntu', release: 'noble', arch: 'arm64', machines: 1 },
    { os: 'ubuntu', release: 'jammy', arch: 'amd64', machines: 3 },
    // with the default release, and without an OS only
    { os: '', release: '', arch: 'amd64', machines: 2 },
    { os: '', release: 'jammy', arch: 'amd64', machines: 1 },
    { os: 'custom', release: 'build-agent', arch: 'amd64', machines: 2 },
  ]
  expect(machinesWith(of, counts, { os: 'ubuntu', release: 'noble' })).toBe(expected)
})

test('the list of machines in MAAS is filtered by the exact release', () => {
  const page = 'http://127.0.0.1:5240/MAAS/r/machines'
  const url = new URL(machineListUrl(page, image('noble'), 'maas.example.com'))
  expect(url.origin + url.pathname).toBe('http://maas.example.com:5240/MAAS/r/machines')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    status: 'deployed,deploying',
    osystem: '=ubuntu',
    distro_series: '=noble',
    arch: 'amd64',
  })
  expect(machineListUrl(page, image('noble'), 'localhost')).toMatch(/^http:\/\/127\.0\.0\.1:5240/)
  const far = machineListUrl(
    'https://maas.lan/MAAS/r/machines',
    image('a', { kind: 'uploaded', os: '' }),
    'here',
  )
  expect(far).toMatch(/^https:\/\/maas\.lan\/MAAS\/r\/machines\?.*osystem=%3Dcustom/)
})

test.each([
  ['the nearest release with its architecture', [aRelease()], 'Ubuntu 24.04 LTS (amd64)'],
  ['none without the architecture', [aRelease({ arches: [anOffer({ arch: 's390x' })] })], null],
  ['none if the source offers nothing', [], null],
])('an image that is no longer offered is replaced by %s', (_, releases, expected) => {
  const catalogues = new Map([[1, aCatalogue(releases)]])
  const table = tableOf({ catalogues })
  const gone = imageRows(table).find(({ id }) => id.release === 'jammy')
  expect(gone && (replacementOf(gone, catalogues, table)?.name ?? null)).toBe(expected)
})

test('rows are chosen one by one, as ranges in both directions, and all together', () => {
  const shown = ['a', 'b', 'c', 'd']
  const one = choose(NOTHING_CHOSEN, shown, 'b', { on: true, range: false })
  expect([...choose(one, shown, 'd', { on: true, range: true }).chosen]).toEqual(['b', 'c', 'd'])
  expect([...choose(one, shown, 'a', { on: true, range: true }).chosen].sort()).toEqual(['a', 'b'])
  const all = chooseAll(one, shown, true)
  expect(chosenOf(all, shown)).toBe(true)
  expect(chosenOf(one, shown)).toBe('mixed')
  expect(chosenOf(chooseAll(all, shown, false), shown)).toBe(false)
  const cleared = choose({ ...all, anchor: 'b' }, shown, 'c', { on: false, range: true })
  expect([...cleared.chosen]).toEqual(['a', 'd'])
  // a row that the search hides ends no range, and stays chosen
  expect([...choose(one, ['c', 'd'], 'd', { on: true, range: true }).chosen]).toEqual(['b', 'd'])
})
