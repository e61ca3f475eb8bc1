import { describe, expect, test } from 'vitest'
import { fileVerdict, type Holding, holdingsOf, sampleOf } from './presence.ts'
import { readProducts } from '#streams/simplestreams/products.ts'

const file = (ftype: string, path: string, size: number) => ({ ftype, path, sha256: '0'.repeat(64), size })

const image = (kernel: string, version: string) => ({
  os: 'ubuntu',
  release: 'noble',
  arch: 'amd64',
  subarch: kernel,
  versions: {
    [version]: {
      items: {
        'boot-kernel': file('boot-kernel', `noble/${version}/${kernel}/boot-kernel`, 15),
        squashfs: file('squashfs', `noble/${version}/squashfs`, 270),
        manifest: file('manifest', `noble/${version}/squashfs.manifest`, 1),
      },
    },
    '20200101': { items: { squashfs: file('squashfs', 'noble/20200101/squashfs', 270) } },
  },
})

test('an image consists of the files of its newest versions, the largest first, shared ones once, without the manifest', () => {
  const { products } = readProducts({
    content_id: 'x',
    products: {
      'com.example:v3:boot:24.04:amd64:ga-24.04': image('ga-24.04', '20260706'),
      'com.example:v3:boot:24.04:amd64:hwe-24.04': image('hwe-24.04', '20260706'),
      'com.example:1:grub-efi-signed:uefi:amd64': {
        os: 'grub-efi-signed',
        arch: 'amd64',
        'bootloader-type': 'uefi',
        versions: { '1.0': { items: { shim: file('archive.tar.xz', 'bootloaders/shim.tar.xz', 2) } } },
      },
      'com.example:1:maas-notification': {
        arch: 'all',
        release: 'notifications',
        versions: { '1': { items: { n: file('notifications', 'n.yaml', 20) } } },
      },
    },
  })
  expect(holdingsOf(products)).toEqual([
    {
      kind: 'image',
      key: 'ubuntu/noble/amd64',
      paths: [
        'noble/20260706/squashfs',
        'noble/20260706/ga-24.04/boot-kernel',
        'noble/20260706/hwe-24.04/boot-kernel',
      ],
      sizes: new Map([
        ['noble/20260706/ga-24.04/boot-kernel', 15],
        ['noble/20260706/squashfs', 270],
        ['noble/20260706/hwe-24.04/boot-kernel', 15],
      ]),
    },
    {
      kind: 'bootloader',
      key: 'grub-efi-signed/amd64',
      paths: ['bootloaders/shim.tar.xz'],
      sizes: new Map([['bootloaders/shim.tar.xz', 2]]),
    },
  ])
})

const holding = (kind: Holding['kind'], key: string, ...paths: string[]): Holding => ({
  kind,
  key,
  paths,
  sizes: new Map(paths.map((path) => [path, 1])),
})

describe('a sample of the files', () => {
  const images = Array.from({ length: 100 }, (_, n) =>
    holding('image', `${n}`, `${n}/squashfs`, `${n}/initrd`, `${n}/kernel`),
  )
  const loaders = ['grub', 'shim', 'pxelinux'].map((name) => holding('bootloader', name, `loaders/${name}`))

  test('has the largest file of each bootloader, and of images spread over the whole list', () => {
    const sample = sampleOf([...images, ...loaders], 24)
    expect(sample).toHaveLength(24)
    expect(sample.slice(0, 3)).toEqual(['loaders/grub', 'loaders/shim', 'loaders/pxelinux'])
    const numbers = sample.slice(3).map((path) => Number(path.replace('/squashfs', '')))
    expect(numbers.every((number, at) => number - (numbers[at - 1] ?? -1) <= 5)).toBe(true)
    expect(numbers.at(-1)).toBe(99)
  })

  test('consists of bootloaders to a quarter at most', () => {
    const many = Array.from({ length: 50 }, (_, n) => holding('bootloader', `l${n}`, `loaders/${n}`))
    const sample = sampleOf([...many, ...images], 24)
    expect(sample.filter((path) => path.startsWith('loaders/')).length).toBeLessThan(14)
    expect(sample.filter((path) => path.endsWith('squashfs')).length).toBeGreaterThan(10)
  })

  test('has every file of a short list, a shared one once', () => {
    const few = [holding('image', 'a', 'squashfs', 'a/kernel'), holding('image', 'b', 'squashfs', 'b/kernel')]
    expect(sampleOf(few, 24)).toEqual(['squashfs', 'a/kernel', 'b/kernel'])
    expect(sampleOf([], 24)).toEqual([])
  })

  test('is the same for the same list', () => {
    expect(sampleOf(images, 24)).toEqual(sampleOf([...images], 24))
  })
})

test.each([
  ['there', 7, 7, 'there'],
  ['there', 6, 7, 'wrong-size'],
  ['there', 8, 7, 'wrong-size'],
  ['there', 0, 7, 'wrong-size'],
  ['there', null, 7, 'unsized'],
  ['there', 7, undefined, 'unsized'],
  ['absent', null, 7, 'missing'],
  ['unclear', null, 7, 'unclear'],
] as const)('a file answered with %s and %s bytes, listed with %s: %s', (state, size, listed, verdict) => {
  expect(fileVerdict({ state, size }, listed)).toBe(verdict)
})

test('an image with two labels is checked for each label separately', () => {
  const { products } = readProducts({
    content_id: 'x',
    products: {
      'x:v3:boot:1': { ...image('ga-24.04', '20260706'), label: 'stable' },
      'x:v3:boot:2': { ...image('ga-24.04', '20260801'), label: 'candidate' },
      'x:v3:boot:3': { ...image('ga-24.04', '20260801'), label: 'candidate', arch: 'arm64' },
    },
  })
  expect(holdingsOf(products).map(({ key, paths }) => [key, paths[0]])).toEqual([
    ['ubuntu/noble/amd64 (stable)', 'noble/20260706/squashfs'],
    ['ubuntu/noble/amd64 (candidate)', 'noble/20260801/squashfs'],
    ['ubuntu/noble/arm64', 'noble/20260801/squashfs'],
  ])
})
