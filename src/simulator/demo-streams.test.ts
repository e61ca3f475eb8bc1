import { describe, expect, test } from 'vitest'
import { catalogue } from '#contract/gateway.ts'
import { catalogueOf } from '#streams/catalogue.ts'
import { readIndex } from '#streams/index-file.ts'
import { verifyClearsigned } from '#streams/verify.ts'
import { subarchesOf } from './demo-products.ts'
import { demoStreams } from './demo-streams.ts'

const { trees, keyring, armoredKeyring } = await demoStreams()

describe.each(['stable', 'candidate', 'large'] as const)('the %s stream', (name) => {
  const { files } = trees[name]
  const index = files.get('streams/v1/index.sjson') ?? ''

  test('is signed, and one changed byte is noticed', async () => {
    expect((await verifyClearsigned(index, keyring)).verdict).toBe('valid')
    expect((await verifyClearsigned(index, Buffer.from(armoredKeyring))).verdict).toBe('valid')
    expect((await verifyClearsigned(index.replace('index:1.0', 'index:1.1'), keyring)).verdict).toBe('bad')
  })

  test('serves every file its index names, each signed', async () => {
    const { data } = await verifyClearsigned(index, keyring)
    const { entries, ignored } = readIndex(JSON.parse(data))
    expect(ignored).toEqual([])
    const verdicts = await Promise.all(
      entries.map(async ({ path }) => (await verifyClearsigned(files.get(path) ?? '', keyring)).verdict),
    )
    expect(verdicts).toEqual(entries.map(() => 'valid'))
  })

  test('says the same without a signature, with other paths', async () => {
    const { data } = await verifyClearsigned(index, keyring)
    expect(JSON.parse(data.replaceAll('.sjson', '.json'))).toEqual(
      JSON.parse(files.get('streams/v1/index.json') ?? ''),
    )
  })

  test('makes a catalogue as the gateway answers it', () => {
    const signature = { verdict: 'valid', message: '', signer: null, fingerprint: null }
    const answer = {
      url: trees[name].url,
      updated: null,
      readAt: '',
      signature,
      ...catalogueOf(trees[name].products, []),
    }
    expect(catalogue.safeParse(answer).error).toBeUndefined()
  })
})

describe('stable', () => {
  const { products } = trees.stable
  const { releases } = catalogueOf(products, [])

  test('is the full real list: 233 products of Ubuntu, 2 of CentOS, 5 bootloaders', () => {
    const count = (of: (product: (typeof products)[number]) => boolean) => products.filter(of).length
    expect(count(({ kind, os }) => kind === 'image' && os === 'ubuntu')).toBe(233)
    expect(count(({ os }) => os === 'centos')).toBe(2)
    expect(count(({ kind }) => kind === 'bootloader')).toBe(5)
  })

  test('makes 87 images in 19 releases', () => {
    expect(releases).toHaveLength(19)
    expect(releases.flatMap(({ arches }) => arches)).toHaveLength(87)
  })

  test.each([
    ['12.04', 11],
    ['14.04', 30],
    ['16.04', 27],
    ['18.04', 27],
    ['20.04', 21],
    ['20.10', 9],
    ['22.04', 23],
    ['23.10', 7],
    ['24.04', 20],
    ['24.10', 6],
    ['25.10', 5],
    ['26.04', 5],
  ])('has of %s %d products', (version, count) => {
    expect(products.filter((product) => product.os === 'ubuntu' && product.version === version)).toHaveLength(
      count,
    )
  })

  test('keeps four versions of what is supported, one of what is not', () => {
    const versions = (release: string) =>
      products.find((product) => product.release === release)?.versions.map(({ version }) => version)
    expect(versions('noble')).toEqual(['20260706', '20260623', '20260610', '20260528'])
    expect(versions('bionic')).toEqual(['20230607'])
  })

  test('weighs what the real one weighs: jammy amd64 with all kernels about 1.26 GB', () => {
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

test('large holds more than 2,000 images', () => {
  const { releases } = catalogueOf(trees.large.products, [])
  expect(releases.flatMap(({ arches }) => arches).length).toBeGreaterThan(2_000)
})

test.each([
  ['hwe-t', '14.04', 'generic,hwe-p,hwe-q,hwe-r,hwe-s,hwe-t'],
  ['ga-16.04', '16.04', 'generic,hwe-p,hwe-q,hwe-r,hwe-s,hwe-t,hwe-u,hwe-v,hwe-w,ga-16.04'],
  [
    'hwe-18.04-edge',
    '18.04',
    'generic,hwe-p,hwe-q,hwe-r,hwe-s,hwe-t,hwe-u,hwe-v,hwe-w,ga-16.04,ga-16.10,ga-17.04,ga-17.10,ga-18.04,hwe-18.10,hwe-19.04',
  ],
  [
    'hwe-22.04-edge',
    '22.04',
    'generic,hwe-p,hwe-q,hwe-r,hwe-s,hwe-t,hwe-u,hwe-v,hwe-w,ga-16.04,ga-16.10,ga-17.04,ga-17.10,ga-18.04,hwe-18.10,hwe-19.04,hwe-19.10,hwe-20.04,hwe-22.04',
  ],
])('%s of %s stands in for the kernels before it', (subarch, version, list) => {
  expect(subarchesOf(subarch, version)).toBe(list)
})
