import { expect, test } from 'vitest'
import { isListedAgain } from './listed-again.ts'

const kernel = (name: string, version?: string) => ({
  name,
  subarch: name,
  flavour: 'generic',
  ...(version !== undefined && { version }),
})
const offer = (version: string, ...kernels: ReturnType<typeof kernel>[]) => ({
  label: 'stable',
  version,
  kernels,
})
const every = { subarches: ['*'], labels: ['*'] }
const ga = kernel('ga-24.04')
const hwe = kernel('hwe-24.04')

test.each<[string, Parameters<typeof isListedAgain>, boolean]>([
  ['the same version', [offer('2', ga), every, offer('2', ga)], true],
  ['another version', [offer('2', ga), every, offer('1', ga)], false],
  ['one of its kernels in the same version', [offer('2', ga, hwe), every, offer('2', hwe)], true],
  [
    'only a kernel that is not selected',
    [offer('2', ga, hwe), { ...every, subarches: ['ga-24.04'] }, offer('2', hwe)],
    false,
  ],
  ['another kernel', [offer('2', ga), every, offer('2', hwe)], false],
  ['an older kernel in the same version', [offer('2', kernel('ga-24.04', '1')), every, offer('1', ga)], true],
  [
    'a kernel that is older at the other source',
    [offer('2', ga), every, offer('2', kernel('ga-24.04', '1'))],
    false,
  ],
  [
    'the same version with another label, which is another product',
    [offer('2', ga), every, { ...offer('2', ga), label: 'candidate' }],
    false,
  ],
  [
    'a label that the selection does not name',
    [offer('2', ga), { ...every, labels: ['candidate'] }, offer('2', ga)],
    false,
  ],
])('another source that lists %s', (_, given, expected) => {
  expect(isListedAgain(...given)).toBe(expected)
})
