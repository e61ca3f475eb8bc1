import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mirrorSample } from '#testing/streams/mirror-sample.ts'
import { contentsOf, reportedText } from './contents.ts'
import { filterText, matcherOf, oneOf, parseFilter } from './filter.ts'
import { listedItems } from './listed-items.ts'
import { mirrorRuns } from './runs.ts'

const items = Object.values(mirrorSample().files).flatMap(listedItems)
const run = (...filters: readonly string[]) =>
  filters.map((text) => {
    const filter = parseFilter(text)
    if (!filter) throw new Error(`sstream-mirror refuses ${text}`)
    return filter
  })

/*
 * Recorded from sstream-mirror 0.1.0 with --dry-run on this sample, whose sizes were given to it in units of 1 Mb: the
 * different paths it lists, and the total it reports.
 */
describe('sstream-mirror takes as many files, and reports as many bytes, for', () => {
  test.each<[filters: string[], versions: number, files: number, reported: number]>([
    [['arch=amd64', 'release~^(jammy|noble)$'], 1, 14, 55928],
    [['arch=amd64', 'release~^(jammy|noble)$'], 2, 24, 97874],
    [['release=noble'], 1, 10, 41962],
    [['release=noble'], 2, 16, 69974],
    [['release~(jammy|noble)'], 1, 22, 85680],
    [['release~(jammy|noble)'], 2, 32, 127626],
    [['release~^(jammy)$', 'label=stable'], 1, 4, 13942],
    [['release~^(jammy)$', 'label=stable'], 2, 8, 27876],
    [['release=jammy'], 1, 8, 27900],
    [['release=jammy'], 2, 12, 41834],
    [['release=8'], 1, 4, 8312],
    [['release=8'], 2, 4, 8312],
    [['release=8', 'os=centos'], 1, 2, 4381],
    [['release=8', 'os=centos'], 2, 2, 4381],
    [['os~(grub*|pxelinux)'], 1, 3, 12734],
    [['os~(grub*|pxelinux)'], 2, 3, 12734],
    [['os!=ubuntu'], 1, 9, 26821],
    [['os!=ubuntu'], 2, 9, 26821],
    [['os!~^(ubuntu|centos)$'], 1, 5, 16665],
    [['os!~^(ubuntu|centos)$'], 2, 5, 16665],
    [['subarch~^(hwe-24\\.04)$'], 1, 4, 14138],
    [['subarch~^(hwe-24\\.04)$'], 2, 8, 28268],
    [['subarch~hwe.24'], 1, 4, 14138],
    [['subarch~hwe.24'], 2, 8, 28268],
    [['subarches~generic'], 1, 28, 99767],
    [['subarches~generic'], 2, 38, 141713],
    [['no-such='], 1, 31, 112501],
    [['no-such='], 2, 41, 154447],
    [['no-such~.*'], 1, 31, 112501],
    [['no-such~.*'], 2, 41, 154447],
    [['no-such!='], 1, 0, 0],
    [['no-such!='], 2, 0, 0],
    [['release = noble'], 1, 10, 41962],
    [['release = noble'], 2, 16, 69974],
    [['release=noble '], 1, 0, 0],
    [['release=noble '], 2, 0, 0],
    [['product_name~:24\\.04:amd64:'], 1, 6, 28028],
    [['product_name~:24\\.04:amd64:'], 2, 12, 56040],
    [['version_name=20260601'], 1, 10, 41938],
    [['version_name=20260601'], 2, 10, 41938],
    [['item_name=squashfs', 'release=noble'], 1, 2, 7400],
    [['item_name=squashfs', 'release=noble'], 2, 3, 12322],
    [['datatype=image-ids'], 1, 31, 112501],
    [['datatype=image-ids'], 2, 41, 154447],
    [['content_id=bases'], 1, 6, 14087],
    [['content_id=bases'], 2, 6, 14087],
    [['bootloader-type=uefi'], 1, 2, 8593],
    [['bootloader-type=uefi'], 2, 2, 8593],
    [['arch~^(amd64|arm64)$', 'release=noble', 'label=stable'], 1, 10, 41962],
    [['arch~^(amd64|arm64)$', 'release=noble', 'label=stable'], 2, 16, 69974],
  ])('%j and --max=%i', (filters, versions, files, reported) => {
    const found = contentsOf(items, [run(...filters)], { versions, images: [] })
    expect([found.files.length, ...found.reported]).toEqual([files, reported])
  })
})

test('a filter that sstream-mirror refuses is refused', () => {
  expect(['release', 'release>8', '=8', 'os=a\nb'].map(parseFilter)).toEqual([null, null, null, null])
})

const wants = (os: string, release: string, arches: string[], subarches = ['*'], labels = ['*']) => ({
  os,
  release,
  arches,
  subarches,
  labels,
})
const texts = (...images: readonly ReturnType<typeof wants>[]) =>
  mirrorRuns(images).map((filters) => filters.map(filterText).join(' '))

