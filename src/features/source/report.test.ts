import { describe, expect, test } from 'vitest'
import { emptyCatalogue } from '#contract/fixtures.ts'
import type { CataloguePresence, CatalogueSignature, CatalogueWarning } from '#contract/gateway.ts'
import { acceptance, grouped, offerOf, presenceText, refusals, trustIn, warningsFor } from './report.ts'

const warning = (part: Partial<CatalogueWarning>): CatalogueWarning => ({
  maas: 'any',
  effect: 'ignores',
  message: 'A reason.',
  names: [],
  count: 1,
  ...part,
})
const { signature } = emptyCatalogue()

test('an offer counts releases, images and every file once', () => {
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
  expect(offerOf(emptyCatalogue({ releases, bootloaders }))).toEqual({
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
])('a signature that is %s is told as %s', (verdict, tone) => {
  expect(trustIn({ ...signature, verdict }).tone).toBe(tone)
})

test.each([
  [true, 'MAAS accepts it'],
  [false, 'MAAS refuses it'],
  [null, 'Only MAAS can tell'],
])('where MAAS says %s: %s', (accepts, word) => {
  expect(acceptance({ ...signature, region: { accepts, message: '' } }).word).toBe(word)
})

test('a fingerprint is shown in groups of four', () => {
  expect(grouped('D2EB44626FDD')).toBe('D2EB 4462 6FDD')
})

describe('warnings', () => {
  const old = warning({ maas: 'to-3.6', effect: 'advises', message: 'old' })
  const recent = warning({ maas: 'from-3.7', effect: 'refuses', message: 'recent' })
  const all = warning({ effect: 'ignores', message: 'all' })

  test.each([
    ['3.5.13', ['all', 'old'], ['recent']],
    ['3.7.0', ['recent', 'all'], ['old']],
    ['unknown', ['recent', 'all', 'old'], []],
  ])('of MAAS %s come first, the gravest before the others', (version, ours, others) => {
    const told = warningsFor([old, recent, all], version)
    expect(told.map(({ message }) => message)).toEqual([...ours, ...others])
    expect(told.filter(({ ours: is }) => is)).toHaveLength(ours.length)
  })

  test('that refuse, and a signature that MAAS refuses, stop this MAAS only', () => {
    const region = { accepts: false, message: 'No public key.' }
    const refused = emptyCatalogue({ signature: { ...signature, region }, warnings: [recent, all] })
    expect(refusals(refused, '3.7.0')).toEqual(['No public key.', 'recent'])
    expect(refusals(refused, '3.5.13')).toEqual(['No public key.'])
    expect(refusals(emptyCatalogue(), '3.5.13')).toEqual([])
  })
})

const checked = (part: object): CataloguePresence => ({
  state: 'checked',
  by: 'files',
  checked: 9,
  total: 9,
  absent: 0,
  bootloaders: [],
  ...part,
})

test.each<[string, CataloguePresence, string]>([
  ['maas.io', { state: 'assumed' }, 'maas.io holds'],
  ['under way', { state: 'checking', checked: 3, total: 9 }, '3 of 9'],
  ['not to be found out', { state: 'unknown', message: 'It does not tell.' }, 'It does not tell.'],
  ['all there', checked({}), 'All that it lists is there'],
  ['one missing', checked({ absent: 1 }), '1 listed image is not there (asked file by file)'],
  [
    'images and bootloaders missing',
    checked({ absent: 2, by: 'book-keeping', bootloaders: ['pxelinux/i386'] }),
    '2 listed images are not there; bootloaders missing: pxelinux/i386 (says',
  ],
])('what is there of the listed files: %s', (_, presence, text) => {
  expect(presenceText(emptyCatalogue({ presence }))).toContain(text)
})
