import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readProducts } from './products.ts'
import { StreamError } from '#streams/stream-error.ts'

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

test.each([
  ['the file', { label: 'file' }, {}, {}, {}, 'file', 'file'],
  ['the product', { label: 'file' }, { label: 'product' }, {}, {}, 'product', 'product'],
  ['its newest version', {}, {}, { label: 'version' }, {}, 'version', 'version'],
  ['the file of its newest version', {}, {}, {}, { label: 'item' }, 'item', 'item'],
  [
    'the innermost one up to MAAS 3.7, the product in 3.8',
    {},
    { label: 'product' },
    { label: 'version' },
    {},
    'version',
    'product',
  ],
])('the label of a product comes from %s', (_, top, ofProduct, ofVersion, ofItem, old, recent) => {
  const { label: __, ...rest } = noble
  const versions = { v: { ...ofVersion, items: { squashfs: { ...item('a'), ...ofItem } } } }
  const json = file({ n: { ...rest, ...ofProduct, versions } }, top)
  expect(readProducts(json, 'to-3.7').products[0]?.label).toBe(old)
  expect(readProducts(json, 'from-3.8').products[0]?.label).toBe(recent)
})

describe('a product of Ubuntu Core', () => {
  const { kflavor: _, subarch: __, subarches: ___, ...rest } = noble
  const core = {
    ...rest,
    os: 'ubuntu-core',
    release: '16',
    release_title: '16',
    gadget_snap: 'pc',
    gadget_title: 'PC',
    kernel_snap: 'pc-kernel',
  }
  const NAME = 'com.ubuntu.maas:v4:boot:16:amd64:pc'
  const of = (part: object, reader: 'to-3.7' | 'from-3.8' = 'to-3.7') =>
    readProducts(file({ [NAME]: { ...core, ...part } }), reader).products[0]

  test.each<[string, object, object]>([
    ['its gadget snap is part of the release', {}, { release: '16-pc', kflavor: 'pc-kernel' }],
    ['the gadget can have a title', {}, { releaseTitle: '16 PC' }],
    ['the gadget needs no title', { gadget_title: undefined }, { releaseTitle: '16' }],
    ['without a gadget snap', { gadget_snap: undefined }, { release: '16-generic' }],
    ['without a kernel snap', { kernel_snap: undefined }, { kflavor: 'generic' }],
    [
      'its subarches are ignored',
      { subarch: 'ga-16.04', subarches: 'ga-16.04,generic', kflavor: 'lowlatency' },
      { subarch: 'generic', subarches: ['generic'], kernel: 'generic', kflavor: 'pc-kernel' },
    ],
    ['another system keeps its release name', { os: 'centos' }, { release: '16', kflavor: 'generic' }],
    ['in capitals it is another system', { os: 'Ubuntu-Core' }, { release: '16' }],
  ])('up to MAAS 3.7: %s', (_, part, expected) => {
    expect(of(part)).toMatchObject(expected)
  })

  test('keeps its release name in MAAS 3.8', () => {
    expect(of({}, 'from-3.8')).toMatchObject({ release: '16', kflavor: 'generic', releaseTitle: '16' })
  })

  test('is imported up to MAAS 3.7, and in 3.8 as one file', () => {
    expect([of({})?.imported, of({}, 'from-3.8')?.imported]).toEqual([true, true])
    const kernel = { v: { items: { 'boot-kernel': item('k', 1, 'boot-kernel') } } }
    expect(of({ versions: kernel }, 'from-3.8')?.imported).toBe(false)
  })

  test('is not used if its snaps have names that MAAS does not use', () => {
    const { products, ignored } = readProducts(file({ [NAME]: { ...core, gadget_snap: 'a b' } }))
    expect(products).toEqual([])
    expect(ignored[0]?.reason).toMatch(/^Its gadget_snap is too long/)
  })
})

