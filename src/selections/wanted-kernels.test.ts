import { expect, test } from 'vitest'
import { wantedKernels } from './wanted-kernels.ts'

const offer = {
  label: 'stable',
  kernels: [
    { subarch: 'ga-24.04' },
    { subarch: 'hwe-24.04', labels: ['stable', 'candidate'] },
    { subarch: 'hwe-24.04', labels: ['candidate'] },
  ],
  kernelsFor: { generic: [0], 'ga-22.04': [0, 1] },
}

test.each<[string, string[], string[], boolean, number[]]>([
  ['* is every kernel', ['*'], ['*'], true, [0, 1, 2]],
  ['a subarch brings all its flavors', ['hwe-24.04'], ['*'], true, [1, 2]],
  ['generic is the kernel that the source says', ['generic'], ['*'], true, [0]],
  ['a subarch that a kernel supports brings it', ['ga-22.04'], ['*'], true, [0, 1]],
  ['a subarch that the source lacks brings nothing', ['hwe-26.04'], ['*'], true, []],
  ['a label brings the kernels that have it', ['*'], ['candidate'], true, [1, 2]],
  ['without labels of their own kernels have that of the image', ['*'], ['stable'], true, [0, 1]],
  ['a label that the source lacks brings nothing', ['*'], ['daily'], true, []],
  ['names of Object are names like any other', ['constructor', 'toString'], ['*'], true, []],
  ['from 3.8 MAAS imports every kernel', ['ga-24.04'], ['daily'], false, [0, 1, 2]],
])('%s', (_, subarches, labels, filtered, expected) => {
  expect([...wantedKernels(offer, { subarches, labels }, filtered)]).toEqual(expected)
})
