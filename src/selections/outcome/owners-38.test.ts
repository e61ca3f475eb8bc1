import { expect, test } from 'vitest'
import { ownersOf } from './owners-38.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

type Given = { version?: string; older?: string[]; sum?: string; enabled?: boolean; selected?: boolean }

/** A source whose id is also its priority. */
const source = (id: number, given: Given): SourceOffer => {
  const { version = '2', older = [], sum = version, enabled = true, selected = true } = given
  const kernels = [{ name: 'ga', subarch: 'ga', flavour: 'generic', older }]
  const files = [[100, [0], sum, 'kernel'] as const]
  const arches = [{ arch: 'amd64', label: 'stable', version, kernels, files }]
  const wanted = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }
  return {
    id,
    priority: id,
    enabled,
    offer: { releases: [{ os: 'ubuntu', release: 'noble', arches }], bootloaders: [], notifications: [] },
    selections: selected ? [wanted] : [],
  }
}
const HELD: HeldResource = {
  synced: true,
  name: 'ubuntu/noble',
  architecture: 'amd64/ga',
  sets: [{ version: '2', label: 'stable', complete: true, files: [['2', 100, 100]] }],
}

test.each<[rule: string, first: Given, second: Given, owner: number, sure: boolean]>([
  ['one source selects it', {}, { selected: false }, 1, true],
  ['a disabled source is the only one that selects it', { enabled: false }, { selected: false }, 1, true],
  ['both list it: the one with the higher priority', {}, {}, 2, false],
  ['both list it, and one is disabled', {}, { enabled: false }, 1, false],
  ['only one lists the version', {}, { version: '3' }, 1, true],
  ['only one lists the version with the same files', {}, { sum: 'x' }, 1, true],
  ['the other one lists it as an older version', {}, { version: '3', older: ['2'] }, 2, false],
  ['none lists it any more', { version: '4' }, { version: '3' }, 2, false],
])('MAAS has an image from the source that could have supplied it: %s', (_, first, second, owner, sure) => {
  const owners = ownersOf([source(1, first), source(2, second)], [HELD])
  expect([...owners].map(([image, one]) => [image, one.source.id, one.sure])).toEqual([
    ['ubuntu/noble amd64', owner, sure],
  ])
})

test('an image that no source selects has no owner', () => {
  expect(ownersOf([source(1, { selected: false })], [HELD]).size).toBe(0)
})
