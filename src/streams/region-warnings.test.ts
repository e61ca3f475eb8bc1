import { expect, test } from 'vitest'
import { readIndex } from './index-file.ts'
import { readProducts } from './products.ts'
import { regionWarnings, type StreamWarning } from './region-warnings.ts'

const file = (path: string, ftype = path) => ({ ftype, path, sha256: '0'.repeat(64), size: 1 })
const items = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, file(key)]))
const versions = (...keys: string[]) => ({ '20260706': { items: items(...keys) } })

const ubuntu = (part: object = {}) => ({
  arch: 'amd64',
  label: 'stable',
  os: 'ubuntu',
  release: 'noble',
  release_title: '24.04 LTS',
  subarch: 'ga-24.04',
  subarches: 'generic,ga-24.04',
  version: '24.04',
  versions: versions('boot-initrd', 'boot-kernel', 'manifest', 'squashfs'),
  ...part,
})
const centos = { ...ubuntu(), os: 'centos', release: '8', versions: versions('manifest', 'root-tgz') }
const loader = (os: string, arch: string) => ({
  arch,
  arches: arch,
  'bootloader-type': 'uefi',
  label: 'stable',
  os,
  versions: versions('grub2-signed'),
})

const UBUNTU = 'com.ubuntu.maas.stable:v3:boot:24.04:amd64:ga-24.04'
const GRUB = 'com.ubuntu.maas.stable:1:grub-efi-signed:uefi:amd64'

type Files = Record<string, Record<string, object>>
const WELL: Files = {
  v3: { [UBUNTU]: ubuntu() },
  boot: { [GRUB]: loader('grub-efi-signed', 'amd64') },
  centos: { 'com.ubuntu.maas.stable:centos-bases:8:amd64': centos },
}

type Odd = { entries?: Record<string, object>; top?: object; signed?: boolean; ending?: string }

/** What is warned of in a stream of these files. */
function warnings(files: Files, { entries = {}, top = {}, signed = true, ending = 'sjson' }: Odd = {}) {
  const listed = Object.keys(files).map((id) => [
    id,
    { datatype: 'image-ids', path: `streams/v1/${id}.${ending}` },
  ])
  const json = { format: 'index:1.0', index: { ...Object.fromEntries(listed), ...entries } }
  const read = Object.entries(files).map(([contentId, products]) => {
    const raw = { content_id: contentId, datatype: 'image-ids', updated: 'now', ...top, products }
    return {
      contentId,
      path: contentId,
      datatype: 'image-ids',
      json: raw,
      products: readProducts(raw).products,
    }
  })
  return regionWarnings({ json, entries: readIndex(json).entries, signed }, read)
}

const short = ({ maas, effect, names }: StreamWarning) => [maas, effect, ...names]

test('a stream as Canonical makes it gives no warning', () => {
  expect(warnings(WELL)).toEqual([])
})

test.each<[string, Files, Odd, string[]]>([
  [
    'release notifications stop MAAS 3.7',
    WELL,
    { entries: { notes: { datatype: 'release-notifications', path: 'n.sjson' } } },
    ['from-3.7', 'refuses', 'notes'],
  ],
  [
    'so does a kind of file it does not know',
    WELL,
    { entries: { more: { datatype: 'recipes', path: 'r.sjson' } } },
    ['from-3.7', 'refuses', 'more'],
  ],
  [
    'a product that lacks a key stops MAAS 3.7',
    { ...WELL, v3: { [UBUNTU]: ubuntu({ release_title: undefined }) } },
    {},
    ['from-3.7', 'refuses', `v3: ${UBUNTU} lacks release_title`],
  ],
  [
    'also when the key is inherited from above',
    { ...WELL, v3: { [UBUNTU]: ubuntu({ os: undefined }) } },
    { top: { os: 'ubuntu' } },
    ['from-3.7', 'refuses', `v3: ${UBUNTU} lacks os`],
  ],
  [
    'a version that lacks its manifest stops MAAS 3.7',
    { ...WELL, v3: { [UBUNTU]: ubuntu({ versions: versions('boot-initrd', 'boot-kernel', 'squashfs') }) } },
    {},
    ['from-3.7', 'refuses', `v3: ${UBUNTU} 20260706 lacks manifest`],
  ],
  [
    'a file without products stops MAAS 3.7',
    { ...WELL, empty: {} },
    {},
    ['from-3.7', 'refuses', 'empty: has no products'],
  ],
  [
    'an image made for writing to a disk stops MAAS 3.7',
    {
      ...WELL,
      centos: { 'a:centos-bases:8:amd64': { ...centos, versions: versions('manifest', 'root-dd.gz') } },
    },
    {},
    ['from-3.7', 'refuses', 'centos: a:centos-bases:8:amd64 20260706 lacks root-tgz'],
  ],
  [
    'an Ubuntu product with another kind of name is not imported',
    { ...WELL, v3: { 'org.example:boot:24.04:amd64': ubuntu() } },
    {},
    ['any', 'ignores', 'org.example:boot:24.04:amd64'],
  ],
  [
    'nor is a bootloader with another kind of name',
    { ...WELL, boot: { 'org.example:grub': loader('grub-efi-signed', 'amd64') } },
    {},
    ['any', 'ignores', 'org.example:grub'],
  ],
  [
    'images of an architecture without a bootloader cannot boot from here alone',
    { v3: { [UBUNTU]: ubuntu(), [`${UBUNTU}2`]: ubuntu({ arch: 's390x' }) } },
    {},
    ['any', 'advises', 'amd64'],
  ],
])('%s', (_, files, odd, expected) => {
  expect(warnings(files, odd).map(short)).toEqual([expected])
})

test('an image without what a machine needs is told for every MAAS', () => {
  const files = {
    ...WELL,
    v3: { [UBUNTU]: ubuntu({ versions: versions('boot-initrd', 'manifest', 'squashfs') }) },
  }
  expect(warnings(files).map(short)).toContainEqual(['any', 'ignores', UBUNTU])
})

test('files without a signature are refused, but where nothing is verified', () => {
  const [warning, ...others] = warnings(WELL, { ending: 'json' })
  expect([warning?.effect, warning?.count, others]).toEqual(['refuses', 3, []])
  expect(warnings(WELL, { ending: 'json', signed: false })).toEqual([])
})

test('of many names some are given, and how many there are', () => {
  const products = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`org.example:${index}`, ubuntu()]),
  )
  const [warning] = warnings({ ...WELL, v3: products })
  expect([warning?.names.length, warning?.count]).toEqual([20, 50])
})
