import { describe, expect, test } from 'vitest'
import { tinyStreams } from './fixture-streams.ts'
import type { Selection } from './state.ts'
import { wantedProducts } from './wanted.ts'

const { stable, candidate } = tinyStreams().trees
const LOADER = 'grub-efi-signed/uefi amd64/generic'
const select = (change: Partial<Selection>): Selection => ({
  id: 1,
  sourceId: 1,
  os: 'ubuntu',
  release: 'jammy',
  arches: ['amd64'],
  subarches: ['*'],
  labels: ['*'],
  ...change,
})
const kernels = (
  selections: Selection[],
  ignoresSubarches = false,
  offers = new Map([[1, stable.products]]),
) =>
  [...wantedProducts(offers, selections, ignoresSubarches).keys()]
    .filter((key) => key !== LOADER)
    .map((key) => key.split('/').at(-1))

const ALL = ['ga-22.04', 'ga-22.04-lowlatency', 'hwe-22.04']

describe('MAAS 3.6 and older', () => {
  test.each<[string, Partial<Selection>, string[]]>([
    ['all kernels for *', {}, ALL],
    ['a subarch brings its flavours along', { subarches: ['ga-22.04'] }, ['ga-22.04', 'ga-22.04-lowlatency']],
    ['a product named after a subarch has it', { subarches: ['hwe-22.04'] }, ['hwe-22.04']],
    [
      'the first product of each flavour supports generic',
      { subarches: ['generic'] },
      ['ga-22.04', 'ga-22.04-lowlatency'],
    ],
    [
      'an older subarch is supported by the first product',
      { subarches: ['ga-16.04'] },
      ['ga-22.04', 'ga-22.04-lowlatency'],
    ],
    ['no arches bring nothing', { arches: [] }, []],
    ['no subarches bring nothing', { subarches: [] }, []],
    ['no labels bring nothing', { labels: [] }, []],
    ['another label brings nothing', { labels: ['candidate'] }, []],
    ['another source brings nothing', { sourceId: 2 }, []],
  ])('%s', (_rule, change, expected) => {
    expect(kernels([select(change)])).toEqual(expected)
  })
})

test('MAAS 3.7 brings all kernels of an architecture, whatever subarches and labels say', () => {
  expect(kernels([select({ subarches: ['ga-22.04'], labels: ['daily'] })], true)).toEqual(ALL)
  expect(kernels([select({ subarches: [], labels: [] })], true)).toEqual(ALL)
  expect(kernels([select({ arches: [] })], true)).toEqual([])
})

test('* in arches means every architecture of the release', () => {
  const wanted = wantedProducts(
    new Map([[1, stable.products]]),
    [select({ release: 'noble', arches: ['*'] })],
    false,
  )
  expect([...wanted.keys()]).toEqual([
    LOADER,
    'ubuntu/noble amd64/ga-24.04',
    'ubuntu/noble amd64/hwe-24.04',
    'ubuntu/noble arm64/ga-24.04',
    'ubuntu/noble arm64/hwe-24.04',
  ])
})

test('bootloaders come along without any selection', () => {
  expect([...wantedProducts(new Map([[1, stable.products]]), [], false).keys()]).toEqual([LOADER])
})

test('of two sources that offer a kernel the one with the lower id has it', () => {
  const offers = new Map([
    [2, stable.products],
    [1, candidate.products],
  ])
  const noble = { release: 'noble', subarches: ['*'] }
  const wanted = wantedProducts(offers, [select(noble), select({ ...noble, id: 2, sourceId: 2 })], false)
  expect(wanted.get('ubuntu/noble amd64/ga-24.04')?.product.label).toBe('candidate')
  expect(wanted.get('ubuntu/noble amd64/hwe-24.04')?.product.label).toBe('stable')
})

describe('several sources', () => {
  const noble = { release: 'noble', arches: ['amd64'] }
  const offers = new Map([
    [1, stable.products],
    [2, candidate.products],
  ])
  const both = [select(noble), select({ ...noble, id: 2, sourceId: 2 })]
  const kernelsAndSources = (priorities: Map<number, number> | null) =>
    [...wantedProducts(offers, both, true, priorities)]
      .filter(([key]) => key !== LOADER)
      .map(([key, { sourceId }]) => `${key.split('/').at(-1)} of ${sourceId}`)

  test.each<[string, Map<number, number> | null, string[]]>([
    ['up to 3.7 the lower id is first', null, ['ga-24.04 of 1', 'hwe-24.04 of 1']],
    [
      'from 3.8 the higher priority brings the image, as a whole',
      new Map([
        [1, 1],
        [2, 9],
      ]),
      ['ga-24.04 of 2'],
    ],
    [
      'of the same priority the lower id',
      new Map([
        [1, 3],
        [2, 3],
      ]),
      ['ga-24.04 of 1', 'hwe-24.04 of 1'],
    ],
  ])('%s', (_rule, priorities, expected) => {
    expect(kernelsAndSources(priorities)).toEqual(expected)
  })

  test('from 3.8 what the first source has not selected comes from the next', () => {
    const priorities = new Map([
      [1, 1],
      [2, 9],
    ])
    const wanted = wantedProducts(offers, [select({}), both[1] ?? select({})], true, priorities)
    expect([...wanted.values()].map(({ sourceId }) => sourceId)).toEqual([2, 1, 1, 1, 1])
  })
})
