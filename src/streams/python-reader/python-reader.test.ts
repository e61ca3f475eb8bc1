import { describe, expect, test } from 'vitest'
import { changedStream, changedStreams } from '#testing/streams/changed-stream.ts'
import {
  indexEntry,
  INDEX_PATH,
  indexOf,
  pathOf,
  productsFile,
  type RawStream,
  rawStream,
  soundStream,
  UBUNTU,
  ubuntuProduct,
  ubuntuVersion,
} from '#testing/streams/sound-stream.ts'
import { formatOf, indexFaults, isFollowed } from './python-index.ts'
import { productsFaults } from './python-reader.ts'

/** The words of the first failure of MAAS up to 3.7; '' if it reads the stream. */
function failure({ index, files }: RawStream): string {
  const faults = indexFaults(index, INDEX_PATH)
  for (const [path, json] of Object.entries(files)) faults.push(...productsFaults(json, path))
  return faults[0]?.error ?? ''
}

test('MAAS up to 3.7 reads a valid stream', () => {
  expect(failure(soundStream())).toBe('')
})

/*
 * The messages of python-simplestreams with MAAS's importer for the valid stream with one key changed (run on
 * 2026-11-26 with the importer of branch 3.7). '' means that it continues to read. Without ftype or path it reads the
 * stream and fails when it imports.
 */
