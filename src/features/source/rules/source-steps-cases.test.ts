import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NewSelection } from '#contract/maas.ts'
import { carryOut, regionWith, statesOf } from '#testing/region.ts'
import {
  expectWholeChange,
  former,
  given,
  JAMMY,
  KEYRINGS,
  NOBLE,
  select,
} from '#testing/faults/whole-change.ts'
import { changeSteps } from './source-steps.ts'
import { extrasOf, type SourceState, type SourceTarget } from './model.ts'
import { contentOf, progressOf, wayBack } from './change-progress.ts'
import { MAAS_IO } from '#selections/maas-io.ts'

const LARGE = 'http://mirror.example.com/large/'
const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'
const kinds = (now: readonly SourceState[], target: SourceTarget, importing = false) =>
  changeSteps(now, target, { importing }).map(({ kind }) => kind)

test('a source that loses its keyring data is created at the alternate address before the old one is deleted', () => {
  const now = statesOf(regionWith([{ url: LARGE, ...KEYRINGS.data, selections: [NOBLE, JAMMY] }]))
  const spec = { url: LARGE, ...KEYRINGS.file }
  expect(changeSteps(now, { spec, selections: [JAMMY], replaces: 1 }, { importing: false })).toEqual([
    { kind: 'create-source', spec: { ...spec, url: 'http://mirror.example.com/large' } },
    { kind: 'create-selection', sourceId: null, wanted: JAMMY },
    { kind: 'delete-source', id: 1, url: LARGE },
    { kind: 'update-source', id: null, spec },
    { kind: 'import' },
  ])
})

test.each([
  ['its signed index', `${LARGE}streams/v1/index.sjson`, LARGE],
  ['one without a slash', LARGE.slice(0, -1), LARGE],
])('the alternate address of %s is its folder', (_, url, twin) => {
  const make = () => regionWith([{ url, ...KEYRINGS.data, selections: [JAMMY] }], { firstId: 3 })
  const target = { spec: { url, ...KEYRINGS.file }, selections: [JAMMY], replaces: 3 }
  const { stands } = expectWholeChange(make, target)
  expect(stands.map(({ now }) => now.map(({ source }) => source.url))).toEqual([
    [url],
    [url, twin],
    [url, twin],
    [twin],
    [url],
    [url],
  ])
})

test.each([
  ['an unsigned index', `${LARGE}streams/v1/index.json`],
  ['one that MAAS would find too long with a slash', `${LARGE}${'x'.repeat(200 - LARGE.length)}`],
])('an address without an alternate (%s) is free only after the old source is deleted', (_, url) => {
  const make = () => regionWith([{ url, ...KEYRINGS.data, selections: [] }], { firstId: 3 })
  const target = { spec: { url, ...KEYRINGS.file }, selections: [], replaces: 3 }
  expect(kinds(statesOf(make()), target)).toEqual(['delete-source', 'create-source', 'import'])
})

test('an unrelated source at the alternate address is left alone', () => {
  const twin = { url: LARGE.slice(0, -1), ...KEYRINGS.file, selections: [NOBLE] }
  const make = () => regionWith([{ url: LARGE, ...KEYRINGS.data, selections: [JAMMY] }, twin], { firstId: 2 })
  const spec = { url: LARGE, ...KEYRINGS.file }
  const { end } = expectWholeChange(make, { spec, selections: [JAMMY], replaces: 2 })
  expect(contentOf(end)).toBe(given([{ ...spec, selections: [JAMMY] }, twin]))
})

test('new releases are selected before others are cleared', () => {
  const now = statesOf(regionWith([{ url: LARGE, ...KEYRINGS.file, selections: [NOBLE, JAMMY] }]))
  const selections = [select('jammy', '*'), select('focal', 'amd64')]
  expect(kinds(now, { spec: { url: LARGE, ...KEYRINGS.file }, selections, replaces: 1 })).toEqual([
    'create-selection',
    'update-selection',
    'delete-selection',
    'import',
  ])
})

test('an equivalent selection is not written again', () => {
  const saved = [
    select('jammy', '*', 'amd64'),
    { ...NOBLE, subarches: ['*', 'ga-24.04'], labels: ['*', 'stable'] },
  ]
  const now = statesOf(regionWith([{ url: LARGE, ...KEYRINGS.file, selections: saved }]))
  const selections = [select('jammy', '*'), NOBLE]
  expect(kinds(now, { spec: { url: LARGE, ...KEYRINGS.file }, selections, replaces: 1 })).toEqual([])
})

