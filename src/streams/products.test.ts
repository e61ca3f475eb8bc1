import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readProducts, StreamError } from './products.ts'

const item = (path: string, size = 10, ftype = 'squashfs') => ({ ftype, path, sha256: 'aa', size })

const file = (products: unknown, top: object = {}) => ({
  content_id: 'com.ubuntu.maas:stable:v3:download',
  format: 'products:1.0',
  products,
  ...top,
})

const noble = {
  arch: 'amd64',
  kflavor: 'lowlatency',
  label: 'stable',
  os: 'ubuntu',
  release: 'noble',
  release_codename: 'Noble Numbat',
  release_title: '24.04 LTS',
  subarch: 'ga-24.04',
  subarches: 'generic,ga-24.04',
  support_eol: '2029-05-31',
  version: '24.04',
  versions: {
    '20260601': { items: { squashfs: item('a/squashfs') } },
    '20260706.1': { items: { squashfs: item('b/squashfs') } },
    '20260706': { items: { squashfs: item('c/squashfs') } },
  },
}

const only = (products: unknown, top?: object) => readProducts(file(products, top)).products[0]

test('a product is read with its kernel, its lists and its versions, newest first by byte order', () => {
  expect(only({ n: noble })).toMatchObject({
    name: 'n',
    kind: 'image',
    os: 'ubuntu',
    release: 'noble',
    kernel: 'ga-24.04-lowlatency',
    subarches: ['generic', 'ga-24.04'],
    supportEol: '2029-05-31',
    bootloaderType: null,
    versions: [{ version: '20260706.1' }, { version: '20260706' }, { version: '20260601' }],
  })
})

test('what stands higher up is inherited, what stands lower down counts', () => {
  const { label, ...rest } = noble
  expect(label).toBe('stable')
  expect(only({ n: rest }, { label: 'candidate' })?.label).toBe('candidate')
  expect(only({ n: noble }, { label: 'candidate' })?.label).toBe('stable')
})

test('the end of support may stand at the version', () => {
  const { support_eol: _, ...rest } = noble
  const versions = { '20260706': { support_eol: '2030-01-01', items: { squashfs: item('a') } } }
  expect(only({ n: { ...rest, versions } })?.supportEol).toBe('2030-01-01')
})

test('sizes may be text', () => {
  const versions = { v: { items: { squashfs: { ...item('a'), size: '42' } } } }
  expect(only({ n: { ...noble, versions } })?.versions[0]?.items[0]?.size).toBe(42)
})

test('MAAS takes a product without an os for Ubuntu', () => {
  const { os: _, ...rest } = noble
  expect(only({ n: rest })?.os).toBe('ubuntu')
})

test('bootloaders and release notifications are told apart', () => {
  const versions = { v: { items: { grub: item('g', 5, 'archive.tar.xz') } } }
  const bootloader = {
    arch: 'amd64',
    'bootloader-type': 'uefi',
    label: 'stable',
    os: 'grub-efi-signed',
    versions,
  }
  expect(only({ n: bootloader })).toMatchObject({ kind: 'bootloader', bootloaderType: 'uefi', release: '' })
  const notes = {
    arch: 'all',
    release: 'notifications',
    versions: { v: { items: { x: item('n', 1, 'notifications') } } },
  }
  expect(only({ n: notes })).toMatchObject({ kind: 'notification' })
})

test.each([
  ['a product that is no object', 7, 'not an object'],
  ['a product without a release', { arch: 'amd64', versions: {} }, 'no release'],
  ['a product without an architecture', { release: 'noble', versions: {} }, 'no architecture'],
  ['a product without a version', { ...noble, versions: {} }, 'No version'],
  ['a version without a file', { ...noble, versions: { v: { items: {} } } }, 'No version'],
])('%s is ignored, with the reason', (_, product, reason) => {
  const { products, ignored } = readProducts(file({ odd: product, good: noble }))
  expect(products.map(({ name }) => name)).toEqual(['good'])
  expect(ignored).toEqual([{ what: 'odd', reason: expect.stringContaining(reason) }])
})

test('names such as __proto__ are names like any other', () => {
  const json: unknown = JSON.parse(
    JSON.stringify(file({ x: noble }))
      .replace('"x":', '"__proto__":')
      .replace('"kflavor"', '"constructor":"c","kflavor"'),
  )
  readProducts(json)
  expect(({} as Record<string, unknown>)['arch']).toBeUndefined()
})

test.each([null, 1, 'x', [], {}, { products: {} }, { content_id: 'x' }])('%j is no products file', (json) => {
  expect(() => readProducts(json)).toThrow(StreamError)
})

const outcomeOf = (value: unknown): string => {
  try {
    return readProducts(value) ? 'understood' : ''
  } catch (error) {
    return error instanceof StreamError ? 'understood' : String(error)
  }
}

test('any JSON is read or refused with a StreamError, nothing else happens', () => {
  const json = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.string(), fc.jsonValue()).map((products) => file(products)),
  )
  fc.assert(
    fc.property(json, (value) => {
      expect(outcomeOf(value)).toBe('understood')
    }),
  )
})
