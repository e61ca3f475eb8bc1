import { afterEach, expect, test } from 'vitest'
import { readIndex } from '#streams/simplestreams/index-file.ts'
import { readProducts } from '#streams/simplestreams/products.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'

let simulator: Simulator | undefined
afterEach(() => simulator?.close())

const VERSION = '20261130'
const NOBLE = { os: 'ubuntu', release: 'noble', arch: 'amd64', version: VERSION }

/** The newest versions of an image, as listed in the served files. */
async function served({ streamsUrl }: Simulator, release: string, arch: string) {
  const get = async (path: string): Promise<unknown> => (await fetch(`${streamsUrl}/stable/${path}`)).json()
  const { entries } = readIndex(await get('streams/v1/index.json'))
  const files = await Promise.all(entries.map(({ path }) => get(path)))
  const products = files.flatMap((file) => readProducts(file).products)
  const newest = products
    .filter((product) => product.release === release && product.arch === arch)
    .map(({ versions }) => versions[0]?.version)
  return [...new Set(newest)]
}

const held = ({ region }: Simulator, name: string, arch: string) => [
  ...new Set(
    region
      .resources()
      .filter((resource) => resource.name === name && resource.architecture.startsWith(arch))
      .map(({ id }) => region.resource(id).sets.at(-1)?.version),
  ),
]

test('a new version is in the served stream immediately, and in the region after the next import', async () => {
  let now = Date.UTC(2026, 10, 23)
  simulator = await startSimulator({ now: () => now })
  const { region } = simulator
  const etag = async () =>
    (await fetch(`${simulator?.streamsUrl}/stable/streams/v1/index.sjson`)).headers.get('etag')
  const before = await etag()
  simulator.publish('stable', NOBLE)
  expect(await etag()).not.toBe(before)
  expect(await served(simulator, 'noble', 'amd64')).toEqual([VERSION])
  expect(await served(simulator, 'noble', 'arm64')).not.toEqual([VERSION])
  expect(await served(simulator, 'jammy', 'amd64')).not.toEqual([VERSION])
  expect(held(simulator, 'ubuntu/noble', 'amd64')).not.toEqual([VERSION])

  region.startImport()
  now += 3_600_000
  expect(region.isImporting()).toBe(false)
  expect(held(simulator, 'ubuntu/noble', 'amd64')).toEqual([VERSION])
})

test('a published version exists in one region only, and mirrors do not get it', async () => {
  simulator = await startSimulator()
  simulator.publish('stable', NOBLE)
  const other = await startSimulator()
  try {
    expect(await served(other, 'noble', 'amd64')).not.toEqual([VERSION])
  } finally {
    await other.close()
  }
  expect(() => simulator?.publish('mirror', NOBLE)).toThrow('mirror is a copy of another stream')
})