describe('With what MAAS 3.8 adds to a source,', () => {
  const version = '3.8.0'
  const url = LARGE.slice(0, -1)
  const extras = { name: 'Rack mirror', priority: 7, enabled: true, skip_keyring_verification: false }
  const make = (from: keyof typeof KEYRINGS) => () =>
    regionWith(
      [
        { url, ...KEYRINGS[from], selections: [NOBLE, JAMMY] },
        { url: MAAS_IO.stable, ...KEYRINGS.file, selections: [NOBLE] },
      ],
      {
        version,
        firstId: 3,
      },
    )
  for (const from of ['file', 'data'] as const)
    for (const to of ['file', 'data'] as const)
      test.each([url, 'http://mirror.example.com/ubuntu'])(
        `a keyring as ${from} becomes one as ${to} at %s with its name and priority`,
        (there) => {
          const spec = { url: there, ...KEYRINGS[to] }
          const target = { spec, extras, selections: [NOBLE, JAMMY], replaces: 3 }
          const { end } = expectWholeChange(make(from), target)
          expect(end.map(({ source }) => source)).toContainEqual(
            expect.objectContaining({ ...spec, ...extras }),
          )
        },
      )

  const spec = { url: 'http://mirror.example.com/ubuntu', ...KEYRINGS.file }
  const own = { name: 'Mirror', priority: 40, enabled: true, skip_keyring_verification: false }

  test('a new source is created with its name and priority, so that a refusal leaves nothing behind', () => {
    const now = statesOf(make('file')())
    const target = { spec, extras: own, selections: [], replaces: null }
    expect(changeSteps(now, target, { importing: false })).toEqual([
      { kind: 'create-source', spec, extras: own },
    ])
  })

  test('a source that replaces one with the same priority gets name and priority when they are free', () => {
    const now = statesOf(make('data')())
    const kept = { ...own, priority: now[0]?.source.priority ?? 0 }
    const plan = changeSteps(now, { spec, extras: kept, selections: [], replaces: 3 }, { importing: false })
    expect(plan).toEqual([
      { kind: 'create-source', spec, extras: { enabled: true, skip_keyring_verification: false } },
      { kind: 'delete-source', id: 3, url },
      { kind: 'update-source', id: null, spec, extras: kept },
      { kind: 'import' },
    ])
  })

  test('a selection that loses an architecture is deleted and created again, because MAAS cannot remove one by an update', () => {
    const region = regionWith(
      [{ url, ...KEYRINGS.file, selections: [select('noble', 'amd64', 'arm64'), JAMMY] }],
      { version },
    )
    const now = statesOf(region)
    const target = {
      spec: { url, ...KEYRINGS.file },
      extras: now[0] && extrasOf(now[0].source),
      selections: [NOBLE, JAMMY],
      replaces: 1,
    }
    expect(kinds(now, target)).toEqual(['delete-selection', 'create-selection', 'import'])
    carryOut(region, target)
    expect(region.region.ownSelections().map(({ release, arch }) => `${release} ${arch}`)).toEqual([
      'jammy amd64',
      'noble amd64',
    ])
  })

  test('the name of the old source is set once it is free', () => {
    const region = make('data')()
    const old = statesOf(region)[0]?.source
    const kept = { ...extras, name: old?.name ?? '' }
    const end = carryOut(region, { spec, extras: kept, selections: [JAMMY], replaces: 3 }).at(-1)
    expect(end?.now.map(({ source }) => source)).toContainEqual(expect.objectContaining({ ...spec, ...kept }))
  })
})

test('a running import is stopped first, unless there is nothing to do', () => {
  const now = statesOf(regionWith([{ url: LARGE, ...KEYRINGS.file, selections: [NOBLE, JAMMY] }]))
  const target = { spec: { url: CANDIDATE, ...KEYRINGS.file }, selections: [NOBLE, JAMMY], replaces: 1 }
  expect(kinds(now, target, true)).toEqual(['stop-import', 'update-source', 'import'])
  expect(kinds(now, { ...target, spec: { url: LARGE, ...KEYRINGS.file } }, true)).toEqual([])
})

test('what only the new source offers is selected, or added to a selection, after MAAS has read it', () => {
  const make = () =>
    regionWith([{ url: CANDIDATE, ...KEYRINGS.file, selections: [select('noble', 'amd64')] }], { firstId: 2 })
  const selections = [select('noble', 'amd64', 'arm64'), select('focal', 'amd64')]
  const { end } = expectWholeChange(make, {
    spec: { url: LARGE, ...KEYRINGS.file },
    selections,
    replaces: 2,
  })
  expect(contentOf(end)).toBe(given([{ url: LARGE, ...KEYRINGS.file, selections }]))
})

