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
const kernels = (selections: Selection[]) =>
  [...wantedProducts(new Map([[1, stable.products]]), selections).keys()]
    .filter((key) => key !== LOADER)
    .map((key) => key.split('/').at(-1))

const ALL = ['ga-22.04', 'ga-22.04-lowlatency', 'hwe-22.04']

describe('MAAS 3.7 and older', () => {
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

test('* in arches means every architecture of the release', () => {
  const wanted = wantedProducts(new Map([[1, stable.products]]), [
    select({ release: 'noble', arches: ['*'] }),
  ])
  expect([...wanted.keys()]).toEqual([
    LOADER,
    'ubuntu/noble amd64/ga-24.04',
    'ubuntu/noble amd64/hwe-24.04',
    'ubuntu/noble arm64/ga-24.04',
    'ubuntu/noble arm64/hwe-24.04',
  ])
})

test('bootloaders come along without any selection', () => {
  expect([...wantedProducts(new Map([[1, stable.products]]), []).keys()]).toEqual([LOADER])
})

test('of two sources that offer a kernel the one with the lower id has it', () => {
  const offers = new Map([
    [2, stable.products],
    [1, candidate.products],
  ])
  const noble = { release: 'noble', subarches: ['*'] }
  const wanted = wantedProducts(offers, [select(noble), select({ ...noble, id: 2, sourceId: 2 })])
  expect(wanted.get('ubuntu/noble amd64/ga-24.04')?.product.label).toBe('candidate')
  expect(wanted.get('ubuntu/noble amd64/hwe-24.04')?.product.label).toBe('stable')
})
