import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import { catalogue, imagesAnswer } from '#contract/gateway.ts'
import { session } from '#contract/session.ts'
import { demoControl } from '#demo/control.ts'
import { streamsOfBuild } from '#testing/streams/signed-ahead.ts'
import { START } from '#testing/test-stack.ts'
import { createDemoHost, isForDemo } from './demo-host.ts'
import { idbKeeper } from './idb-keeper.ts'

const API = '/MAAS/api/2.0'
const FRESH = { 'x-maas-images': '1', 'content-type': 'application/json', 'x-maas-images-fresh': '1' }

/** A browser that keeps the demo of a folder. Its worker can be ended at any moment, and time goes on. */
function browserOf(folder: string) {
  let time = START
  const open = async () =>
    createDemoHost({
      ahead: await streamsOfBuild(),
      keeper: idbKeeper(folder),
      now: () => time,
      detailWaitMs: 60_000,
    })
  let host = open()
  const call = async (path: string, method = 'GET', body?: unknown): Promise<unknown> => {
    const init = { method, headers: FRESH, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const answer = await (await host).answer(new Request(`http://demo${path}`, init), path)
    return JSON.parse((await answer.text()) || 'null')
  }
  // the client of the control API calls the worker, as in a browser
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const { pathname } = new URL(url)
    if (!isForDemo(pathname)) throw new Error(`Nothing may call ${url}.`)
    return (await host).answer(new Request(url, init), pathname)
  })
  return {
    call,
    control: demoControl('http://demo/'),
    images: async () => imagesAnswer.parse(await call('/gateway/images')).images,
    isImporting: () => call(`${API}/boot-resources/?op=is_importing`),
    restart() {
      host = open()
    },
    pass(seconds: number) {
      time += seconds * 1_000
    },
  }
}
const releases = async (browser: ReturnType<typeof browserOf>) =>
  ((await browser.call(`${API}/boot-sources/1/selections/`)) as { release: string }[]).map(
    (one) => one.release,
  )

test('a visitor is signed in as the administrator, and a worker that ends keeps everything', async () => {
  const browser = browserOf('/kept/')
  expect(session.parse(await browser.call('/gateway/session')).user).toEqual({
    username: 'admin',
    admin: true,
  })
  const wanted = { os: 'ubuntu', release: 'mantic', arches: ['amd64'], subarches: ['*'], labels: ['*'] }
  await browser.call(`${API}/boot-sources/1/selections/`, 'POST', { ...wanted, believed: null })
  expect(await browser.isImporting()).toBe(true)
  await browser.control.setSpeed({ speed: 10 })

  browser.restart()
  expect(await releases(browser)).toContain('mantic')
  expect(await browser.isImporting()).toBe(true)
  expect((await browser.control.readClock()).speed).toBe(10)

  // the import of the default scenario takes less than ten minutes of the region's time
  browser.restart()
  browser.pass(60)
  browser.restart()
  expect(await browser.isImporting()).toBe(false)
  expect((await browser.images()).filter(({ release }) => release === 'focal')).toMatchObject([
    { arch: 'arm64', kind: 'synced' },
  ])

  await browser.call('/gateway/session', 'DELETE')
  browser.restart()
  expect(session.parse(await browser.call('/gateway/session')).state).toBe('signed-out')
})

test('control starts over, as another MAAS, and what is published in the browser has a valid signature', async () => {
  const browser = browserOf('/control/')
  await browser.call(`${API}/boot-sources/1/selections/1/`, 'DELETE', { believed: null })
  expect(await browser.control.reset({ scenario: 'default', version: '3.7' })).toMatchObject({
    version: '3.7.2',
  })
  expect(await browser.call(`${API}/version/`)).toMatchObject({ version: '3.7.2' })

  const read = async () => catalogue.parse(await browser.call('/gateway/catalogue/1'))
  expect((await read()).signature).toMatchObject({
    verdict: 'valid',
    signer: expect.stringContaining('MAAS Images demo'),
  })
  const change = { kind: 'publish', os: 'ubuntu', release: 'noble', version: '20270101' } as const
  await browser.control.changeStream({ name: 'stable', change })
  const published = await read()
  expect(published.signature).toMatchObject({
    verdict: 'valid',
    signer: expect.stringContaining('Published in this browser'),
  })
  expect(published.releases.find(({ release }) => release === 'noble')?.arches[0]?.version).toBe('20270101')
  await browser.control.changeStream({ name: 'stable', change: { kind: 'sign', key: 'other' } })
  expect((await read()).signature.verdict).toBe('unknown-key')

  browser.restart()
  expect((await read()).signature.verdict).toBe('unknown-key')
})

test('faults on calls outlast the worker, with the calls that they still have to spoil', async () => {
  const browser = browserOf('/faults/')
  const fault = { kind: 'answer', status: 418 } as const
  await browser.control.addFault({ side: 'region', path: 'version/', times: 2, fault })
  const version = () => browser.call(`${API}/version/`)
  expect(await version()).toHaveProperty('error')
  browser.restart()
  expect(await browser.control.listFaults()).toMatchObject([{ path: 'version/', times: 1, fault }])
  expect(await version()).toHaveProperty('error')
  expect(await version()).toMatchObject({ version: '3.5.13' })
  browser.restart()
  expect(await browser.control.listFaults()).toEqual([])
})

test('a region that a newer build of the demo cannot continue starts again', async () => {
  const browser = browserOf('/old/')
  const keeper = idbKeeper('/old/')
  await browser.call('/healthz')
  const kept = await keeper.read('region')
  if (!kept) throw new Error('The region is not kept.')
  await keeper.write('region', { ...kept, document: { ...kept.document, streams: { gone: [] } } })
  browser.restart()
  expect(await releases(browser)).toContain('noble')
  await expect(
    browser.control.changeStream({ name: 'gone', change: { kind: 'break-signature' } }),
  ).rejects.toThrow('There is no stream gone.')
})
