import { expect, test } from 'vitest'
import { listedAgain } from './listed-again.ts'

type Kernel = Parameters<typeof listedAgain>[0]['kernels'][number]
const kernel = (name: string, version?: string): Kernel => ({
  name,
  subarch: name,
  ...(version !== undefined && { version }),
})
const offer = (version: string, ...kernels: Kernel[]) => ({
  label: 'stable',
  version,
  kernels,
})
const overruled = (product: string, version: string, older: string[] = []) => ({
  kernel: 'ga-24.04',
  product,
  version,
  older,
  after: 0,
  files: [],
})
const every = { subarches: ['*'], labels: ['*'] }
const ga = kernel('ga-24.04')
const hwe = kernel('hwe-24.04')

test.each<[string, Parameters<typeof listedAgain>, ReturnType<typeof listedAgain>]>([
  ['the same version', [offer('2', ga), every, offer('2', ga)], 'all'],
  ['another version', [offer('2', ga), every, offer('1', ga)], 'none'],
  ['one of its kernels in the same version', [offer('2', ga, hwe), every, offer('2', hwe)], 'some'],
  [
    'only a kernel that is not selected',
    [offer('2', ga, hwe), { ...every, subarches: ['ga-24.04'] }, offer('2', hwe)],
    'none',
  ],
  ['another kernel', [offer('2', ga), every, offer('2', hwe)], 'none'],
  [
    'an older kernel in the same version',
    [offer('2', kernel('ga-24.04', '1')), every, offer('1', ga)],
    'all',
  ],
  [
    'a kernel that is older at the other source',
    [offer('2', ga), every, offer('2', kernel('ga-24.04', '1'))],
    'none',
  ],
  [
    'the same version with another label, which is another product',
    [offer('2', ga), every, { ...offer('2', ga), label: 'candidate' }],
    'none',
  ],
  [
    'another product with the same kernel and label',
    [offer('2', { ...ga, product: 'c a' }), every, offer('2', { ...ga, product: 'c b' })],
    'none',
  ],
  [
    'the version as an older one of the same product',
    [offer('1', { ...ga, product: 'c a' }), every, offer('2', { ...ga, product: 'c a', older: ['1'] })],
    'all',
  ],
  [
    'it as a product that another product of that source replaces',
    [
      offer('2', { ...ga, product: 'c a' }),
      every,
      { ...offer('2', { ...ga, product: 'c b' }), overruled: [overruled('c a', '2')] },
    ],
    'all',
  ],
  [
    'it as an older version of a replaced product',
    [
      offer('2', { ...ga, product: 'c a' }),
      every,
      { ...offer('3', { ...ga, product: 'c b' }), overruled: [overruled('c a', '3', ['2'])] },
    ],
    'all',
  ],
  [
    'only another version of a replaced product',
    [
      offer('2', { ...ga, product: 'c a' }),
      every,
      { ...offer('2', { ...ga, product: 'c b' }), overruled: [overruled('c a', '1')] },
    ],
    'none',
  ],
  [
    'a label that the selection does not name',
    [offer('2', ga), { ...every, labels: ['candidate'] }, offer('2', ga)],
    'none',
  ],
])('another source that lists %s', (_, given, expected) => {
  expect(listedAgain(...given)).toBe(expected)
})