describe('one key of a stream', () => {
  test.each<[place: string, key: string, ...outcomes: string[]]>([
    [
      'index',
      'format',
      "TypeError: Unknown format 'UNSPECIFIED' in 'streams/v1/index.json'",
      "TypeError: Unknown format '' in 'streams/v1/index.json'",
      "TypeError: Unknown format '7' in 'streams/v1/index.json'",
      "TypeError: Unknown format 'None' in 'streams/v1/index.json'",
      "TypeError: Unknown format '[]' in 'streams/v1/index.json'",
    ],
    ['index', 'updated', '', '', '', '', ''],
    [
      'index',
      'index',
      "TypeError: 'NoneType' object is not iterable",
      "AttributeError: 'str' object has no attribute 'items'",
      "TypeError: 'int' object is not iterable",
      "TypeError: 'NoneType' object is not iterable",
      "AttributeError: 'list' object has no attribute 'items'",
    ],
    ['entry', 'path', '', '', 'TypeError: can only concatenate str (not "int") to str', '', ''],
    ['entry', 'format', '', '', '', '', ''],
    ['entry', 'datatype', '', '', '', '', ''],
    ['entry', 'products', '', '', '', '', ''],
    ['entry', 'updated', '', '', '', '', ''],
    [
      'file',
      'format',
      "TypeError: Unknown format 'UNSPECIFIED' in 'streams/v1/ubuntu.json'",
      "TypeError: Unknown format '' in 'streams/v1/ubuntu.json'",
      "TypeError: Unknown format '7' in 'streams/v1/ubuntu.json'",
      "TypeError: Unknown format 'None' in 'streams/v1/ubuntu.json'",
      "TypeError: Unknown format '[]' in 'streams/v1/ubuntu.json'",
    ],
    [
      'file',
      'content_id',
      "KeyError: 'content_id'",
      '',
      '',
      "KeyError: 'content_id'",
      "KeyError: 'content_id'",
    ],
    ['file', 'datatype', '', '', '', '', ''],
    ['file', 'updated', '', '', '', '', ''],
    [
      'file',
      'products',
      "KeyError: 'products'",
      "AttributeError: 'str' object has no attribute 'items'",
      "AttributeError: 'int' object has no attribute 'items'",
      "AttributeError: 'NoneType' object has no attribute 'items'",
      "AttributeError: 'list' object has no attribute 'items'",
    ],
    ['image', 'arch', "KeyError: 'arch'", '', '', "KeyError: 'arch'", "KeyError: 'arch'"],
    ['image', 'kflavor', '', '', '', '', ''],
    ['image', 'krel', '', '', '', '', ''],
    ['image', 'label', "KeyError: 'label'", '', '', "KeyError: 'label'", "KeyError: 'label'"],
    ['image', 'os', '', '', '', '', ''],
    [
      'image',
      'release',
      "KeyError: 'release'",
      'IndexError: string index out of range',
      '',
      "KeyError: 'release'",
      "KeyError: 'release'",
    ],
    ['image', 'release_codename', '', '', '', '', ''],
    ['image', 'release_title', '', '', '', '', ''],
    ['image', 'subarch', '', '', '', '', ''],
    ['image', 'subarches', '', '', '', '', ''],
    ['image', 'support_eol', '', '', "ValueError: time data '7' does not match format '%Y-%m-%d'", '', ''],
    ['image', 'support_esm_eol', '', '', '', '', ''],
    ['image', 'version', '', '', '', '', ''],
    [
      'image',
      'versions',
      '',
      "AttributeError: 'str' object has no attribute 'items'",
      "AttributeError: 'int' object has no attribute 'items'",
      "AttributeError: 'NoneType' object has no attribute 'items'",
      "AttributeError: 'list' object has no attribute 'items'",
    ],
    [
      'version',
      'items',
      '',
      "AttributeError: 'str' object has no attribute 'items'",
      "AttributeError: 'int' object has no attribute 'items'",
      "AttributeError: 'NoneType' object has no attribute 'items'",
      "AttributeError: 'list' object has no attribute 'items'",
    ],
    [
      'items',
      'boot-initrd',
      '',
      "AttributeError: 'str' object has no attribute 'get'",
      "AttributeError: 'int' object has no attribute 'get'",
      "AttributeError: 'NoneType' object has no attribute 'get'",
      "AttributeError: 'list' object has no attribute 'get'",
    ],
    [
      'items',
      'boot-kernel',
      '',
      "AttributeError: 'str' object has no attribute 'get'",
      "AttributeError: 'int' object has no attribute 'get'",
      "AttributeError: 'NoneType' object has no attribute 'get'",
      "AttributeError: 'list' object has no attribute 'get'",
    ],
    [
      'items',
      'manifest',
      '',
      "AttributeError: 'str' object has no attribute 'get'",
      "AttributeError: 'int' object has no attribute 'get'",
      "AttributeError: 'NoneType' object has no attribute 'get'",
      "AttributeError: 'list' object has no attribute 'get'",
    ],
    [
      'items',
      'squashfs',
      '',
      "AttributeError: 'str' object has no attribute 'get'",
      "AttributeError: 'int' object has no attribute 'get'",
      "AttributeError: 'NoneType' object has no attribute 'get'",
      "AttributeError: 'list' object has no attribute 'get'",
    ],
    ['file of image', 'ftype', "KeyError: 'ftype'", '', '', "KeyError: 'ftype'", "KeyError: 'ftype'"],
    ['file of image', 'path', "KeyError: 'path'", '', '', "KeyError: 'path'", "KeyError: 'path'"],
    [
      'file of image',
      'sha256',
      'InvalidChecksum: provided checksums',
      '',
      '',
      'InvalidChecksum: provided checksums',
      'InvalidChecksum: provided checksums',
    ],
    [
      'file of image',
      'size',
      "InvalidChecksum: Invalid size 'None'",
      "ValueError: invalid literal for int() with base 10: ''",
      '',
      "InvalidChecksum: Invalid size 'None'",
      "InvalidChecksum: Invalid size 'None'",
    ],
    ['bootloader', 'arch', '', '', '', '', ''],
    ['bootloader', 'arches', '', '', '', '', ''],
    [
      'bootloader',
      'bootloader-type',
      "KeyError: 'release'",
      '',
      '',
      "KeyError: 'release'",
      "KeyError: 'release'",
    ],
    ['bootloader', 'label', "KeyError: 'label'", '', '', "KeyError: 'label'", "KeyError: 'label'"],
    ['bootloader', 'os', '', '', '', '', ''],
    [
      'bootloader',
      'versions',
      '',
      "AttributeError: 'str' object has no attribute 'items'",
      "AttributeError: 'int' object has no attribute 'items'",
      "AttributeError: 'NoneType' object has no attribute 'items'",
      "AttributeError: 'list' object has no attribute 'items'",
    ],
    ['file of bootloader', 'src_package', '', '', '', '', ''],
    ['file of bootloader', 'src_release', '', '', '', '', ''],
    ['file of bootloader', 'src_version', '', '', '', '', ''],
    ['image of one file', 'release_title', '', '', '', '', ''],
    ['image of one file', 'subarches', '', '', '', '', ''],
    ['image of one file', 'version', '', '', '', '', ''],
  ])('%s: %s missing, empty, a number, null, a list', (place, key, ...expected) => {
    expect(changedStreams(place, key).map(failure)).toEqual(
      expected.map((words) => expect.stringContaining(words)),
    )
    const reads = changedStreams(place, key).map((stream) => failure(stream) === '')
    expect(reads).toEqual(expected.map((words) => words === ''))
  })
})

