import { describe, expect, test } from 'vitest'
import {
  CENTOS,
  centosProduct,
  fileItem,
  GRUB,
  grubProduct,
  indexEntry,
  indexOf,
  pathOf,
  productsFile,
  type RawStream,
  rawStream,
  soundStream,
  UBUNTU,
  ubuntuProduct,
  ubuntuVersion,
  without,
} from '#testing/streams/sound-stream.ts'
import { changedStream } from '#testing/streams/changed-stream.ts'
import { understood } from '#testing/streams/understood.ts'
import type { StreamWarning } from './region-warnings.ts'

const short = ({ maas, effect, names }: StreamWarning) => [maas, effect, ...names]
const warnings = (stream: RawStream) => understood(stream).warnings
const ubuntu = (product: object, name = UBUNTU) => productsFile('ubuntu', { [name]: product })
const grub = productsFile('grub', { [GRUB]: grubProduct() })

test('a valid stream gives no warning', () => {
  expect(warnings(soundStream())).toEqual([])
})

describe('streams that one reader refuses and the other one reads', () => {
  test.each<[string, RawStream, string[][]]>([
    [
      'up to 3.7 a product without a label ends all imports, in 3.8 it makes the source unusable',
      rawStream({ ubuntu: ubuntu(without(ubuntuProduct(), 'label')), grub }),
      [
        ['to-3.7', 'ends-imports', `${UBUNTU} 20260901: KeyError: 'label'`],
        ['from-3.8', 'refuses', `ubuntu: ${UBUNTU} lacks label`],
      ],
    ],
    [
      'one absolute path of a manifest ends all imports up to 3.7',
      changedStream('items', 'manifest', fileItem('manifest', '/images/manifest')),
      [
        [
          'to-3.7',
          'ends-imports',
          `${UBUNTU} 20260901 manifest: TypeError: Path '/images/manifest' is absolute path`,
        ],
      ],
    ],
    [
      'a label at the top level is inherited only up to 3.7',
      rawStream({
        ubuntu: productsFile('ubuntu', { [UBUNTU]: without(ubuntuProduct(), 'label') }, { label: 'stable' }),
        grub,
      }),
      [['from-3.8', 'refuses', `ubuntu: ${UBUNTU} lacks label`]],
    ],
    [
      'a label of the version is used only up to 3.7',
      rawStream({
        ubuntu: ubuntu({
          ...without(ubuntuProduct(), 'label'),
          versions: { '1': ubuntuVersion('a', { label: 'stable' }) },
        }),
        grub,
      }),
      [['from-3.8', 'refuses', `ubuntu: ${UBUNTU} lacks label`]],
    ],
    [
      'an index without an update time is refused only by 3.8',
      changedStream('index', 'updated', undefined),
      [['from-3.8', 'refuses', 'lacks updated']],
    ],
    [
      'a time with GMT is refused only by 3.8',
      changedStream('file', 'updated', 'Thu, 24 Sep 2026 08:01:49 GMT'),
      [['from-3.8', 'refuses', 'ubuntu: has no date in updated']],
    ],
    [
      'an index without a format ends all imports only up to 3.7',
      changedStream('index', 'format', undefined),
      [
        [
          'to-3.7',
          'ends-imports',
          "streams/v1/index.json: TypeError: Unknown format 'UNSPECIFIED' in 'streams/v1/index.json'",
        ],
      ],
    ],
    [
      'up to 3.7 entries without a format are ignored',
      changedStream('entry', 'format', undefined),
      [
        ['to-3.7', 'ignores', 'ubuntu'],
        ['to-3.7', 'advises', 'no Ubuntu images'],
      ],
    ],
    ['an entry without a datatype is valid', changedStream('entry', 'datatype', undefined), []],
    [
      'an entry without a list of products is refused only by 3.8',
      changedStream('entry', 'products', undefined),
      [['from-3.8', 'refuses', 'ubuntu has no list of products']],
    ],
    [
      'release notifications are refused only by 3.8',
      rawStream(
        { ...soundFiles() },
        withEntry('notes', { datatype: 'release-notifications', format: undefined }),
      ),
      [
        ['from-3.8', 'refuses', 'notes has the datatype release-notifications'],
        ['to-3.7', 'ignores', 'notes'],
      ],
    ],
    [
      'bootloaders without src_package are refused only by 3.8',
      changedStream('file of bootloader', 'src_package', undefined),
      [['from-3.8', 'refuses', `grub: ${GRUB} 20260801.0 grub2-signed lacks src_package`]],
    ],
    [
      'a product whose newest version has no files is not offered by 3.7, and 3.8 refuses the source',
      rawStream({
        ubuntu: ubuntu(ubuntuProduct({ versions: { '1': ubuntuVersion('a'), '2': { items: {} } } })),
        grub,
        centos: productsFile('centos', { [CENTOS]: centosProduct() }),
      }),
      [
        [
          'from-3.8',
          'refuses',
          `ubuntu: ${UBUNTU} 2 lacks boot-initrd`,
          `ubuntu: ${UBUNTU} 2 lacks boot-kernel`,
          `ubuntu: ${UBUNTU} 2 lacks manifest`,
          `ubuntu: ${UBUNTU} 2 lacks squashfs or root-image.gz`,
        ],
        ['to-3.7', 'ignores', UBUNTU],
        ['any', 'advises', 'no Ubuntu images'],
      ],
    ],
    [
      'a file without sha256 is refused by both',
      changedStream('file of image', 'sha256', undefined),
      [
        [
          'to-3.7',
          'ends-imports',
          `${UBUNTU} 20260901 squashfs: InvalidChecksum: provided checksums ({}) did not include any allowed (('md5', 'sha256', 'sha512'))`,
          `${UBUNTU} 20260901 squashfs: KeyError: 'sha256'`,
        ],
        ['from-3.8', 'refuses', `ubuntu: ${UBUNTU} 20260901 squashfs lacks sha256`],
        ['any', 'ignores', UBUNTU],
      ],
    ],
  ])('%s', (_, stream, expected) => {
    expect(warnings(stream).map(short)).toEqual(expected)
  })

  function soundFiles() {
    return Object.fromEntries(
      Object.entries(soundStream().files).map(([path, file]) => [path.slice('streams/v1/'.length, -5), file]),
    )
  }

  function withEntry(name: string, more: object) {
    const { index } = soundStream()
    const entries = index['index'] as object
    return { ...index, index: { ...entries, [name]: indexEntry(pathOf(name), more) } }
  }
})

