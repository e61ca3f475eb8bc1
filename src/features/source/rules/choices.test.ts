import { describe, expect, test } from 'vitest'
import type { Comparison, ImageChange, ReleaseChange } from '#streams/catalogue/compare.ts'
import { carriedSelections, choiceOf, choicesFor, costOf, DROP, KEEP, type Choices } from './choices.ts'
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

describe('what may be done with a release that is missing', () => {
  test('in place it is kept, and may be mapped or dropped', () => {
    expect(choicesFor(gone, IN_PLACE)).toEqual([KEEP, to('noble'), DROP])
  })
  test('made anew it cannot be kept: MAAS refuses it', () => {
    expect(choicesFor(gone, ANEW)).toEqual([DROP, to('noble')])
  })
  test('the commissioning release stays, MAAS does not let it go', () => {
    expect(choicesFor(change('jammy', [image('amd64', 'missing')], 'noble'), IN_PLACE)).toEqual([KEEP])
  })
  test('a choice that is no longer possible is not in force', () => {
    expect(choiceOf(gone, chosen(['focal', KEEP]), ANEW)).toEqual(DROP)
    expect(choiceOf(gone, chosen(['focal', to('noble')]), ANEW)).toEqual(to('noble'))
    expect(choiceOf(gone, chosen(['focal', to('bionic')]), IN_PLACE)).toEqual(KEEP)
  })
})

describe('selections are carried over', () => {
  const both = compared(change('noble', [image('amd64', 'newer'), image('arm64', 'missing')]), gone)
  const selections = [wants('noble', 'amd64', 'arm64'), wants('focal', 'amd64')]

  test('in place as they are', () => {
    expect(carry(selections, both, chosen())).toEqual([
      ['noble', 'amd64', 'arm64'],
      ['focal', 'amd64'],
    ])
  })
  test('made anew without what is not offered', () => {
    expect(carry(selections, both, chosen(), ANEW)).toEqual([['noble', 'amd64']])
  })
  test('dropped when that is chosen', () => {
    expect(carry(selections, both, chosen(['focal', DROP]))).toEqual([['noble', 'amd64', 'arm64']])
  })
  test('mapped onto one that is selected already, as one', () => {
    const mapped = carriedSelections(
      [{ ...wants('noble', 'arm64'), subarches: ['ga-24.04'] }, wants('focal', 'amd64', 's390x')],
      compared(change('noble', [image('arm64', 'kept')]), gone),
      chosen(['focal', to('noble')]),
      IN_PLACE,
    )
    expect(mapped).toEqual([{ ...wants('noble', 'arm64', 'amd64'), subarches: ['*'] }])
  })
  test('all stays all', () => {
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
    'newer is downloaded, the old freed',
    [change('noble', [image('amd64', 'newer')])],
    [change('noble', [image('amd64', 'newer')])],
    200,
    100,
  ],
  [
    'older as well',
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
  ['missing and kept stays', [gone], [gone], 0, 0],
  ['missing and dropped is freed', [gone], [], 0, 100],
  ['mapped is downloaded, what it was freed', [gone], [change('noble', [image('amd64', 'kept')])], 200, 100],
])('%s', (_, now, then, download, freed) => {
  expect(costOf(compared(...now), compared(...then))).toEqual({ download, freed })
})