test('an alias adds the keys that it contains', () => {
  const { release: _, release_title: __, ...rest } = noble
  const json = file(
    { n: { ...rest, rel: 'n' } },
    { _aliases: { rel: { n: { release: 'noble', release_title: '24.04 LTS' } } } },
  )
  expect(readProducts(json).products[0]).toMatchObject({ release: 'noble', releaseTitle: '24.04 LTS' })
  expect(readProducts(json, 'from-3.8').products).toEqual([])
})

test('a product whose newest version has no files is not offered, not even in an older version', () => {
  const versions = { v1: { items: { squashfs: item('a') } }, v2: { items: {} } }
  const { products, ignored } = readProducts(file({ n: { ...noble, versions } }))
  expect(products).toEqual([])
  expect(ignored).toEqual([{ what: 'n', reason: 'Its newest version, v2, has no files.' }])
})

test.each([
  ['com.ubuntu.maas.stable:v3:boot:24.04:amd64:ga-24.04', {}, true, true],
  ['com.ubuntu.maas.stable:V2:boot:24.04:amd64:ga-24.04', {}, true, true],
  ['com.ubuntu.maas.stable:v4:boot:24.04:amd64:ga-24.04', {}, false, false],
  ['Ubuntu in capitals', { os: 'Ubuntu' }, false, false],
  ['another system with a kernel', { os: 'debian' }, true, false],
  ['a product that names no OS', { os: undefined }, true, false],
])('%s is imported up to 3.7: %o %s, from 3.8: %s', (name, part, old, recent) => {
  const versions = { v: { items: { squashfs: item('a'), 'boot-kernel': item('k', 1, 'boot-kernel') } } }
  const json = file({ [name]: { ...noble, versions, ...part } })
  expect(readProducts(json, 'to-3.7').products[0]?.imported).toBe(old)
  expect(readProducts(json, 'from-3.8').products[0]?.imported).toBe(recent)
})

test.each([
  ['x:1:grub-efi-signed:uefi:amd64', 'grub-efi-signed', 'uefi', 'amd64', true],
  ['x:2:grub-efi-signed:uefi:amd64', 'grub-efi-signed', 'uefi', 'amd64', false],
  ['x:1:pxelinux:pxe:amd64', 'pxelinux', 'pxe', 'amd64', false],
  ['x:1:pxelinux:pxe:i386', 'pxelinux', 'pxe', 'i386', true],
  ['x:1:grub-efi:uefi:arm64', 'grub-efi', 'uefi', 'arm64', true],
  ['x:1:grub-ieee1275:open-firmware:ppc64el', 'grub-ieee1275', 'open-firmware', 'ppc64el', true],
])('the bootloader %s is imported: %s %s %s %s', (name, os, type, arch, imported) => {
  const loader = { os, arch, label: 'stable', 'bootloader-type': type, versions: noble.versions }
  for (const reader of ['to-3.7', 'from-3.8'] as const) {
    expect(readProducts(file({ [name]: loader }), reader).products[0]?.imported).toBe(imported)
  }
})

test('keys that a file lacks come from its version, its product or the top level', () => {
  const { sha256, ...withoutSum } = item('a/squashfs')
  const versions = {
    v1: { items: { squashfs: withoutSum } },
    v2: { sha256: 'of version', items: { squashfs: withoutSum } },
    v3: { sha256: 'of version', items: { squashfs: item('a/squashfs') } },
  }
  const sums = (product: object, top: object) =>
    only({ n: { ...noble, ...product, versions } }, top)?.versions.map(({ items }) => items[0]?.sha256)
  expect(sums({}, { sha256: 'of top' })).toEqual([sha256, 'of version', 'of top'])
  expect(sums({ sha256: 'of product' }, { sha256: 'of top' })).toEqual([sha256, 'of version', 'of product'])
})

