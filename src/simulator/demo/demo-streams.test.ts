import { readCleartextMessage, readKey } from 'openpgp'
import { describe, expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { catalogue } from '#contract/gateway.ts'
import { catalogueOf } from '#streams/catalogue/catalogue.ts'
import { readIndex } from '#streams/simplestreams/index-file.ts'
import { readKeyring } from '#streams/signatures/keyring.ts'
import { readProducts } from '#streams/simplestreams/products.ts'
import { verifyClearsigned } from '#streams/signatures/verify.ts'
import { demoStreams } from './demo-streams.ts'

const { trees, keyring, armoredKeyring, otherKeyring, armoredOtherKeyring } = await demoStreams()
const keys = await readKeyring(keyring)
const armoredKeys = await readKeyring(Buffer.from(armoredKeyring))
// before any test prepares them
const largeAtFirst = trees.large.files.size
const otherAtFirst = trees['other-key'].files.size
await trees.large.prepare?.()
await trees['other-key'].prepare?.()

const INDEX = 'streams/v1/index'

const parsed = (text = ''): unknown => JSON.parse(text)

describe.each(['stable', 'candidate', 'large'] as const)('the %s stream', (name) => {
  const { files } = trees[name]
  const signedIndex = files.get(`${INDEX}.sjson`) ?? ''

  test('is signed, and one changed byte makes the signature invalid', async () => {
    expect((await verifyClearsigned(signedIndex, keys)).verdict).toBe('valid')
    expect((await verifyClearsigned(signedIndex, armoredKeys)).verdict).toBe('valid')
    const changed = signedIndex.replace('index:1.0', 'index:1.1')
    expect((await verifyClearsigned(changed, keys)).verdict).toBe('bad')
  })

  test('serves every file that its index names, each one signed, and together they hold its products', async () => {
    const { data } = await verifyClearsigned(signedIndex, keys)
    const { entries, ignored } = readIndex(parsed(data))
    expect(ignored).toEqual([])
    expect(entries.length).toBeGreaterThanOrEqual(3)
    const read = await Promise.all(
      entries.map(async ({ path }) => verifyClearsigned(files.get(path) ?? '', keys)),
    )
    expect(read.map(({ verdict }) => verdict)).toEqual(entries.map(() => 'valid'))
    const products = read.flatMap((file) => readProducts(parsed(file.data)).products)
    expect(products).toEqual(trees[name].products)
    expect(read.flatMap((file) => readProducts(parsed(file.data)).ignored)).toEqual([])
  })

  test('has the same content in unsigned files, with other paths in its index', async () => {
    for (const [path, signed] of files) {
      if (!path.endsWith('.sjson')) continue
      const { data } = await verifyClearsigned(signed, keys)
      const plain = files.get(path.replace(/sjson$/, 'json'))
      expect(data.trimEnd()).not.toBe('')
      const same = path === `${INDEX}.sjson` ? data.replaceAll(/\.sjson"/g, '.json"') : data
      expect(same.trimEnd()).toBe(plain?.trimEnd())
    }
    expect(files.get(`${INDEX}.json`)).not.toContain('sjson')
  })

  test('repeats no product, and no kernel of an image', () => {
    const names = trees[name].products.map((product) => product.name)
    expect(new Set(names).size).toBe(names.length)
    const images = catalogueOf(trees[name].products, []).releases.flatMap(({ arches }) => arches)
    for (const { kernels } of images) {
      expect(new Set(kernels.map((kernel) => kernel.name)).size).toBe(kernels.length)
    }
  })

  test('becomes a catalogue that the gateway can answer', () => {
    const answer = { ...emptyCatalogue(), ...catalogueOf(trees[name].products, []) }
    expect(catalogue.safeParse(answer).error).toBeUndefined()
  })
})

describe('stable', () => {
  const { products } = trees.stable
  const { releases } = catalogueOf(products, [])

  test('is as long as the real list: 233 products of Ubuntu, 2 of CentOS, 5 bootloaders', () => {
    const count = (of: (product: (typeof products)[number]) => boolean) => products.filter(of).length
    expect(count(({ kind, os }) => kind === 'image' && os === 'ubuntu')).toBe(233)
    expect(count(({ os }) => os === 'centos')).toBe(2)
    expect(count(({ kind }) => kind === 'bootloader')).toBe(5)
  })

  test('has 87 images in 19 releases', () => {
    expect(releases).toHaveLength(19)
    expect(releases.flatMap(({ arches }) => arches)).toHaveLength(87)
  })

  test('has as many rows in the cache of MAAS as the real list: 2,391', () => {
    const rows = products.flatMap((product) =>
      product.kind === 'bootloader'
        ? [`${product.os}/${product.arch}/${product.bootloaderType}`]
        : [...new Set([product.subarch, ...product.subarches])].map((subarch) =>
            [product.os, product.release, product.arch, subarch, product.kflavor].join('/'),
          ),
    )
    expect(new Set(rows).size).toBe(2_391)
  })

  test.each([
    ['12.04', 11],
    ['14.04', 30],
    ['16.04', 27],
    ['18.04', 27],
    ['20.04', 21],
    ['20.10', 9],
    ['21.04', 9],
    ['21.10', 9],
    ['22.04', 23],
    ['22.10', 9],
    ['23.04', 9],
    ['23.10', 7],
    ['24.04', 20],
    ['24.10', 6],
    ['25.04', 6],
    ['25.10', 5],
    ['26.04', 5],
  ])('has for %s %d products', (version, count) => {
    expect(products.filter((product) => product.os === 'ubuntu' && product.version === version)).toHaveLength(
      count,
    )
  })

  test('has four versions of supported releases, and one of others', () => {
    const versions = (release: string) =>
      products.find((product) => product.release === release)?.versions.map(({ version }) => version)
    expect(versions('noble')).toEqual(['20260706', '20260623', '20260610', '20260528'])
    expect(versions('bionic')).toEqual(['20230607'])
  })

  test('has sizes like the real one: jammy amd64 with all kernels has about 1.26 GB', () => {
    const jammy = releases
      .find(({ release }) => release === 'jammy')
      ?.arches.find(({ arch }) => arch === 'amd64')
    const bytes = jammy?.files.reduce((sum, [size]) => sum + size, 0) ?? 0
    expect(bytes / 1e9).toBeCloseTo(1.26, 1)
  })
})

test('candidate is newer in some releases and has one that stable lacks', () => {
  const newest = (name: 'stable' | 'candidate') =>
    new Map(
      catalogueOf(trees[name].products, []).releases.map(({ release, arches }) => [
        release,
        arches[0]?.version ?? '',
      ]),
    )
  const stable = newest('stable')
  const candidate = newest('candidate')
  const newer = [...candidate].filter(([release, version]) => version > (stable.get(release) ?? version))
  expect(newer.map(([release]) => release).toSorted()).toEqual(['jammy', 'noble', 'resolute'])
  expect([...candidate.keys()].filter((release) => !stable.has(release))).toEqual(['stalwart'])
})

test('the files of large are created on demand, and then kept', async () => {
  expect(largeAtFirst).toBe(0)
  const index = trees.large.files.get(`${INDEX}.sjson`)
  await trees.large.prepare?.()
  expect(trees.large.files.get(`${INDEX}.sjson`)).toBe(index)
  expect(trees.large.products).toBe(trees.large.products)
})

test('large holds more than 2,000 images', () => {
  const { releases } = catalogueOf(trees.large.products, [])
  expect(releases.flatMap(({ arches }) => arches).length).toBeGreaterThan(2_000)
})

describe('other-key', () => {
  const tree = trees['other-key']

  test('is created on demand, signed with another key, and offers jammy and noble for amd64', async () => {
    expect(otherAtFirst).toBe(0)
    const index = tree.files.get(`${INDEX}.sjson`) ?? ''
    const fingerprint = async (keys: Uint8Array) =>
      (await readKey({ binaryKey: keys })).getFingerprint().toUpperCase()
    const keyIds = (await readCleartextMessage({ cleartextMessage: index })).getSigningKeyIDs()
    expect(keyIds.map((id) => id.toHex().toUpperCase())).toEqual([
      (await fingerprint(otherKeyring)).slice(-16),
    ])
    expect(await fingerprint(otherKeyring)).not.toBe(await fingerprint(keyring))
    const { releases } = catalogueOf(tree.products, [])
    expect(releases.map(({ release, arches }) => [release, arches.map(({ arch }) => arch)])).toEqual([
      ['jammy', ['amd64']],
      ['noble', ['amd64']],
    ])
  })

  test('provides its key in the form that keyrings contain', () => {
    const contains = (whole: Uint8Array, part: Uint8Array) => Buffer.from(whole).includes(Buffer.from(part))
    expect(contains(otherKeyring, tree.signedBy)).toBe(true)
    expect(contains(keyring, tree.signedBy)).toBe(false)
    expect(contains(Buffer.from(armoredOtherKeyring), tree.signedBy)).toBe(false)
    expect(contains(keyring, trees.mirror.signedBy)).toBe(true)
  })
})