test('up to 3.7 files of another datatype are also read, and end all imports', () => {
  const tools = productsFile('tools', { 'com.ubuntu.juju:24.04:amd64': toolsProduct() })
  const index = indexOf(['ubuntu', 'tools'])
  ;(index['index'] as Record<string, object>)['tools'] = indexEntry(pathOf('tools'), {
    datatype: 'content-download',
  })
  const found = warnings(rawStream({ ubuntu: ubuntu(ubuntuProduct()), tools }, index))
  expect(found.slice(0, 2).map(short)).toEqual([
    ['to-3.7', 'ends-imports', "com.ubuntu.juju:24.04:amd64 1: KeyError: 'release'"],
    ['from-3.8', 'refuses', 'tools has the datatype content-download'],
  ])
})

const toolsProduct = () => ({
  arch: 'amd64',
  version: '3.6',
  versions: { '1': { items: { tools: fileItem('tar.gz', 'agent/tools.tgz') } } },
})

describe('products that MAAS ignores', () => {
  test.each([
    [
      'an Ubuntu product without :v3: in its name',
      ubuntu(ubuntuProduct(), 'org.example:boot:24.04:amd64'),
      ['any', 'ignores', 'org.example:boot:24.04:amd64'],
    ],
    [
      'up to 3.7, Ubuntu in capitals, whose files are not those of an Ubuntu image',
      productsFile('x', { 'org.example:u': centosProduct({ os: 'Ubuntu' }) }),
      ['to-3.7', 'ignores', 'org.example:u'],
    ],
    [
      'in 3.8, another system with its own kernel',
      ubuntu(ubuntuProduct({ os: 'debian', release: 'trixie' }), 'org.example:debian'),
      ['from-3.8', 'ignores', 'org.example:debian'],
    ],
  ])('%s', (_, file, expected) => {
    const found = warnings(rawStream({ file, grub, other: ubuntu(ubuntuProduct()) }))
    expect(found.map(short)).toContainEqual(expected)
  })

  test('a bootloader without :1: in its name', () => {
    const found = warnings(
      rawStream({
        ubuntu: ubuntu(ubuntuProduct()),
        grub: productsFile('grub', { 'org.example:grub': grubProduct() }),
      }),
    )
    expect(found.map(short)).toEqual([
      ['any', 'ignores', 'org.example:grub'],
      ['any', 'advises', 'amd64'],
    ])
  })

  test('is not offered', () => {
    const stream = rawStream({ file: ubuntu(ubuntuProduct(), 'org.example:boot'), grub })
    expect(understood(stream).products.map(({ kind }) => kind)).toEqual(['bootloader'])
    expect(understood(stream).ignored).toEqual([
      { what: 'org.example:boot', reason: expect.stringContaining('MAAS does not import it') },
    ])
  })
})

describe('a source that offers nothing', () => {
  test.each([
    ['without entries', rawStream({}, indexOf([])), ['from-3.8', 'refuses', 'has no entries']],
    ['with bootloaders only', rawStream({ grub }), ['any', 'refuses', 'no images']],
    [
      'with images that MAAS ignores only',
      rawStream({ file: ubuntu(ubuntuProduct(), 'org.example:boot'), grub }),
      ['any', 'refuses', 'no images'],
    ],
  ])('%s is refused', (_, stream, expected) => {
    const found = warnings(stream).map(short)
    expect(found).toContainEqual(expected)
    expect(found).toContainEqual(['any', 'refuses', 'no images'])
  })

  test('without Ubuntu is refused by MAAS’s own UI, but imports from it work', () => {
    const [warning] = warnings(rawStream({ centos: productsFile('centos', { [CENTOS]: centosProduct() }) }))
    expect(warning?.effect).toBe('advises')
    expect(warning?.message).toContain('“Mirror provides no Ubuntu images.”')
  })
})