test.each([
  ['the product', { support_eol: '2029-05-31' }, {}, {}, '2029-05-31'],
  ['the newest version', { support_eol: '2029-05-31' }, { support_eol: '2030-01-01' }, {}, '2030-01-01'],
  ['no older version', {}, {}, { support_eol: '2030-01-01' }, null],
  ['nowhere, if it is not a date', { support_eol: 'soon' }, {}, {}, null],
])('the end of support comes from %s', (_, ofProduct, ofNewest, ofOlder, end) => {
  const { support_eol: __, ...rest } = noble
  const versions = {
    '20260601': { ...ofOlder, items: { squashfs: item('a') } },
    '20260706': { ...ofNewest, items: { squashfs: item('b') } },
  }
  expect(only({ n: { ...rest, ...ofProduct, versions } })?.supportEol).toBe(end)
})

test('versions are compared as text, byte by byte', () => {
  const versions = Object.fromEntries(
    ['20240622_01', '20240622.1', '20240622', '9', '20240622.10'].map((version) => [
      version,
      { items: { squashfs: item('a') } },
    ]),
  )
  expect(only({ n: { ...noble, versions } })?.versions.map(({ version }) => version)).toEqual([
    '9',
    '20240622_01',
    '20240622.10',
    '20240622.1',
    '20240622',
  ])
})

test('sizes may be text', () => {
  const versions = { v: { items: { squashfs: { ...item('a'), size: '42' } } } }
  expect(only({ n: { ...noble, versions } })?.versions[0]?.items[0]?.size).toBe(42)
})

test('MAAS treats a product without an OS as Ubuntu, and one without a subarch or flavor as generic', () => {
  const { os: _, subarch: __, kflavor: ___, subarches: ____, ...rest } = noble
  const defaults = { os: 'ubuntu', subarch: 'generic', kflavor: 'generic', subarches: ['generic'] }
  expect(only({ n: rest })).toMatchObject({ ...defaults, kernel: 'generic' })
})

test('a product without a title has its release as the title', () => {
  const { release_title: _, ...rest } = noble
  expect(only({ n: rest })).toMatchObject({ releaseTitle: 'noble' })
})

test('bootloaders and release notifications are distinguished', () => {
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
  ['a product that is not an object', 7, 'not an object'],
  ['a product without a release', { arch: 'amd64', versions: {} }, 'no release'],
  ['a product with an empty release', { ...noble, release: '' }, 'no release'],
  ['a product without an architecture', { release: 'noble', versions: {} }, 'no architecture'],
  ['a product without a version', { ...noble, versions: {} }, 'None of its versions'],
  [
    'a version without a file',
    { ...noble, versions: { v: { items: {} } } },
    'newest version, v, has no files',
  ],
])('%s is ignored, with the reason', (_, product, reason) => {
  const { products, ignored } = readProducts(file({ odd: product, good: noble }))
  expect(products.map(({ name }) => name)).toEqual(['good'])
  expect(ignored).toEqual([{ what: 'odd', reason: expect.stringContaining(reason) }])
})

test.each([
  ['a version that is not an object', { v2: 7 }, 'n v2', 'not an object'],
  ['a file that is not an object', { v2: { items: { squashfs: 'x' } } }, 'n v2 squashfs', 'lacks'],
  ['a file without a size', { v2: { items: { x: { ...item('a'), size: '' } } } }, 'n v2 x', 'lacks size.'],
  ['a size below zero', { v2: { items: { x: item('a', -1) } } }, 'n v2 x', 'size is not a whole number'],
  ['a size that is not a whole number', { v2: { items: { x: item('a', 1.5) } } }, 'n v2 x', 'size is not'],
  ['a file without a path', { v2: { items: { x: item('') } } }, 'n v2 x', 'lacks'],
  [
    'a path that points outside the source',
    { v2: { items: { x: item('a/../../b') } } },
    'n v2 x',
    'points outside',
  ],
])('%s is ignored alone, with the reason, and the rest is read', (_, broken, what, reason) => {
  const versions = { v1: { items: { squashfs: item('a') } }, ...broken }
  const { products, ignored } = readProducts(file({ n: { ...noble, versions } }))
  expect(products[0]?.versions.map(({ version }) => version)).toEqual(['v1'])
  expect(ignored).toEqual([{ what, reason: expect.stringContaining(reason) }])
})

