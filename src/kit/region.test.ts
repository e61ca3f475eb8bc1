import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { session } from '#contract/session.ts'
import { bootSource, maasVersion } from './contract.ts'
import { startProduct, type ProductOptions } from './gateway.ts'
import { ControlError, createControlClient, startRegion, type Region } from './region.ts'
import { signature } from '#testing/simulator/fixture-client.ts'

let page: string
let [first, second]: Region[] = []
const open: { close(): Promise<void> }[] = []
beforeAll(async () => {
  page = mkdtempSync(join(tmpdir(), 'kit-page-'))
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>')
  ;[first, second] = await Promise.all([
    startRegion(),
    startRegion({ scenario: 'two-sources', version: '3.8', key: 'one-key:of-this:suite' }),
  ])
  open.push(regionOf(first), regionOf(second))
})
afterAll(async () => {
  for (const one of open.toReversed()) await one.close()
  rmSync(page, { recursive: true })
})

function regionOf(region: Region | undefined): Region {
  if (region === undefined) throw new Error('The region has not started.')
  return region
}

const call = ({ url, key }: Pick<Region, 'url' | 'key'>, path: string) =>
  fetch(`${url}/api/2.0/${path}`, { headers: { Authorization: signature(key, Date.now()) } })
const read = async (region: Region, path: string) => (await (await call(region, path)).json()) as unknown
const urlsOf = async (region: Region) => {
  const sources = (await read(region, 'boot-sources/')) as unknown[]
  // MAAS 3.8 answers without the slash at the end
  return sources.map((one) => bootSource.parse(one).url.replace(/\/?$/, '/'))
}

const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const MIRROR = 'http://mirror.example.com/ubuntu/'

test('two regions side by side have their own state, version, time and control', async () => {
  const [one, other] = [regionOf(first), regionOf(second)]
  expect(maasVersion.parse(await read(one, 'version/')).version).toBe('3.5.13')
  expect(maasVersion.parse(await read(other, 'version/')).version).toBe('3.8.0')
  expect(await urlsOf(one)).toEqual([STABLE])
  expect(await urlsOf(other)).toEqual([STABLE, MIRROR])
  expect(other.key).toBe('one-key:of-this:suite')

  const before = await other.control.readClock()
  await one.control.advance({ seconds: 86_400 })
  await one.control.changeStream({ name: 'stable', change: { kind: 'break-signature' } })
  await one.control.reset({ scenario: 'fresh' })
  expect(await other.control.readClock()).toEqual(before)
  expect((await other.control.listStreams()).flatMap(({ changes }) => changes)).toEqual([])
  expect(await read(one, 'boot-resources/')).toEqual([])
  expect(await read(other, 'boot-resources/')).not.toEqual([])

  // the key of one region is unknown to the other one
  expect((await call({ url: other.url, key: one.key }, 'boot-sources/')).status).toBe(401)
})

test('its time stands still until it is moved, and another process can move it too', async () => {
  const { control, controlDoor } = regionOf(first)
  const { now } = await control.readClock()
  await expect(createControlClient(controlDoor).advance({ seconds: 60 })).resolves.toEqual({
    now: now + 60_000,
    speed: 0,
  })
  await expect(control.removeFault({ id: 99 })).rejects.toBeInstanceOf(ControlError)
})

const wayOf = async (options: ProductOptions) => {
  const product = await startProduct({ page, ...options })
  open.push(product)
  const answer = await fetch(`${product.url}/gateway/session`)
  const { way, user, region } = session.parse(await answer.json())
  return { way, user: user?.username ?? null, version: region.version }
}

test('the product runs in front of a region or of any MAAS, with sign-in or one key', async () => {
  const region = regionOf(second)
  const { url, key } = region
  const version = '3.8.0'
  expect(await wayOf({ region })).toEqual({ way: 'sign-in', user: null, version })
  expect(await wayOf({ region, access: 'fixed-key' })).toEqual({ way: 'fixed-key', user: 'admin', version })
  expect(await wayOf({ region, access: 'embedded' })).toEqual({ way: 'embedded', user: 'admin', version })
  expect(await wayOf({ maas: url })).toEqual({ way: 'sign-in', user: null, version })
  expect(await wayOf({ maas: url, key })).toEqual({ way: 'fixed-key', user: 'admin', version })
})

test.each([
  [{ scenario: 'lost' }, 'scenario: There is no scenario "lost".'],
  [
    { scenario: 'stalled', version: '3.8' } as const,
    'version: The scenario stalled exists only for MAAS 3.4',
  ],
  [{ speed: -1 }, 'speed: must be 0 to 100,000'],
  [{ key: 'only-one-part' }, 'key: must have the form consumer:token:secret'],
])('a region with %j does not start, and says why', async (options, why) => {
  await expect(startRegion(options)).rejects.toThrow(why)
})

test('a product that cannot start says why', async () => {
  const region = regionOf(first)
  const from = (options: object) => startProduct({ region, page, ...options })
  await expect(from({ basePath: '/a?b/' })).rejects.toThrow('basePath must look like /images/')
  await expect(from({ access: 'admin' })).rejects.toThrow(
    'access must be sign-in, fixed-key, embedded, not "admin"',
  )
  await expect(from({ page: '/lost' })).rejects.toThrow('The folder /lost has no built page')
  await expect(startProduct({ maas: 'maas.example.com', page })).rejects.toThrow(
    'maas must look like http://maas.example.com:5240/MAAS',
  )
  const strange = { ...regionOf(first) }
  await expect(startProduct({ region: strange, page })).rejects.toThrow('startRegion()')
  await expect(startProduct({ region: regionOf(first) })).rejects.toThrow('name its folder as `page`')
})