test('releases with the same architectures share a run, and bootloaders come last', () => {
  const noble = wants('ubuntu', 'noble', ['arm64', 'amd64'])
  expect(
    texts(noble, wants('ubuntu', 'jammy', ['amd64', 'arm64']), wants('ubuntu', 'focal', ['amd64'])),
  ).toEqual([
    'arch~^(amd64|arm64)$ release~^(noble|jammy)$',
    'arch=amd64 release=focal',
    'os~(grub*|pxelinux)',
  ])
})

test.each<[rule: string, image: ReturnType<typeof wants>, run: string]>([
  ['all architectures need no filter', wants('ubuntu', 'noble', ['*']), 'release=noble'],
  [
    'other systems are named, because their releases are numbers',
    wants('centos', '8', ['amd64']),
    'arch=amd64 release=8 os=centos',
  ],
  [
    'kernels are named',
    wants('ubuntu', 'noble', ['*'], ['ga-24.04', 'hwe-24.04']),
    'release=noble subarch~^(ga-24\\.04|hwe-24\\.04)$',
  ],
  ['labels are named', wants('ubuntu', 'noble', ['*'], ['*'], ['stable']), 'release=noble label=stable'],
])('%s', (_, image, filters) => {
  expect(texts(image)).toEqual([filters, 'os~(grub*|pxelinux)'])
})

test('an image without architectures needs no run', () => {
  expect(texts(wants('ubuntu', 'noble', []))).toEqual(['os~(grub*|pxelinux)'])
})

test('a filter lets exactly its values through, whatever they contain', () => {
  const name = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), name, (values, other) => {
      const filter = oneOf('os', values)
      expect(parseFilter(filterText(filter))).toEqual(filter)
      const passes = matcherOf([filter])
      for (const value of values) expect(passes(() => value)).toBe(true)
      expect(passes(() => other)).toBe(values.includes(other))
    }),
  )
})

test('the mirror of a selection holds its images and all bootloaders, and names what is not offered', () => {
  const images = [wants('ubuntu', 'noble', ['amd64', 's390x']), wants('ubuntu', 'bionic', ['*'])]
  const { files, newest, missing } = contentsOf(items, mirrorRuns(images), { versions: 1, images })
  expect(files.map(([path]) => path)).toEqual([
    'bootloaders/pxe/i386/20260615.0/syslinux.tar.xz',
    'bootloaders/uefi/amd64/20260615.0/grub2-signed.tar.xz',
    'bootloaders/uefi/arm64/20260615.0/grub2.tar.xz',
    ...['ga-24.04/generic/boot-initrd', 'ga-24.04/generic/boot-kernel', 'hwe-24.04/generic/boot-initrd'].map(
      ofNoble,
    ),
    ...['hwe-24.04/generic/boot-kernel', 'squashfs', 'squashfs.manifest'].map(ofNoble),
  ])
  expect(newest).toMatchObject({ 'com.ubuntu.maas.stable:v3:boot:24.04:amd64:hwe-24.04': '20260721' })
  expect(missing).toEqual(['ubuntu/noble/s390x', 'ubuntu/bionic/*'])
})
const ofNoble = (path: string) => `noble/amd64/20260721/${path}`

test('new versions are expected to have the bytes of the newest one, and to come as often as the listed versions', () => {
  const perDay = (...images: readonly ReturnType<typeof wants>[]) =>
    contentsOf(items, mirrorRuns(images), { versions: 1, images }).perDay
  const bytes = contentsOf(items, [run('arch=amd64', 'release=noble')], {
    versions: 1,
    images: [],
  }).files.reduce((sum, [, size]) => sum + size, 0)
  // two more versions within 50 days
  expect(perDay(wants('ubuntu', 'noble', ['amd64']))).toBe(Math.round((bytes * 2) / 50))
  // only one version is listed
  expect(perDay(wants('ubuntu', 'noble', ['arm64']))).toBe(0)
})

test('a products file without products lists nothing, and files outside of the source are left out', () => {
  expect(
    [null, [], 'x', {}, { products: [] }, { products: { a: { versions: { b: null } } } }].flatMap(
      listedItems,
    ),
  ).toEqual([])
  const listed = (item: object) =>
    listedItems({ products: { a: { versions: { b: { items: { c: item } } } } } })
  expect(listed({ path: '../x', size: 1 })).toEqual([])
  expect(listed({ path: 'x', size: 'many' })).toEqual([])
  expect(listed({ path: 'x', size: 1 })).toMatchObject([{ product: 'a', version: 'b', path: 'x', size: 1 }])
})

test.each([
  [0, '0 Mb'],
  [1_048_575, '0 Mb'],
  [5_754_000_000, '5487 Mb'],
])('%i bytes are reported as %s', (bytes, text) => {
  expect(reportedText(bytes)).toBe(text)
})
