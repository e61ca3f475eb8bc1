import { describe, expect, test } from 'vitest'
import { changedStream, changedStreams } from '#testing/streams/changed-stream.ts'
import {
  CENTOS,
  centosProduct,
  fileItem,
  GRUB,
  grubProduct,
  productsFile,
  type RawStream,
  soundStream,
  UBUNTU,
  ubuntuProduct,
} from '#testing/streams/sound-stream.ts'
import { indexMisfits, modelOf, productsMisfits } from './model-reader.ts'

const misfits = ({ index, files }: RawStream) => [
  ...indexMisfits(index),
  ...Object.values(files).flatMap((json) => productsMisfits(json)),
]

test('MAAS 3.8 reads a valid stream', () => {
  expect(misfits(soundStream())).toEqual([])
})

/*
 * The results of MAAS 3.8's models for the valid stream with one key changed (run on 2026-11-26, branch 3.8);
 * r: it is read.
 */
describe('one key of a stream', () => {
  test.each([
    ['index', 'format', 'rr---'],
    ['index', 'updated', '-----'],
    ['index', 'index', '-----'],
    ['entry', 'path', '-----'],
    ['entry', 'format', 'rr---'],
    ['entry', 'datatype', 'r--r-'],
    ['entry', 'products', '----r'],
    ['entry', 'updated', '-----'],
    ['file', 'format', 'rr---'],
    ['file', 'content_id', '-r---'],
    ['file', 'datatype', '-----'],
    ['file', 'updated', '-----'],
    ['file', 'products', '----r'],
    ['image', 'arch', '-r---'],
    ['image', 'kflavor', 'rr-r-'],
    ['image', 'krel', 'rr-r-'],
    ['image', 'label', '-r---'],
    ['image', 'os', '-r---'],
    ['image', 'release', '-r---'],
    ['image', 'release_codename', 'rr-r-'],
    ['image', 'release_title', '-r---'],
    ['image', 'subarch', '-r---'],
    ['image', 'subarches', '-r---'],
    ['image', 'support_eol', 'r--r-'],
    ['image', 'support_esm_eol', 'rrrrr'],
    ['image', 'version', '-r---'],
    ['image', 'versions', '-----'],
    ['version', 'items', '-----'],
    ['items', 'boot-initrd', '-----'],
    ['items', 'boot-kernel', '-----'],
    ['items', 'manifest', '-----'],
    ['items', 'squashfs', '-----'],
    ['file of image', 'ftype', '-r---'],
    ['file of image', 'path', '-r---'],
    ['file of image', 'sha256', '-r---'],
    ['file of image', 'size', '--r--'],
    ['bootloader', 'arch', '-r---'],
    ['bootloader', 'arches', '-r---'],
    ['bootloader', 'bootloader-type', '-r---'],
    ['bootloader', 'label', '-r---'],
    ['bootloader', 'os', '-r---'],
    ['bootloader', 'versions', '-----'],
    ['file of bootloader', 'src_package', '-r---'],
    ['file of bootloader', 'src_release', '-r---'],
    ['file of bootloader', 'src_version', '-r---'],
    ['image of one file', 'release_title', '-r---'],
    ['image of one file', 'subarches', '-r---'],
    ['image of one file', 'version', '-r---'],
  ])('%s: %s missing, empty, a number, null, a list: %s', (place, key, outcomes) => {
    const read = changedStreams(place, key).map((stream) => (misfits(stream).length === 0 ? 'r' : '-'))
    expect(read.join('')).toBe(outcomes)
  })
})

test.each([
  ['Thu, 24 Sep 2026 08:01:49 +0000', true],
  ['Fri, 24 Sep 2026 8:1:9 Z', true],
  ['thu, 24 sep 2026 08:01:49 +01:00', true],
  ['Thu, 24 Sep 2026 08:01:49 GMT', false],
  ['Thu, 24 Sep 2026 08:01:49', false],
  ['Thu, 31 Sep 2026 08:01:49 +0000', false],
  ['2026-09-24', true],
  ['2026-09-24T08:01:49Z', true],
  ['2026-09-24 08:01', true],
  ['2026-W39-4', true],
  ['20260924', true],
  ['2026-09', false],
  ['2026-09-24T25:00', false],
  ['yesterday', false],
])('MAAS reads the update time "%s": %s', (updated, read) => {
  expect(indexMisfits({ ...soundStream().index, updated })).toEqual(read ? [] : ['has no date in updated'])
})

