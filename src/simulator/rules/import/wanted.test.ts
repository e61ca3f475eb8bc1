import { describe, expect, test } from 'vitest'
import { catalogueOf } from '#streams/catalogue/catalogue.ts'
import { readProducts, type StreamProduct } from '#streams/simplestreams/products.ts'
import { productsFile, ubuntuProduct } from '#testing/streams/sound-stream.ts'
import { tinyStreams } from '#testing/simulator/fixture-streams.ts'
import type { Selection } from '#simulator/state/state.ts'
import { resourceKey, wantedProducts } from './wanted.ts'
import { resourceText } from '#selections/source-offer.ts'

const { stable, candidate } = tinyStreams().trees
const LOADER = 'grub-efi-signed/uefi amd64/generic'
/** What fills each boot resource in the end. */
const filled = (...of: Parameters<typeof wantedProducts>) =>
  new Map(wantedProducts(...of).map((one) => [resourceText(resourceKey(one.product)), one]))
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
  [...filled(new Map([[1, stable.products]]), selections).keys()]
    .filter((key) => key !== LOADER)
    .map((key) => key.split('/').at(-1))

const ALL = ['ga-22.04', 'ga-22.04-lowlatency', 'hwe-22.04']

describe('MAAS 3.7 and older', () => {
  test.each<[string, Partial<Selection>, string[]]>([
    ['all kernels for *', {}, ALL],
    ['a subarch includes its flavors', { subarches: ['ga-22.04'] }, ['ga-22.04', 'ga-22.04-lowlatency']],
    ['a product named after a subarch supports it', { subarches: ['hwe-22.04'] }, ['hwe-22.04']],
    [
      'the first product of each flavor supports generic',
      { subarches: ['generic'] },
      ['ga-22.04', 'ga-22.04-lowlatency'],
    ],
    [
      'an older subarch is supported by the first product',
      { subarches: ['ga-16.04'] },
      ['ga-22.04', 'ga-22.04-lowlatency'],
    ],
    ['no arches import nothing', { arches: [] }, []],
    ['no subarches import nothing', { subarches: [] }, []],
    ['no labels import nothing', { labels: [] }, []],
    ['another label imports nothing', { labels: ['candidate'] }, []],
    ['another source imports nothing', { sourceId: 2 }, []],
  ])('%s', (_rule, change, expected) => {
    expect(kernels([select(change)])).toEqual(expected)
  })
})

test('* in arches means every architecture of the release', () => {
  const wanted = filled(new Map([[1, stable.products]]), [select({ release: 'noble', arches: ['*'] })])
  expect([...wanted.keys()]).toEqual([
    LOADER,
    'ubuntu/noble amd64/ga-24.04',
    'ubuntu/noble amd64/hwe-24.04',
    'ubuntu/noble arm64/ga-24.04',
    'ubuntu/noble arm64/hwe-24.04',
  ])
})

test('bootloaders are imported without any selection', () => {
  expect([...filled(new Map([[1, stable.products]]), []).keys()]).toEqual([LOADER])
})

describe('of two sources that offer a kernel', () => {
  const noble = { release: 'noble', subarches: ['*'] }
  const labelOf = (offers: [number, readonly StreamProduct[]][], second: Partial<Selection> = {}) => {
    const both = [select(noble), select({ ...noble, ...second, id: 2, sourceId: 2 })]
    const wanted = filled(new Map(offers), both)
    return ['ga-24.04', 'hwe-24.04'].map((kernel) => {
      const found = wanted.get(`ubuntu/noble amd64/${kernel}`)
      return `${found?.product.label} of ${found?.sourceId}`
    })
  }
  const relabeled = candidate.products.map((product) => ({ ...product, label: 'stable' }))

  test.each<[string, [number, readonly StreamProduct[]][], string[]]>([
    [
      'the one that is read first supplies it, and the other one supplies the rest',
      [
        [1, relabeled],
        [2, stable.products],
      ],
      ['stable of 1', 'stable of 2'],
    ],
    [
      'also if that one has the higher ID',
      [
        [2, relabeled],
        [1, stable.products],
      ],
      ['stable of 2', 'stable of 1'],
    ],
    [
      'which can be all',
      [
        [2, stable.products],
        [1, relabeled],
      ],
      ['stable of 2', 'stable of 2'],
    ],
  ])('with the same label, %s', (_, offers, expected) => {
    expect(labelOf(offers)).toEqual(expected)
  })

  test('with different labels, both are read, and the last one fills the boot resource', () => {
    const offers: [number, readonly StreamProduct[]][] = [
      [1, stable.products],
      [2, candidate.products],
    ]
    expect(labelOf(offers)).toEqual(['candidate of 2', 'stable of 1'])
    expect(labelOf(offers, { labels: ['stable'] })).toEqual(['stable of 1', 'stable of 1'])
  })
})

describe('of a kernel with two labels', () => {
  const twice = [...stable.products, ...candidate.products]
  const labelOf = (products: readonly StreamProduct[], labels: string[]) =>
    filled(new Map([[1, products]]), [select({ release: 'noble', labels })]).get(
      'ubuntu/noble amd64/ga-24.04',
    )?.product.label

  test.each([
    ['the last one fills the boot resource', ['*'], 'candidate', 'stable'],
    ['the selected one does', ['stable'], 'stable', 'stable'],
    ['the other one does when it is selected', ['candidate'], 'candidate', 'candidate'],
    ['none does when neither is selected', ['daily'], undefined, undefined],
  ])('%s', (_, labels, inOrder, reversed) => {
    expect(labelOf(twice, labels)).toBe(inOrder)
    expect(labelOf(twice.toReversed(), labels)).toBe(reversed)
  })
})

test('Ubuntu Core is selected and imported by its release with its gadget snap', () => {
  const core = (gadget: string, label = 'stable') =>
    ubuntuProduct({ os: 'ubuntu-core', release: '16', gadget_snap: gadget, kernel_snap: 'kernel', label })
  const { products } = readProducts(
    productsFile('core', { 'x:v4:1': core('pc'), 'x:v4:2': core('pi3'), 'x:v4:3': core('pi3', 'candidate') }),
  )
  const wanted = (release: string, ...labels: string[]) =>
    [...filled(new Map([[1, products]]), [select({ os: 'ubuntu-core', release, labels })])].map(
      ([key, { product }]) => `${key} ${product.label}`,
    )
  expect(wanted('16', '*')).toEqual([])
  expect(wanted('16-pc', '*')).toEqual(['ubuntu-core/16-pc amd64/generic stable'])
  expect(wanted('16-pi3', '*')).toEqual(['ubuntu-core/16-pi3 amd64/generic candidate'])
  expect(wanted('16-pi3', 'stable')).toEqual(['ubuntu-core/16-pi3 amd64/generic stable'])

  const { releases } = catalogueOf(products, [])
  expect(releases.map(({ release, title }) => [release, title])).toEqual([
    ['16-pc', '24.04 LTS'],
    ['16-pi3', '24.04 LTS'],
  ])
  expect(releases[1]?.arches[0]?.kernels).toEqual([
    { name: 'generic', subarch: 'generic', flavour: 'kernel', product: 'core x:v4:2' },
    {
      name: 'generic',
      subarch: 'generic',
      flavour: 'kernel',
      label: 'candidate',
      product: 'core x:v4:3',
    },
  ])
})
