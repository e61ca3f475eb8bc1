import { expect, test } from 'vitest'
import { readProducts } from '#streams/simplestreams/products.ts'
import { productsFile, ubuntuProduct } from '#testing/streams/sound-stream.ts'
import { kernelsBySubarch } from './kernels-by-subarch.ts'

type Row = [subarch: string, subarches: string, more?: object]

/** The kernels of each subarch, by MAAS's names, with their label if there are several. */
function bySubarch(rows: readonly Row[]) {
  const products = Object.fromEntries(
    rows.map(([subarch, subarches, more], index) => [
      `c:v3:boot:${index}`,
      ubuntuProduct({ subarch, subarches, ...more }),
    ]),
  )
  const read = readProducts(productsFile('ubuntu', products)).products
  return Object.fromEntries(
    [...kernelsBySubarch(read)].map(([name, found]) => [name, found.map(({ kernel }) => kernel).join(' ')]),
  )
}

const of = (release: string, version: string, more: object = {}) => ({ release, version, ...more })

// the results of the importer's own mapping in MAAS 3.5 and 3.7 for the same products
test.each<[string, Row[], Record<string, string>]>([
  [
    'a subarch that a product supports is imported through it',
    [['ga-18.04', 'generic,ga-16.04,ga-18.04', of('bionic', '18.04')]],
    { generic: 'ga-18.04', 'ga-16.04': 'ga-18.04', 'ga-18.04': 'ga-18.04' },
  ],
  [
    'of several products that list a subarch, the first one is imported',
    [
      ['hwe-24.04', 'generic,ga-22.04,ga-24.04'],
      ['ga-24.04', 'generic,ga-22.04,ga-24.04'],
    ],
    { generic: 'ga-24.04', 'ga-22.04': 'hwe-24.04', 'ga-24.04': 'ga-24.04', 'hwe-24.04': 'hwe-24.04' },
  ],
  [
    'generic in 14.04 is the kernel named after the first letter of trusty',
    [
      ['hwe-s', 'generic,hwe-p,hwe-s', of('trusty', '14.04')],
      ['hwe-t', 'generic,hwe-p,hwe-s,hwe-t', of('trusty', '14.04')],
    ],
    { generic: 'hwe-t', 'hwe-p': 'hwe-s', 'hwe-s': 'hwe-s', 'hwe-t': 'hwe-t' },
  ],
  [
    'generic is not tied to the release kernel if its product does not list generic',
    [
      ['xgene-uboot', 'generic,xgene-uboot'],
      ['ga-24.04', 'ga-24.04'],
    ],
    { generic: 'xgene-uboot', 'xgene-uboot': 'xgene-uboot', 'ga-24.04': 'ga-24.04' },
  ],
  [
    'each flavor has a product of its own for a subarch',
    [
      ['ga-24.04', 'generic,ga-24.04'],
      ['ga-24.04', 'generic,ga-24.04', { kflavor: 'lowlatency' }],
    ],
    { generic: 'ga-24.04 ga-24.04-lowlatency', 'ga-24.04': 'ga-24.04 ga-24.04-lowlatency' },
  ],
  [
    'a flavor without a product of that name is imported through another kernel',
    [
      ['ga-24.04', 'generic,ga-24.04', { arch: 'arm64' }],
      ['hwe-24.04', 'generic,ga-24.04', { arch: 'arm64', kflavor: 'lowlatency' }],
    ],
    {
      generic: 'ga-24.04 hwe-24.04-lowlatency',
      'ga-24.04': 'ga-24.04 hwe-24.04-lowlatency',
      'hwe-24.04': 'hwe-24.04-lowlatency',
    },
  ],
  [
    'each label has a product of its own for a subarch',
    [
      ['ga-24.04', 'generic,ga-24.04', { label: 'stable' }],
      ['hwe-24.04', 'generic,ga-24.04', { label: 'candidate' }],
    ],
    { generic: 'ga-24.04 hwe-24.04', 'ga-24.04': 'ga-24.04 hwe-24.04', 'hwe-24.04': 'hwe-24.04' },
  ],
])('%s', (_, rows, expected) => {
  expect(bySubarch(rows)).toEqual(expected)
})

test('for Ubuntu Core the first product of a kernel snap and label counts, and only generic can be selected', () => {
  const core = (more: object) =>
    ubuntuProduct({ os: 'ubuntu-core', release: '16', gadget_snap: 'pc', kernel_snap: 'a', ...more })
  const read = readProducts(
    productsFile('core', {
      'x:v4:1': core({}),
      'x:v4:2': core({}),
      'x:v4:3': core({ kernel_snap: 'b' }),
      'x:v4:4': core({ label: 'candidate' }),
    }),
  ).products
  const found = [...kernelsBySubarch(read)].map(([subarch, list]) => [
    subarch,
    ...list.map(({ name }) => name),
  ])
  expect(found).toEqual([['generic', 'x:v4:1', 'x:v4:3', 'x:v4:4']])
})
