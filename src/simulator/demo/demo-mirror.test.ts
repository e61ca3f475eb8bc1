import { expect, test } from 'vitest'
import { holdingsOf } from '#streams/catalogue/presence.ts'
import { readProducts } from '#streams/simplestreams/products.ts'
import { demoStreams } from './demo-streams.ts'

const { trees } = await demoStreams()
const { stable, mirror, 'plain-mirror': plain } = trees

test.each([
  ['mirror', mirror],
  ['plain-mirror', plain],
])('%s has the signed files of stable, byte for byte, and no unsigned ones', (_name, tree) => {
  const streams = [...tree.files].filter(([path]) => path.startsWith('streams/'))
  expect(streams).toHaveLength(4)
  for (const [path, content] of streams) expect(stable.files.get(path)).toBe(content)
  expect([...tree.files.keys()].filter((path) => path.endsWith('.json') && !path.startsWith('.'))).toEqual([])
  expect(tree.products).toBe(stable.products)
})

test('a mirror lists all of stable and holds jammy and noble for amd64, and every bootloader', () => {
  for (const tree of [mirror, plain]) {
    const held = holdingsOf(tree.products).filter(({ paths }) => paths.every((path) => tree.holds(path)))
    expect(held.map(({ key }) => key).toSorted()).toEqual([
      'grub-efi-signed/amd64',
      'grub-efi/arm64',
      'grub-ieee1275/ppc64el',
      'pxelinux/amd64',
      'pxelinux/i386',
      'ubuntu/jammy/amd64',
      'ubuntu/noble/amd64',
    ])
  }
})

test('a mirror holds only the newest version, and stable every version that it lists', () => {
  const versions = stable.products.find(
    ({ release, arch }) => release === 'noble' && arch === 'amd64',
  )?.versions
  const held = (tree: typeof stable) =>
    versions?.map(({ items }) => items.every(({ path }) => tree.holds(path)))
  expect(held(mirror)).toEqual([true, false, false, false])
  expect(held(stable)).toEqual([true, true, true, true])
  expect(mirror.holds('noble/amd64/nothing')).toBe(null)
  expect(mirror.holds('streams/v1/index.sjson')).toBe(null)
})

test('the bookkeeping names each file that is held, and its products', () => {
  const references = JSON.parse(mirror.files.get('.data/references.json') ?? '') as Record<string, string[]>
  const listed = stable.products.flatMap(({ versions }) => versions.flatMap(({ items }) => items))
  const held = new Set(listed.filter(({ path }) => mirror.holds(path) !== null).map(({ path }) => path))
  expect(new Set(Object.keys(references))).toEqual(held)
  expect(references['noble/amd64/20260706/squashfs']).toContain(
    'com.ubuntu.maas:stable:v3:download/com.ubuntu.maas.stable:v3:boot:24.04:amd64:ga-24.04/20260706/squashfs',
  )
  expect(references['noble/amd64/20260706/squashfs']).toHaveLength(6)
  expect([...plain.files.keys()].filter((path) => path.startsWith('.data'))).toEqual([])
})

test('the bookkeeping has a products tree of the held files for each content ID', () => {
  const trees = [...mirror.files].filter(([path]) => path.startsWith('.data/com.'))
  expect(trees.map(([path]) => path).toSorted()).toEqual([
    '.data/com.ubuntu.maas:stable:1:bootloader-download',
    '.data/com.ubuntu.maas:stable:v3:download',
  ])
  const { products, ignored } = readProducts(
    JSON.parse(mirror.files.get('.data/com.ubuntu.maas:stable:v3:download') ?? ''),
  )
  expect(ignored).toEqual([])
  expect(products.map(({ release }) => release)).toEqual([
    ...Array(6).fill('jammy'),
    ...Array(6).fill('noble'),
  ])
  expect(products.every(({ versions }) => versions.length === 1)).toBe(true)
})