test('a selection that selects nothing is neither created again nor missed', () => {
  const nothing = { ...select('focal', 'amd64'), labels: [] }
  const before = [{ url: LARGE, ...KEYRINGS.data, selections: [nothing, JAMMY] }]
  const target = { spec: { url: LARGE, ...KEYRINGS.file }, selections: [nothing, JAMMY], replaces: 2 }
  const { end } = expectWholeChange(() => regionWith(before, { firstId: 2 }), target)
  expect(end.flatMap(({ selections }) => selections.map(({ release }) => release))).toEqual(['jammy'])
})

test('going back replaces MAAS’s own source, added when the only source was deleted, with that source', () => {
  const before = [{ url: LARGE, ...KEYRINGS.data, selections: [NOBLE, JAMMY] }]
  const region = regionWith(before, { firstId: 2 })
  const start = statesOf(region)
  const target = { spec: null, selections: [], replaces: 2 }
  carryOut(region, target)
  expect(contentOf(statesOf(region))).toBe(former([])[1])
  carryOut(region, wayBack(start, statesOf(region), target))
  expect(contentOf(statesOf(region))).toBe(contentOf(start))
})

test('for any two selections from one source, the plan leads from one to the other and back', () => {
  const release = fc.constantFrom('noble', 'focal')
  const arches = fc.constantFrom(['amd64'], ['arm64'], ['amd64', 'arm64'], ['*'])
  const selections = fc
    .uniqueArray(fc.record({ release, arches }), { selector: (one) => one.release })
    .map((list) => [JAMMY, ...list.map((one) => select(one.release, ...one.arches))])
  const keyring = fc.constantFrom('file' as const, 'data' as const)
  fc.assert(
    fc.property(selections, selections, keyring, keyring, (before, after, from, to) => {
      const make = () => regionWith([{ url: LARGE, ...KEYRINGS[from], selections: before }], { firstId: 2 })
      const spec = { url: MAAS_IO.stable, ...KEYRINGS[to] }
      const { end } = expectWholeChange(make, { spec, selections: after, replaces: 2 })
      expect(contentOf(end)).toBe(given([{ ...spec, selections: after }]))
    }),
    { numRuns: 40 },
  )
})

describe('Content is compared by meaning:', () => {
  const state = (part: Partial<SourceState['source']>, ...wanted: NewSelection[]): SourceState => ({
    source: { id: 1, url: LARGE, keyring_filename: '', keyring_data: '', created: '', updated: '', ...part },
    selections: wanted.map((one, index) => ({ ...one, id: index + 10, boot_source_id: 1 })),
  })
  test.each<[string, SourceState[], SourceState[], boolean]>([
    ['ids and times do not count', [state({})], [state({ id: 7, updated: '2026' })], true],
    [
      'base64 in lines',
      [state({ keyring_data: 'mQEN\nBA==\n' })],
      [state({ keyring_data: 'mQENBA==' })],
      true,
    ],
    ['other data', [state({ keyring_data: 'mQENBQ==' })], [state({ keyring_data: 'mQENBA==' })], false],
    ['a slash', [state({ url: LARGE.slice(0, -1) })], [state({})], false],
    [
      'the order of sources',
      [state({}), state({ id: 2, url: CANDIDATE })],
      [state({ url: CANDIDATE }), state({})],
      true,
    ],
    ['the order of selections', [state({}, JAMMY, NOBLE)], [state({}, NOBLE, JAMMY)], true],
    [
      'the order in a list',
      [state({}, select('noble', 'amd64', 'arm64'))],
      [state({}, select('noble', 'arm64', 'amd64'))],
      true,
    ],
    [
      '* beside other names',
      [state({}, select('noble', '*', 'amd64'))],
      [state({}, select('noble', '*'))],
      true,
    ],
    ['an architecture', [state({}, select('noble', 'amd64'))], [state({}, select('noble', '*'))], false],
    ['a kernel', [state({}, NOBLE)], [state({}, { ...NOBLE, subarches: ['ga-24.04'] })], false],
    ['a label', [state({}, NOBLE)], [state({}, { ...NOBLE, labels: ['stable'] })], false],
  ])('%s', (_, one, other, same) => {
    expect(contentOf(one) === contentOf(other)).toBe(same)
    expect(progressOf(one, other, { spec: null, selections: [], replaces: 99 }) === 'old').toBe(same)
  })
})