test.each([
  ['2029-5-1', true],
  ['20290501', true],
  ['2029-02-30', false],
  ['never', false],
])('MAAS reads the end of support "%s": %s', (date, read) => {
  expect(misfits(changedStream('image', 'support_eol', date)).length === 0).toBe(read)
})

test.each([
  [12, true],
  ['12', true],
  ['12.0', true],
  [1.5, false],
  ['12 kB', false],
])('MAAS reads the size %j: %s', (size, read) => {
  expect(misfits(changedStream('file of image', 'size', size)).length === 0).toBe(read)
})

test.each([
  ['release-notifications', ['ubuntu has the datatype release-notifications']],
  ['content-download', ['ubuntu has the datatype content-download']],
  ['image-downloads', []],
])('an entry with the datatype %s: %j', (datatype, expected) => {
  expect(indexMisfits(changedStream('entry', 'datatype', datatype).index)).toEqual(expected)
})

test('no key is inherited from the level above', () => {
  const { label: _, ...rest } = ubuntuProduct()
  expect(productsMisfits(productsFile('x', { [UBUNTU]: rest }, { label: 'stable' }))).toEqual([
    `${UBUNTU} lacks label`,
  ])
})

test('every version has to be valid, not only the newest', () => {
  const versions = {
    '1': { items: { manifest: fileItem('manifest', 'm') } },
    ...ubuntuProduct()['versions']!,
  }
  expect(productsMisfits(productsFile('x', { [UBUNTU]: ubuntuProduct({ versions }) }))).toEqual([
    `${UBUNTU} 1 lacks boot-initrd`,
    `${UBUNTU} 1 lacks boot-kernel`,
    `${UBUNTU} 1 lacks squashfs or root-image.gz`,
  ])
})

test('a product is checked against its own model', () => {
  const lxd = {
    arch: 'amd64',
    os: 'Ubuntu',
    release: 'noble',
    release_title: 'noble',
    versions: { '20260901': { items: { 'lxd.tar.xz': fileItem('lxd.tar.xz', 'l') } } },
  }
  expect(productsMisfits(productsFile('images', { 'ubuntu:noble:amd64:default': lxd }))[0]).toBe(
    'ubuntu:noble:amd64:default lacks label, subarch, subarches, version',
  )
  const item = fileItem('archive.tar.xz', 'g')
  const grub = grubProduct({ versions: { '1': { items: { grub2: item } } } })
  expect(productsMisfits(productsFile('grub', { [GRUB]: grub }))).toEqual([
    `${GRUB} 1 grub2 lacks src_package, src_release, src_version`,
  ])
  const { 'root-tgz': __, ...items } = { 'root-tgz': 1, 'root-dd.gz': fileItem('root-dd.gz', 'd') }
  const disk = centosProduct({ versions: { '1': { items } } })
  expect(productsMisfits(productsFile('centos', { [CENTOS]: disk }))).toContain(
    `${CENTOS} 1 lacks squashfs or root-image.gz`,
  )
})

test('all products of a file have to fit the same model', () => {
  const mixed = productsFile('x', { [UBUNTU]: ubuntuProduct(), [CENTOS]: centosProduct() })
  expect(modelOf(mixed)).toBeNull()
  expect(productsMisfits(mixed)).toEqual([
    'mixes bootloaders, images of one file and images of several files',
  ])
  expect(modelOf(productsFile('x', { [UBUNTU]: ubuntuProduct() }))).toBe('several-files')
  expect(modelOf(productsFile('x', { [CENTOS]: centosProduct() }))).toBe('single-file')
  expect(modelOf(productsFile('x', { [GRUB]: grubProduct() }))).toBe('bootloader')
})

test('a date that is not text in the first version ends the reading of any file', () => {
  const versions = { '1': { ...Object.values(centosProduct()['versions']!)[0], support_eol: 7 } }
  expect(productsMisfits(productsFile('x', { [CENTOS]: centosProduct({ versions }) }))).toEqual([
    `${CENTOS} 1 has a support_eol that is not a date`,
  ])
})

test.each(['name', 'product_name', 'version_name'])(
  'a key %s, which MAAS adds itself, ends the reading',
  (key) => {
    const places = { name: 'entry', product_name: 'image', version_name: 'version' }
    expect(misfits(changedStream(places[key as keyof typeof places], key, 'x'))[0]).toContain(key)
  },
)