test.each([
  ['/squashfs', "TypeError: Path '/squashfs' is absolute path"],
  ['../squashfs', "TypeError: Path '../squashfs' starts with '../'"],
  ['.../squashfs', "TypeError: Path '.../squashfs' starts with '.../'"],
  ['a/../squashfs', "TypeError: Path 'a/../squashfs' contains '/../'"],
  ['a/.../squashfs', "TypeError: Path 'a/.../squashfs' contains '/.../'"],
  ['a/..', ''],
  ['a/..b/squashfs', ''],
])('a path %s in any version, even one that is never downloaded: %s', (path, words) => {
  const versions = {
    '20260801': { items: { manifest: { path } } },
    '20260901': ubuntuVersion('new'),
  }
  const file = productsFile('ubuntu', { [UBUNTU]: ubuntuProduct({ versions }) })
  expect(failure(rawStream({ ubuntu: file }))).toBe(words)
})

test.each([
  ['/streams/v1/a.json', "TypeError: Path '/streams/v1/a.json' is absolute path"],
  ['streams/v1/../a.json', "TypeError: Path 'streams/v1/../a.json' contains '/../'"],
])('a path %s of the index: %s', (path, words) => {
  expect(indexFaults(indexOf([], { index: { a: indexEntry(path) } }), INDEX_PATH)[0]?.error).toBe(words)
})

/* The messages of python-simplestreams for these streams (run on 2026-11-26). */
test.each<[place: string, key: string, value: unknown, words: string]>([
  ['file', 'format', ['x', null], "TypeError: Unknown format '['x', None]' in 'streams/v1/ubuntu.json'"],
  ['file', 'format', { a: true }, "TypeError: Unknown format '{'a': True}' in 'streams/v1/ubuntu.json'"],
  ['file', 'format', 1e-7, "TypeError: Unknown format '1e-07' in 'streams/v1/ubuntu.json'"],
  ['file of image', 'path', ['a/../x'], "TypeError: Path '['a/../x']' contains '/../'"],
  ['file of image', 'path', { "it's/../x": null }, `TypeError: Path '{"it's/../x": None}' contains '/../'`],
  ['file of image', 'size', "it's", `ValueError: invalid literal for int() with base 10: "it's"`],
  ['file of image', 'size', 'a\n', String.raw`ValueError: invalid literal for int() with base 10: 'a\n'`],
  ['file of image', 'size', 1e-7, "ValueError: invalid literal for int() with base 10: '1e-07'"],
  ['file', '_aliases', { arch: { "it's": {} } }, "KeyError: 'amd64'"],
])('%s: the message for the %s %j is that of Python', (place, key, value, words) => {
  expect(failure(changedStream(place, key, value))).toBe(words)
})

test.each([
  ['12', ''],
  [' 12 ', ''],
  ['1_000', ''],
  ['-1', ''],
  [1.5, "ValueError: invalid literal for int() with base 10: '1.5'"],
  ['12 kB', "ValueError: invalid literal for int() with base 10: '12 kB'"],
  [true, "ValueError: invalid literal for int() with base 10: 'True'"],
])('a size of %j: %s', (size, words) => {
  expect(failure(changedStream('file of image', 'size', size))).toBe(words)
})

test.each([
  ['2029-5-1', ''],
  ['2029-02-30', 'ValueError: day is out of range for month'],
  ['0000-01-01', 'ValueError: year 0 is out of range'],
  ['2029-13-01', "ValueError: time data '2029-13-01' does not match format '%Y-%m-%d'"],
  ['2029-05-31T00', 'ValueError: unconverted data remains: T00'],
  ['soon', "ValueError: time data 'soon' does not match format '%Y-%m-%d'"],
  ["mother's day", `ValueError: time data "mother's day" does not match format '%Y-%m-%d'`],
])('an end of support %s: %s', (date, words) => {
  expect(failure(changedStream('image', 'support_eol', date))).toBe(words)
})

test('any checksum is enough to read a source, but a file without sha256 cannot be imported', () => {
  const { index, files } = changedStream('file of image', 'md5', 'a'.repeat(32))
  expect(failure({ index, files })).toBe('')
  const withoutSha = changedStream('file of image', 'sha256', undefined)
  const [file] = Object.values(withoutSha.files)
  expect(productsFaults({ ...file, md5: 'a' }, 'ubuntu').map(({ error }) => error)).toEqual([
    "KeyError: 'sha256'",
  ])
})

