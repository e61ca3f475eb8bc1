import { expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import type { CatalogueSignature } from '#contract/gateway.ts'
import { acceptance, grouped, offerTotals, trustIn } from './report.ts'

const { signature } = emptyCatalogue()

test('an offer counts releases, images and each file once', () => {
  const arch = (name: string) => ({
    arch: name,
    label: 'stable',
    version: '20260706',
    kernels: [{ name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' }],
    files: [
      [300, [0]],
      [100, [0]],
    ] as [number, number[]][],
  })
  const release = { os: 'ubuntu', title: '', codename: '', lts: false, version: '', supportEol: null }
  const releases = [
    { ...release, release: 'noble', arches: [arch('amd64'), arch('arm64')] },
    { ...release, release: 'jammy', arches: [arch('amd64')] },
  ]
  const bootloaders = [{ os: 'pxelinux', type: 'pxe', arch: 'i386', version: '1', bytes: 1 }]
  expect(offerTotals(emptyCatalogue({ releases, bootloaders }))).toEqual({
    releases: 2,
    images: 3,
    bytes: 1_200,
    bootloaders: 1,
  })
})

test.each<[CatalogueSignature['verdict'], string]>([
  ['valid', 'positive'],
  ['unchecked', 'caution'],
  ['unsigned', 'caution'],
  ['expired', 'caution'],
  ['weak', 'negative'],
  ['revoked', 'negative'],
  ['unknown-key', 'negative'],
  ['bad', 'negative'],
])('a signature with the verdict %s is shown as %s', (verdict, tone) => {
  expect(trustIn({ ...signature, verdict }).tone).toBe(tone)
})

test.each([
  [true, 'MAAS accepts it'],
  [false, 'MAAS refuses it'],
  [null, 'Only MAAS can check the signature'],
])('if MAAS accepts it: %s, the page says: %s', (accepts, word) => {
  expect(acceptance({ ...signature, region: { accepts, message: '' } }).word).toBe(word)
})

test('a fingerprint is shown in groups of four', () => {
  expect(grouped('D2EB44626FDD')).toBe('D2EB 4462 6FDD')
})