test('__proto__ and constructor are names like any other', () => {
  const json: unknown = JSON.parse(
    JSON.stringify(
      file({ P: { ...noble, versions: { P: { items: { P: item('a') } } } }, constructor: noble }),
    )
      .replaceAll('"P"', '"__proto__"')
      .replace('"kflavor"', '"toString":"c","hasOwnProperty":{"arch":"x"},"kflavor"'),
  )
  const { products, ignored } = readProducts(json)
  expect(products.map(({ name }) => name)).toEqual(['__proto__', 'constructor'])
  expect(products[0]?.versions).toEqual([{ version: '__proto__', items: [item('a')] }])
  expect(ignored).toEqual([])
  expect(({} as Record<string, unknown>)['arch']).toBeUndefined()
})

test.each([null, 1, 'x', [], {}, { content_id: 'x' }, { content_id: 'x', products: [] }])(
  '%j is not a products file',
  (json) => {
    expect(() => readProducts(json)).toThrow(StreamError)
  },
)

const outcomeOf = (value: unknown): string => {
  try {
    return readProducts(value) ? 'understood' : ''
  } catch (error) {
    return error instanceof StreamError ? 'understood' : String(error)
  }
}

test('any JSON is either read or refused with a StreamError', () => {
  const odd = <T>(usual: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: usual }, fc.jsonValue())
  const named = <T>(value: fc.Arbitrary<T>) =>
    odd(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')), value))
  const anItem = odd(fc.record({ ftype: odd(fc.string()), path: odd(fc.string()), size: odd(fc.nat()) }))
  const product = odd(
    fc.record({
      arch: odd(fc.string()),
      release: odd(fc.string()),
      support_eol: odd(fc.string()),
      versions: named(odd(fc.record({ items: named(anItem) }))),
    }),
  )
  const json = fc.oneof(
    fc.jsonValue(),
    named(product).map((products) => file(products, { sha256: 'aa' })),
  )
  fc.assert(
    fc.property(json, (value) => {
      expect(outcomeOf(value)).toBe('understood')
    }),
  )
})

describe('a character that could mislead readers', () => {
  const titled = (part: object) =>
    readProducts({
      content_id: 'x',
      products: {
        'a:v3:boot:1': {
          os: 'ubuntu',
          release: 'noble',
          arch: 'amd64',
          versions: { '1': { items: { a: { ftype: 'squashfs', path: 'a', sha256: '0', size: 1 } } } },
          ...part,
        },
      },
    })

  test('in a title is replaced, and markup stays text', () => {
    const { products } = titled({ release_title: '<img src=x>\u202E24.04', release_codename: 'No\u0007ble' })
    expect(products[0]).toMatchObject({ releaseTitle: '<img src=x>\uFFFD24.04', codename: 'No\uFFFDble' })
  })

  test.each([
    ['os', 'ubu\u200Bntu'],
    ['release', 'nob\nle'],
    ['arch', 'amd 64'],
    ['subarch', 'ga\u202E'],
    ['label', 'st\u00E4ble'],
  ])('in its %s keeps a product out, with the reason', (key, value) => {
    const { products, ignored } = titled({ [key]: value })
    expect(products).toEqual([])
    expect(ignored).toEqual([
      {
        what: 'a:v3:boot:1',
        reason: `Its ${key} is too long or contains characters that MAAS does not use in names.`,
      },
    ])
  })
})

test('a file with too many products is refused', () => {
  const products = Object.fromEntries(Array.from({ length: 20_001 }, (_, index) => [index, {}]))
  expect(() => readProducts({ content_id: 'x', products })).toThrow(/at most 20000 are supported/)
})
