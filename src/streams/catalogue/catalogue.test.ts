import { describe, expect, test } from 'vitest'
import { catalogueOf, MOST_SUBARCHES } from './catalogue.ts'
import { readProducts } from '#streams/simplestreams/products.ts'
import { StreamError } from '#streams/stream-error.ts'

type Item = [ftype: string, path: string, size: number]

const itemsOf = (items: Item[]) => ({
  items: Object.fromEntries(items.map(([ftype, path, size]) => [ftype, { ftype, path, sha256: 'aa', size }])),
})

const kernel = (subarch: string, kflavor: string, versions: Record<string, Item[]>, more: object = {}) => ({
  arch: 'amd64',
  kflavor,
  label: 'stable',
  os: 'ubuntu',
  release: 'noble',
  release_codename: 'Noble Numbat',
  release_title: '24.04 LTS',
  subarch,
  subarches: 'generic',
  support_eol: '2029-05-31',
  version: '24.04',
  versions: Object.fromEntries(Object.entries(versions).map(([version, items]) => [version, itemsOf(items)])),
  ...more,
})

const readBy = (reader: 'to-3.7' | 'from-3.8', products: readonly object[]) =>
  catalogueOf(
    readProducts({ content_id: 'c', products: Object.fromEntries(products.map((p, i) => [`p${i}`, p])) })
      .products,
    [],
    reader,
  )
const read = (...products: object[]) => readBy('to-3.7', products)

/** The release without the checksums of its files. */
const bare = (files: readonly (readonly [number, number[], ...unknown[]])[] = []) =>
  files.map(([bytes, kernels]) => [bytes, kernels])

const own = (name: string): Item[] => [
  ['boot-kernel', `${name}/kernel`, 10],
  ['boot-initrd', `${name}/initrd`, 70],
]
const root: Item[] = [
  ['squashfs', 'noble/squashfs', 300],
  ['manifest', 'noble/manifest', 1],
]

test('a root file system that the kernels of an image share counts once', () => {
  const { releases } = read(
    kernel('hwe-24.04', 'generic', { v1: [...own('hwe'), ...root] }),
    kernel('ga-24.04', 'generic', { v1: [...own('ga'), ...root] }),
  )
  expect(releases).toHaveLength(1)
  const [arch] = releases[0]?.arches ?? []
  expect(arch?.kernels.map(({ name }) => name)).toEqual(['ga-24.04', 'hwe-24.04'])
  expect(bare(arch?.files)).toEqual(
    expect.arrayContaining([
      [300, [0, 1]],
      [10, [0]],
      [70, [1]],
    ]),
  )
  expect(arch?.files.reduce((sum, [size]) => sum + size, 0)).toBe(300 + 2 * 80)
})

test('GA kernels come first, edge kernels last, other flavors after generic', () => {
  const all = [
    ['hwe-24.04-edge', 'lowlatency'],
    ['hwe-24.04-edge', 'generic'],
    ['xgene-uboot', 'generic'],
    ['hwe-24.04', 'lowlatency'],
    ['ga-24.04', 'lowlatency'],
    ['hwe-24.04', 'generic'],
    ['ga-24.04', 'generic'],
  ] as const
  const { releases } = read(...all.map(([subarch, flavour]) => kernel(subarch, flavour, { v1: root })))
  expect(releases[0]?.arches[0]?.kernels.map(({ name }) => name)).toEqual([
    'ga-24.04',
    'ga-24.04-lowlatency',
    'hwe-24.04',
    'hwe-24.04-lowlatency',
    'hwe-24.04-edge',
    'hwe-24.04-lowlatency-edge',
    'xgene-uboot',
  ])
})