test('names longer than the columns of the cache end the reading', () => {
  expect(failure(changedStream('image', 'label', 'a'.repeat(33)))).toContain('DataError')
  expect(failure(changedStream('image', 'subarches', `generic,${'a'.repeat(33)}`))).toContain('DataError')
  expect(failure(changedStream('image', 'release_title', 'a'.repeat(256)))).toContain('DataError')
})

test.each([
  ['an Ubuntu product without :v3: in its name', 'org.example:boot', {}],
  ['Ubuntu in capitals', 'org.example:boot', { os: 'Ubuntu' }],
  ['a bootloader unknown to MAAS', 'x:1:pxelinux:pxe:amd64', { os: 'pxelinux', 'bootloader-type': 'pxe' }],
])('%s is ignored before its keys are read', (_, name, part) => {
  const { label: __, ...rest } = ubuntuProduct(part)
  expect(productsFaults(productsFile('x', { [name]: rest }), pathOf('x'))).toEqual([])
})

test('a product without an OS is not checked for :v3:, and counts as Ubuntu', () => {
  const { os: _, label: __, ...rest } = ubuntuProduct()
  const [fault] = productsFaults(productsFile('x', { 'org.example:boot': rest }), pathOf('x'))
  expect(fault?.error).toBe("KeyError: 'label'")
})

test('only the version with the highest key is read', () => {
  const { label: _, ...rest } = ubuntuProduct()
  const versions = { '1': ubuntuVersion('old'), '2': ubuntuVersion('new', { label: 'stable' }) }
  expect(productsFaults(productsFile('x', { [UBUNTU]: { ...rest, versions } }), 'x')).toEqual([])
  const empty = { ...versions, '3': { items: {} } }
  expect(productsFaults(productsFile('x', { [UBUNTU]: { ...rest, versions: empty } }), 'x')).toEqual([])
})

test('a missing alias ends the reading', () => {
  const file = (aliases: object) =>
    productsFile('x', { [UBUNTU]: ubuntuProduct({ rel: 'noble' }) }, { _aliases: aliases })
  const words = (aliases: object) => productsFaults(file(aliases), 'x')[0]?.error ?? ''
  expect(words({ rel: { noble: { label: 'candidate' } } })).toBe('')
  expect(words({ rel: { jammy: {} } })).toBe("KeyError: 'noble'")
  expect(words({ rel: { noble: { deeper: { rel: 'noble' } } } })).toContain('RecursionError')
})

test.each([
  ['products:1.0', true],
  ['index:1.0', true],
  ['products:2.0', false],
  [undefined, false],
  [7, false],
])('an entry of the format %j is followed: %s', (format, followed) => {
  expect(isFollowed(format)).toBe(followed)
})

test('the format in the file counts, not the one in the index', () => {
  expect(formatOf({ format: 'index:1.0' })).toBe('index:1.0')
  expect(formatOf([])).toBe('UNSPECIFIED')
  expect(productsFaults(indexOf([]), pathOf('a'))[0]?.error).toBe(
    "TypeError: Unknown format 'index:1.0' in 'streams/v1/a.json'",
  )
})

describe('Ubuntu Core', () => {
  const core = (more: object = {}) =>
    ubuntuProduct({ os: 'ubuntu-core', release: '16', gadget_snap: 'pc', kernel_snap: 'pc-kernel', ...more })
  const TOO_LONG = 'DataError: value too long for type character varying(32)'

  // derived from the importer and the database columns of branch 3.7
  test.each<[string, object, string]>([
    ['is read', {}, ''],
    ['needs a gadget snap when it is imported', { gadget_snap: undefined }, "KeyError: 'gadget_snap'"],
    ['needs no kernel snap', { kernel_snap: undefined }, ''],
    ['release and gadget snap together fit into the column', { gadget_snap: 'x'.repeat(29) }, ''],
    ['a longer release and gadget snap do not fit', { gadget_snap: 'x'.repeat(30) }, TOO_LONG],
    ['a longer kernel snap does not fit', { kernel_snap: 'x'.repeat(33) }, TOO_LONG],
    ['flavor and subarches are not stored', { kflavor: 'x'.repeat(33), subarches: 'x'.repeat(33) }, ''],
  ])('%s', (_, more, expected) => {
    expect(failure(rawStream({ core: productsFile('core', { 'x:v4:16:amd64': core(more) }) }))).toBe(expected)
  })
})
