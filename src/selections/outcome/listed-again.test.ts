import { expect, test } from 'vitest'
import { isListedAgain } from './listed-again.ts'

type Kernel = Parameters<typeof isListedAgain>[0]['kernels'][number]
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
const every = { subarches: ['*'], labels: ['*'] }
const ga = kernel('ga-24.04')
const hwe = kernel('hwe-24.04')

test.each<[string, Parameters<typeof isListedAgain>, ReturnType<typeof isListedAgain>]>([
  ['the same version', [offer('2', ga), every, offer('2', ga)], 'wholly'],
  ['another version', [offer('2', ga), every, offer('1', ga)], 'no'],
  ['one of its kernels in the same version', [offer('2', ga, hwe), every, offer('2', hwe)], 'in-part'],
  [
    'only a kernel that is not selected',
    [offer('2', ga, hwe), { ...every, subarches: ['ga-24.04'] }, offer('2', hwe)],
    'no',
  ],
  ['another kernel', [offer('2', ga), every, offer('2', hwe)], 'no'],
  [
    'an older kernel in the same version',
    [offer('2', kernel('ga-24.04', '1')), every, offer('1', ga)],
    'wholly',
  ],
  [
    'a kernel that is older at the other source',
    [offer('2', ga), every, offer('2', kernel('ga-24.04', '1'))],
    'no',
  ],
  [
    'the same version with another label, which is another product',
    [offer('2', ga), every, { ...offer('2', ga), label: 'candidate' }],
    'no',
  ],
  [
    'another product with the same kernel and label',
    [offer('2', { ...ga, product: 'c a' }), every, offer('2', { ...ga, product: 'c b' })],
    'no',
  ],
  [
    'it as an older version of the same product',
    [offer('1', { ...ga, product: 'c a' }), every, offer('2', { ...ga, product: 'c a', older: ['1'] })],
    'wholly',
  ],
  [
    'a label that the selection does not name',
    [offer('2', ga), { ...every, labels: ['candidate'] }, offer('2', ga)],
    'no',
  ],
])('another source that lists %s', (_, given, expected) => {
  expect(isListedAgain(...given)).toBe(expected)
})