test('a kernel that gets no more updates names its own version', () => {
  const { releases } = read(
    kernel('ga-24.04', 'generic', { v1: root, v2: root }),
    kernel('ga-24.04', 'lowlatency', { v1: root }),
  )
  const [arch] = releases[0]?.arches ?? []
  expect(arch?.version).toBe('v2')
  expect(arch?.kernels).toEqual([
    { name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic', product: 'c p0', older: ['v1'] },
    {
      name: 'ga-24.04-lowlatency',
      subarch: 'ga-24.04',
      flavour: 'lowlatency',
      version: 'v1',
      product: 'c p1',
    },
  ])
})

test('of two root images, MAAS downloads the squashfs', () => {
  const { releases } = read(
    kernel('ga-24.04', 'generic', { v1: [...root, ['root-image.gz', 'noble/root-image.gz', 400]] }),
  )
  expect(bare(releases[0]?.arches[0]?.files)).toEqual([[300, [0]]])
})

test.each([
  ['old releases have a root image and no squashfs', [['root-image.gz', 'r', 400]], [[400, [0]]]],
  ['other systems come as one archive', [['root-tgz', 'r', 500]], [[500, [0]]]],
  [
    'manifests are not downloaded, whatever their names',
    [['root-image.manifest', 'm', 9], ...root],
    [[300, [0]]],
  ],
  [
    'a file that one kernel names twice counts once',
    [['boot-dtb', 'noble/squashfs', 300], ...root],
    [[300, [0]]],
  ],
] as [string, Item[], unknown][])('%s', (_, items, files) => {
  expect(bare(read(kernel('ga-24.04', 'generic', { v1: items })).releases[0]?.arches[0]?.files)).toEqual(
    files,
  )
})

test('only the newest version of each kernel counts, and root file systems of two versions are two files', () => {
  const { releases } = read(
    kernel('ga-24.04', 'generic', { v1: [['squashfs', 'old', 7]], v2: [['squashfs', 'new', 9]] }),
    kernel('hwe-24.04', 'generic', { v1: [['squashfs', 'old', 7]] }),
  )
  expect(bare(releases[0]?.arches[0]?.files)).toEqual([
    [9, [0]],
    [7, [1]],
  ])
})

test('each architecture of a release has its own label and version', () => {
  const { releases } = read(
    kernel('ga-24.04', 'generic', { v2: root }),
    kernel('ga-24.04', 'generic', { v1: root }, { arch: 'arm64', label: 'candidate' }),
    kernel('ga-24.04', 'generic', { v1: root }, { os: 'other' }),
  )
  expect(releases.map(({ os, arches }) => [os, arches.map(({ arch }) => arch)])).toEqual([
    ['ubuntu', ['amd64', 'arm64']],
    ['other', ['amd64']],
  ])
  expect(releases[0]?.arches.map(({ label, version }) => [label, version])).toEqual([
    ['stable', 'v2'],
    ['candidate', 'v1'],
  ])
})

test('the title shows whether a release is an LTS, and its latest product the end of support', () => {
  const { releases } = read(
    kernel('ga-24.04', 'generic', { v1: root }),
    kernel('ga-24.04', 'generic', { v1: root }, { arch: 'arm64', support_eol: '2030-01-01' }),
    kernel('ga-24.10', 'generic', { v1: root }, { release: 'oracular', release_title: '24.10' }),
  )
  expect(releases.map(({ title, lts, supportEol }) => [title, lts, supportEol])).toEqual([
    ['24.04 LTS', true, '2030-01-01'],
    ['24.10', false, '2029-05-31'],
  ])
})

test('bootloaders and notifications are listed apart from the releases', () => {
  const bootloader = {
    arch: 'amd64',
    'bootloader-type': 'uefi',
    label: 'stable',
    os: 'grub-efi-signed',
    versions: {
      '2023.0': itemsOf([
        ['archive.tar.xz', 'grub', 5],
        ['manifest', 'list', 1],
      ]),
      '2022.0': itemsOf([['archive.tar.xz', 'old', 9]]),
    },
  }
  const notes = {
    arch: 'all',
    release: 'notifications',
    versions: { n1: itemsOf([['notifications', 'notes', 1]]) },
  }
  const found = read(bootloader, notes, kernel('ga-24.04', 'generic', { v1: root }))
  expect(found.bootloaders).toEqual([
    {
      os: 'grub-efi-signed',
      type: 'uefi',
      arch: 'amd64',
      label: 'stable',
      version: '2023.0',
      product: 'c p0',
      older: ['2022.0'],
      bytes: 5,
      files: [[5, 'aa', 'grub']],
    },
  ])
  expect(found.notifications).toEqual([{ name: 'p1', version: 'n1' }])
})

test('each file has the first digits of its checksum, and the last part of its path as its name', () => {
  const { releases } = read(kernel('ga-24.04', 'generic', { v1: root }))
  expect(releases[0]?.arches[0]?.files).toEqual([[300, [0], 'aa', 'squashfs']])
})

test('MAAS 3.8 requests no product', () => {
  const { releases } = readBy('from-3.8', [kernel('ga-24.04', 'generic', { v1: root, v2: root })])
  expect(releases[0]?.arches[0]?.kernels).toEqual([
    { name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic', older: ['v1'] },
  ])
})

test('MAAS 3.8 imports each product of a kernel, in the order of the stream', () => {
  const products = ['first', 'second'].flatMap(
    (content_id) =>
      readProducts({ content_id, products: { p: kernel('ga-24.04', 'generic', { v1: own(content_id) }) } })
        .products,
  )
  const [arch] = catalogueOf(products, [], 'from-3.8').releases[0]?.arches ?? []
  expect(arch?.kernels.map(({ name }) => name)).toEqual(['ga-24.04', 'ga-24.04'])
  expect(arch?.files.map(([, kernels]) => kernels)).toEqual([[0], [0], [1], [1]])
})

test('the catalogue contains the list of ignored items', () => {
  const ignored = [{ what: 'odd', reason: 'It names no release.' }]
  expect(catalogueOf([], ignored)).toEqual({ releases: [], bootloaders: [], notifications: [], ignored })
})

describe('one image that is listed more than once', () => {
  const version = (folder: string) => ({ v1: [...own(folder), ...root] })

  test('in two files counts once, with the files of the last', () => {
    const { releases } = read(
      kernel('ga-24.04', 'generic', version('first')),
      kernel('ga-24.04', 'generic', version('last')),
    )
    const [arch] = releases[0]?.arches ?? []
    expect(arch?.kernels).toEqual([
      { name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic', product: 'c p1' },
    ])
    expect(arch?.files.reduce((sum, [size]) => sum + size, 0)).toBe(380)
    // a selection of another source can still import it
    expect(arch?.overruled).toMatchObject([{ kernel: 'ga-24.04', product: 'c p0', version: 'v1', after: 0 }])
    expect(arch?.overruled?.[0]?.files).toEqual([
      [10, 'aa', 'kernel'],
      [70, 'aa', 'initrd'],
      [300, 'aa', 'squashfs'],
    ])
    expect(readBy('from-3.8', [kernel('ga-24.04', 'generic', version('first'))])).not.toHaveProperty(
      'releases.0.arches.0.overruled',
    )
  })

  const STABLE = kernel('ga-24.04', 'generic', { v1: [...own('stable'), ...root] })
  const CANDIDATE = kernel('ga-24.04', 'generic', { v2: own('candidate') }, { label: 'candidate' })

  test.each([
    ['the first one is older', [STABLE, CANDIDATE], 'stable', [{ version: 'v1' }, { label: 'candidate' }]],
    ['the last one is older', [CANDIDATE, STABLE], 'candidate', [{}, { version: 'v1', label: 'stable' }]],
  ] as const)(
    'with two labels has version and files of each, in the order of the stream: %s',
    (_, listed, label, more) => {
      const [arch] = read(...listed).releases[0]?.arches ?? []
      expect(arch).toMatchObject({ label, version: 'v2' })
      expect(arch?.kernels).toEqual(
        more.map((part, index) => ({
          name: 'ga-24.04',
          subarch: 'ga-24.04',
          flavour: 'generic',
          product: `c p${index}`,
          ...part,
        })),
      )
      const bytesOf = (index: number) =>
        (arch?.files ?? []).reduce((sum, [size, users]) => sum + (users.includes(index) ? size : 0), 0)
      expect([bytesOf(0), bytesOf(1)]).toEqual(label === 'stable' ? [380, 80] : [80, 380])
      expect(arch?.kernelsFor).toEqual({ generic: [0, 1] })
    },
  )

  test('with two labels is listed next to its other label, whatever the names of the flavors', () => {
    const { releases } = read(
      kernel('ga-24.04', 'lowlatency', { v1: root }),
      kernel('hwe-24.04', 'generic', { v1: root }),
      kernel('ga-24.04-lowlatency', 'generic', { v1: root }, { label: 'candidate' }),
    )
    expect(releases[0]?.arches[0]?.kernels.map(({ name, label }) => [name, label])).toEqual([
      ['ga-24.04-lowlatency', undefined],
      ['ga-24.04-lowlatency', 'candidate'],
      ['hwe-24.04', undefined],
    ])
  })
})

describe('a kernel is imported for each subarch that it supports', () => {
  const supporting = (subarches: string, more: object = {}) => ({ subarches, ...more })

  test('up to MAAS 3.7', () => {
    const { releases } = read(
      kernel('ga-24.04', 'generic', { v1: root }, supporting('generic,ga-22.04,ga-24.04')),
      kernel('hwe-24.04', 'generic', { v1: root }, supporting('generic,ga-22.04,ga-24.04')),
    )
    expect(releases[0]?.arches[0]?.kernelsFor).toEqual({ generic: [0], 'ga-22.04': [0] })
  })

  test('and not from 3.8 on, where kernels cannot be chosen', () => {
    const json = {
      content_id: 'c',
      products: { p: kernel('ga-24.04', 'generic', { v1: root }, supporting('generic,ga-22.04')) },
    }
    const { releases } = catalogueOf(readProducts(json, 'from-3.8').products, [], 'from-3.8')
    expect(releases[0]?.arches[0]?.kernelsFor).toBeUndefined()
  })
})

describe('products that together list too many subarches', () => {
  const HALF = MOST_SUBARCHES / 2
  const TOO_MANY = 'Its products list 200001 subarches in total; at most 200000 are supported.'

  /**
   * The number of kernels in a catalogue of two kernels that each list this many subarches, or the reason for a
   * refusal.
   */
  const outcome = (counts: readonly number[], reader: 'to-3.7' | 'from-3.8') => {
    const listed = counts.map((_, index) => [`p${index}`, kernel(`ga-${index}`, 'generic', { v1: root })])
    const read = readProducts({ content_id: 'c', products: Object.fromEntries(listed) }, reader)
    const products = read.products.map((product, index) => ({
      ...product,
      subarches: Array<string>(counts[index] ?? 0).fill('generic'),
    }))
    try {
      return catalogueOf(products, [], reader).releases[0]?.arches[0]?.kernels.length
    } catch (error) {
      return error instanceof StreamError ? error.message : error
    }
  }

  test.each([
    ['as many as are supported', [HALF, HALF], 'to-3.7', 2],
    ['one more, of either kernel', [HALF, HALF + 1], 'to-3.7', TOO_MANY],
    ['one more, where kernels cannot be chosen', [HALF, HALF + 1], 'from-3.8', 2],
  ] as const)('%s', (_, counts, reader, expected) => {
    expect(outcome(counts, reader)).toBe(expected)
  })
})
