import { describe, expect, test } from 'vitest'
import type { Comparison, ImageChange, ReleaseChange } from '#streams/catalogue/compare.ts'
import {
  carriedSelections,
  choiceOf,
  choicesFor,
  costOf,
  DROP,
  KEEP,
  unchangeableIn,
  type Choices,
} from './choices.ts'
import type { WantedRelease } from '#selections/wanted.ts'

const IN_PLACE = { inPlace: true, commissioning: 'ubuntu/jammy' }
const ANEW = { inPlace: false, commissioning: 'ubuntu/jammy' }

const image = (
  arch: string,
  kind: ImageChange['kind'],
  bytesBefore = 100,
  bytesAfter = 200,
): ImageChange => ({
  arch,
  kind,
  before: kind === 'added' ? null : '1',
  after: kind === 'missing' ? null : '2',
  bytesBefore: kind === 'added' ? 0 : bytesBefore,
  bytesAfter: kind === 'missing' ? 0 : bytesAfter,
})
const change = (release: string, images: ImageChange[], nearest: string | null = null): ReleaseChange => ({
  os: 'ubuntu',
  release,
  title: release,
  images,
  nearest: nearest === null ? null : { os: 'ubuntu', release: nearest, title: nearest, arches: ['amd64'] },
})
const compared = (...selected: ReleaseChange[]): Comparison => ({ selected, onlyAfter: [], onlyBefore: [] })
const wants = (release: string, ...arches: string[]): WantedRelease => ({
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const chosen = (...entries: [string, Choices extends ReadonlyMap<string, infer C> ? C : never][]): Choices =>
  new Map(entries.map(([release, choice]) => [`ubuntu/${release}`, choice]))
const to = (release: string) => ({ do: 'map', to: release }) as const
const carry = (selections: WantedRelease[], comparison: Comparison, choices: Choices, rules = IN_PLACE) =>
  carriedSelections(selections, comparison, choices, rules).map(({ release, arches }) => [release, ...arches])

const gone = change('focal', [image('amd64', 'missing')], 'noble')

describe('the choices for a missing release', () => {
  test('in place: kept by default, or mapped or dropped', () => {
    expect(choicesFor(gone, IN_PLACE)).toEqual([KEEP, to('noble'), DROP])
  })
  test('created again: cannot be kept, because MAAS refuses it', () => {
    expect(choicesFor(gone, ANEW)).toEqual([DROP, to('noble')])
  })
  test('the commissioning release is kept, because MAAS refuses to delete it', () => {
    expect(choicesFor(change('jammy', [image('amd64', 'missing')], 'noble'), IN_PLACE)).toEqual([KEEP])
  })
  test('in place: not mapped to a release whose selection MAAS refuses to change', () => {
    const unchangeable = new Set(['ubuntu/noble'])
    expect(choicesFor(gone, { ...IN_PLACE, unchangeable })).toEqual([KEEP, DROP])
  })
  test.each([
    ['an architecture that the source does not offer', ['amd64', 'arm64'], ['ubuntu/noble']],
    ['only architectures that the source offers', ['amd64'], []],
    ['all architectures', ['*'], []],
  ])('MAAS refuses to change a selection that names %s: %j', (_, arches, refused) => {
    const noble = change('noble', [image('amd64', 'kept'), image('arm64', 'missing')])
    expect([...unchangeableIn([wants('noble', ...arches)], compared(noble))]).toEqual(refused)
  })
  test('a choice that is no longer possible is ignored', () => {
    expect(choiceOf(gone, chosen(['focal', KEEP]), ANEW)).toEqual(DROP)
    expect(choiceOf(gone, chosen(['focal', to('noble')]), ANEW)).toEqual(to('noble'))
    expect(choiceOf(gone, chosen(['focal', to('bionic')]), IN_PLACE)).toEqual(KEEP)
  })
})

describe('selections are carried over', () => {
  const both = compared(change('noble', [image('amd64', 'newer'), image('arm64', 'missing')]), gone)
  const selections = [wants('noble', 'amd64', 'arm64'), wants('focal', 'amd64')]

  test('unchanged in place', () => {
    expect(carry(selections, both, chosen())).toEqual([
      ['noble', 'amd64', 'arm64'],
      ['focal', 'amd64'],
    ])
  })
  test('created again without what is not offered', () => {
    expect(carry(selections, both, chosen(), ANEW)).toEqual([['noble', 'amd64']])
  })
  test('created again without kernels and labels that are not offered, which MAAS refuses', () => {
    const partly = {
      ...change('noble', [image('amd64', 'kept')]),
      names: { subarches: ['ga-24.04'], labels: ['stable'] },
    }
    const wanted = {
      ...wants('noble', 'amd64'),
      subarches: ['ga-24.04', 'hwe-24.04'],
      labels: ['stable', 'daily'],
    }
    expect(carriedSelections([wanted], compared(partly), chosen(), ANEW)).toEqual([
      { ...wants('noble', 'amd64'), subarches: ['ga-24.04'], labels: ['stable'] },
    ])
    // 3.8 imports the image whatever they are
    expect(carriedSelections([{ ...wanted, labels: ['daily'] }], compared(partly), chosen(), ANEW)).toEqual([
      { ...wants('noble', 'amd64'), subarches: ['ga-24.04'], labels: ['*'] },
    ])
  })
  test('dropped if chosen', () => {
    expect(carry(selections, both, chosen(['focal', DROP]))).toEqual([['noble', 'amd64', 'arm64']])
  })
  test('merged if mapped to a release that is already selected', () => {
    const mapped = carriedSelections(
      [{ ...wants('noble', 'arm64'), subarches: ['ga-24.04'] }, wants('focal', 'amd64', 's390x')],
      compared(change('noble', [image('arm64', 'kept')]), gone),
      chosen(['focal', to('noble')]),
      IN_PLACE,
    )
    expect(mapped).toEqual([{ ...wants('noble', 'arm64', 'amd64'), subarches: ['*'] }])
  })
  test('all architectures stay all architectures', () => {
    expect(carry([wants('focal', '*')], compared(gone), chosen(['focal', to('noble')]))).toEqual([
      ['noble', '*'],
    ])
    expect(
      carry([wants('noble', '*')], compared(change('noble', [image('amd64', 'kept')])), chosen(), ANEW),
    ).toEqual([['noble', '*']])
  })
})

test.each<[string, ReleaseChange[], ReleaseChange[], number, number]>([
  [
    'kept costs nothing',
    [change('noble', [image('amd64', 'kept')])],
    [change('noble', [image('amd64', 'kept')])],
    0,
    0,
  ],
  [
    'a newer version is downloaded, and the old one freed',
    [change('noble', [image('amd64', 'newer')])],
    [change('noble', [image('amd64', 'newer')])],
    200,
    100,
  ],
  [
    'so is an older version',
    [change('noble', [image('amd64', 'older')])],
    [change('noble', [image('amd64', 'older')])],
    200,
    100,
  ],
  [
    'added is downloaded',
    [change('noble', [image('amd64', 'added')])],
    [change('noble', [image('amd64', 'added')])],
    200,
    0,
  ],
  ['a missing release that is kept costs nothing', [gone], [gone], 0, 0],
  ['a missing release that is dropped is freed', [gone], [], 0, 100],
  [
    'the mapped release is downloaded, and the former one freed',
    [gone],
    [change('noble', [image('amd64', 'kept')])],
    200,
    100,
  ],
])('%s', (_, now, then, download, freed) => {
  expect(costOf(compared(...now), compared(...then))).toEqual({ download, freed })
})