describe('an image server of another program is refused with one reason', () => {
  const lxd = {
    aliases: 'noble',
    arch: 'amd64',
    os: 'Ubuntu',
    release: 'noble',
    release_title: 'noble',
    versions: { '1': { items: { 'lxd.tar.xz': fileItem('lxd.tar.xz', 'images/lxd.tar.xz') } } },
  }
  const server = (contentId: string, product: string) => ({
    ...indexOf([]),
    index: {
      [contentId]: indexEntry(pathOf('images'), { datatype: 'image-downloads', products: [product] }),
    },
  })
  test.each([
    ['LXD and Incus', server('images', 'ubuntu:noble:amd64:default'), 'ends-imports', /LXD or Incus/],
    [
      'Ubuntu cloud images',
      server('com.ubuntu.cloud:released:download', 'com.ubuntu.cloud:server:24.04:amd64'),
      'refuses',
      /cloud image server/,
    ],
    [
      'Juju',
      server('com.ubuntu.juju:released:agents', 'com.ubuntu.juju:ubuntu:amd64'),
      'ends-imports',
      /Juju server/,
    ],
  ])('%s', (_, index, effect, reason) => {
    const found = warnings({ index, files: { [pathOf('images')]: productsFile('images', { lxd }) } })
    expect(found.map(({ maas, effect: does }) => [maas, does])).toEqual([
      ['to-3.7', effect],
      ['from-3.8', 'refuses'],
    ])
    for (const { message } of found) expect(message).toMatch(reason)
  })

  test('a MAAS stream is not recognized as one of them', () => {
    for (const { message } of warnings(rawStream({ ubuntu: ubuntu(without(ubuntuProduct(), 'os')) }))) {
      expect(message).not.toMatch(/server/)
    }
  })
})

test('an image without the files that a machine needs cannot be deployed', () => {
  const versions = {
    '1': { items: { 'boot-initrd': fileItem('boot-initrd', 'i'), squashfs: fileItem('squashfs', 's') } },
  }
  const found = warnings(rawStream({ ubuntu: ubuntu(ubuntuProduct({ versions })), grub }))
  expect(found.map(short)).toContainEqual(['any', 'ignores', UBUNTU])
})

test.each([
  ['amd64', 'but not the bootloader that MAAS uses'],
  ['riscv64', 'it imports no bootloader for their architecture'],
])('images of %s without a bootloader cannot boot from this source alone', (arch, message) => {
  const found = warnings(rawStream({ ubuntu: ubuntu(ubuntuProduct({ arch })) }))
  expect(found.map(short)).toEqual([['any', 'advises', arch]])
  expect(found[0]?.message).toContain(message)
})

test('an s390x machine needs no bootloader', () => {
  expect(warnings(rawStream({ ubuntu: ubuntu(ubuntuProduct({ arch: 's390x' })) }))).toEqual([])
})

test('a signed index that names unsigned files is refused by every MAAS', () => {
  const found = warnings({ ...soundStream(), onlyIndexSigned: true })
  expect(found.map(({ maas, effect, count }) => [maas, effect, count])).toEqual([
    ['to-3.7', 'ends-imports', 3],
    ['from-3.8', 'refuses', 3],
  ])
})

test.each<[string, RawStream, RegExp[]]>([
  [
    'a missing signature',
    changedStream('items', 'squashfs', 'x'),
    [/names unsigned files/, /has no attribute/],
  ],
  [
    'a fault of the index',
    changedStream('entry', 'path', '/x'),
    [/is absolute path/, /names unsigned files/],
  ],
])('MAAS up to 3.7 stops at the first of several faults: %s', (_, stream, expected) => {
  const found = warnings({ ...stream, onlyIndexSigned: true })
  const messages = found.filter(({ effect }) => effect === 'ends-imports').map(({ message }) => message)
  expect(messages).toEqual(expected.map((words) => expect.stringMatching(words) as string))
})

test('signed files at an unsigned address end all imports up to 3.7', () => {
  const signedAnyway = (path: string) => path === pathOf('ubuntu')
  const found = understood(soundStream(), 'to-3.7', { signedAnyway }).warnings
  expect(found.map(short)).toEqual([['to-3.7', 'ends-imports', pathOf('ubuntu')]])
})

test('a warning about many names lists some of them and their number', () => {
  const products = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`org.example:${index}`, ubuntuProduct()]),
  )
  const found = warnings(rawStream({ file: productsFile('x', products), grub }))
  const ignored = found.find(({ effect }) => effect === 'ignores')
  expect([ignored?.names.length, ignored?.count]).toEqual([20, 50])
})
