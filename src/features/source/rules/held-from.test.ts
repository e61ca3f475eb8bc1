import { expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import type { Selection } from '#contract/maas.ts'
import { countHeld, countOwn } from './held-from.ts'
import { bootSourceAt } from '#testing/source-fixtures.ts'

const image = (release: string, arch: string, kind: Image['kind'] = 'synced'): Image => ({
  kind,
  os: 'ubuntu',
  release,
  arch,
  title: null,
  known: true,
  heldBytes: 1,
  incoming: null,
  lastDeployed: null,
  kernels: [],
})
const selection = (release: string, ...arches: string[]): Selection => ({
  id: 1,
  boot_source_id: 1,
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const HELD = [
  image('noble', 'amd64'),
  image('noble', 'arm64'),
  image('jammy', 'amd64'),
  image('noble', 'amd64', 'uploaded'),
]

test.each([
  ['a release and its architecture', [selection('noble', 'amd64')], 1],
  ['all architectures of a release', [selection('noble', '*')], 2],
  ['several releases', [selection('noble', '*'), selection('jammy', 'amd64')], 3],
  ['an image that the region does not have', [selection('focal', '*')], 0],
  ['nothing', [], 0],
])('counts the images covered by %s', (_, selections, count) => {
  expect(countHeld(HELD, selections)).toBe(count)
})

test('an image that another selection also covers does not count', () => {
  expect(countHeld(HELD, [selection('noble', '*')], [selection('noble', 'arm64')])).toBe(1)
  expect(countHeld(HELD, [selection('noble', '*')], [selection('jammy', '*')])).toBe(2)
})

const source = (id: number, priority: number, enabled: boolean, ...selections: Selection[]) =>
  bootSourceAt(id, `http://source-${id}.example.com/`, { priority, enabled }, selections)
const both = [selection('noble', '*'), selection('jammy', 'amd64')]

test.each<[rule: string, version: string, own: ReturnType<typeof source>, priority: number, count: number]>([
  ['MAAS 3.8 takes them from a source with a lower priority', '3.8.0', source(1, 5, true, ...both), 1, 3],
  ['MAAS 3.8 takes one from a source with a higher priority', '3.8.0', source(1, 5, true, ...both), 9, 2],
  ['MAAS 3.8 does not use the source', '3.8.0', source(1, 5, false, ...both), 1, 2],
  ['up to 3.7, sources have no priority', '3.7.2', source(1, 5, true, ...both), 9, 3],
])(
  'images that belong to a source, where another one selects jammy: %s',
  (_, version, own, priority, count) => {
    expect(countOwn(version, HELD, own, [source(2, priority, true, selection('jammy', 'amd64'))])).toBe(count)
  },
)

test('in MAAS 3.8, images of a source that is preferred but disabled belong to the other one', () => {
  const preferred = source(2, 9, false, selection('jammy', 'amd64'))
  expect(countOwn('3.8.0', HELD, source(1, 5, true, ...both), [preferred])).toBe(3)
})
