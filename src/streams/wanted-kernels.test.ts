import { expect, test } from 'vitest'
import { wantedKernels } from './wanted-kernels.ts'

const offer = {
  kernels: [
    { name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' },
    { name: 'hwe-24.04', subarch: 'hwe-24.04', flavour: 'generic' },
    { name: 'hwe-24.04-lowlatency', subarch: 'hwe-24.04', flavour: 'lowlatency' },
  ],
}

test.each<[string, string[], boolean, number[]]>([
  ['* is every kernel', ['*'], true, [0, 1, 2]],
  ['a subarch brings all its flavours', ['hwe-24.04'], true, [1, 2]],
  ['a kernel can be named as MAAS names it', ['hwe-24.04-lowlatency'], true, [2]],
  ['generic is the GA kernel', ['generic'], true, [0]],
  ['a subarch the source lacks brings nothing', ['hwe-26.04'], true, []],
  ['from 3.7 MAAS imports every kernel', ['ga-24.04'], false, [0, 1, 2]],
])('%s', (_, subarches, filtered, expected) => {
  expect([...wantedKernels(offer, subarches, filtered)]).toEqual(expected)
})
