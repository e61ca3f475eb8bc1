import { expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import type { Selection } from '#contract/maas.ts'
import { countHeld } from './held-from.ts'

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
