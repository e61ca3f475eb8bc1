import { expect, test } from 'vitest'
import { anImage, anOffer } from './fixtures.ts'
import { bytesOf, currentKernels, heldKernels, wantedKernels } from './offer.ts'

const offer = anOffer({
  kernels: [
    { name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' },
    { name: 'hwe-24.04', subarch: 'hwe-24.04', flavour: 'generic' },
    { name: 'hwe-24.04-lowlatency', subarch: 'hwe-24.04', flavour: 'lowlatency' },
  ],
})

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

test('a file that several kernels share counts once', () => {
  expect(bytesOf(anOffer(), new Set([0]))).toBe(400)
  expect(bytesOf(anOffer(), new Set([0, 1]))).toBe(500)
  expect(bytesOf(anOffer(), new Set())).toBe(0)
})

test('files that other kernels bring anyway are left out', () => {
  expect(bytesOf(anOffer(), new Set([0, 1]), new Set([0]))).toBe(100)
  expect(bytesOf(anOffer(), new Set([0, 1]), new Set([0]), new Set([1]))).toBe(0)
})

test('only a kernel held in the newest version needs no download', () => {
  const image = anImage([
    ['ga-24.04', '20260901'],
    ['hwe-24.04', '20260801'],
  ])
  expect([...currentKernels(anOffer(), image)]).toEqual([0])
  expect([...heldKernels(anOffer(), image)]).toEqual([0, 1])
  expect([...currentKernels(anOffer(), null)]).toEqual([])
})

test('the newest version of a kernel can be older than that of its architecture', () => {
  const kernels = [{ name: 'hwe-24.04', subarch: 'hwe-24.04', flavour: 'generic', version: '20260801' }]
  const image = anImage([['hwe-24.04', '20260801']])
  expect([...currentKernels(anOffer({ kernels }), image)]).toEqual([0])
})
