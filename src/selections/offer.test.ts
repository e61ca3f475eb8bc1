import { expect, test } from 'vitest'
import { anImage, anOffer } from '#testing/image-fixtures.ts'
import { kernelBytes, currentKernels, heldKernels } from './offer.ts'

test('a file that several kernels share counts once', () => {
  expect(kernelBytes(anOffer(), new Set([0]))).toBe(400)
  expect(kernelBytes(anOffer(), new Set([0, 1]))).toBe(500)
  expect(kernelBytes(anOffer(), new Set())).toBe(0)
})

test('files that other kernels already include are left out', () => {
  expect(kernelBytes(anOffer(), new Set([0, 1]), new Set([0]))).toBe(100)
  expect(kernelBytes(anOffer(), new Set([0, 1]), new Set([0]), new Set([1]))).toBe(0)
})

test('only a kernel held in the newest version needs no download', () => {
  const image = anImage([
    ['ga-24.04', '20260901'],
    ['hwe-24.04', '20260801'],
  ])
  expect([...currentKernels(anOffer(), image)]).toEqual([0])
  expect([...heldKernels(anOffer(), image, new Set([0, 1]))]).toEqual([0, 1])
  expect([...heldKernels(anOffer(), image, new Set([1]))]).toEqual([1])
  expect([...currentKernels(anOffer(), null)]).toEqual([])
})

test('the newest version of a kernel can be older than that of its architecture', () => {
  const kernels = [{ name: 'hwe-24.04', subarch: 'hwe-24.04', flavour: 'generic', version: '20260801' }]
  const image = anImage([['hwe-24.04', '20260801']])
  expect([...currentKernels(anOffer({ kernels }), image)]).toEqual([0])
})
