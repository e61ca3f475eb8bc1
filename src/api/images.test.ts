import { MutationObserver, QueryClient, type MutationObserverOptions } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import * as api from './images.ts'
import { dismissNotification } from './notifications.ts'
import {
  createSelection,
  deleteSelection,
  readSelections,
  updateSelection,
} from './writes/selection-writes.ts'
import type { ApiError } from './client.ts'

type Call = { method: string; path: string; body: unknown }

const calls: Call[] = []
/** The answer of the gateway to one call; undefined: 204. */
let answer: (call: Call) => Response | undefined

beforeEach(() => {
  calls.length = 0
  answer = () => undefined
  vi.stubGlobal('fetch', async (path: string, init: { method: string; body?: string }) => {
    const call = { method: init.method, path, body: init.body === undefined ? null : JSON.parse(init.body) }
    calls.push(call)
    return answer(call) ?? new Response(null, { status: 204 })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const wish = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }
const stored = { id: 7, boot_source_id: 2, ...wish }
const refused = (message: string) => Response.json({ error: { code: 'not-found', message } }, { status: 404 })
const aSource = {
  id: 2,
  url: 'http://a.example.com/',
  keyring_filename: '/usr/share/keyrings/a.gpg',
  keyring_data: '',
  created: '2026-11-01T00:00:00',
  updated: '2026-11-01T00:00:00',
}
const aCatalogue = emptyCatalogue({ url: 'http://a.example.com/' })
const images = (importing: boolean) => ({ importing, unread: 0, images: [] })

const mutate = <Data, Body>(
  options: (client: QueryClient) => MutationObserverOptions<Data, Error, Body>,
  body: Body,
) => {
  const client = new QueryClient()
  return new MutationObserver(client, options(client)).mutate(body)
}

test.each<[string, () => Promise<unknown>, unknown, Call]>([
  [
    'selections are read from their source',
    () => readSelections({ id: 2 }),
    [stored],
    { method: 'GET', path: '/MAAS/api/2.0/boot-sources/2/selections/', body: null },
  ],
  [
    'a selection is created in its source',
    () => createSelection(2, wish),
    stored,
    { method: 'POST', path: '/MAAS/api/2.0/boot-sources/2/selections/', body: { ...wish, expected: null } },
  ],
  [
    'an update replaces the whole selection',
    () => updateSelection(2, 7, wish, { ...wish, arches: ['amd64'] }),
    stored,
    {
      method: 'PUT',
      path: '/MAAS/api/2.0/boot-sources/2/selections/7/',
      body: { ...wish, expected: { ...wish, arches: ['amd64'] } },
    },
  ],
  [
    'a selection is deleted by its ID',
    () => deleteSelection(2, 7, wish),
    null,
    {
      method: 'DELETE',
      path: '/MAAS/api/2.0/boot-sources/2/selections/7/',
      body: { expected: wish },
    },
  ],
  [
    'an import is one call',
    () => api.startImport(),
    { message: 'Import of boot resources started' },
    { method: 'POST', path: '/MAAS/api/2.0/boot-resources/?op=import', body: {} },
  ],
  [
    'stopping is one call',
    () => mutate(api.stopImporting, undefined),
    { message: 'Import of boot resources is being stopped' },
    { method: 'POST', path: '/MAAS/api/2.0/boot-resources/?op=stop_import', body: {} },
  ],
  [
    'a setting that is false is sent as false, because MAAS reads other values as true',
    () => mutate(api.setConfig, { name: 'boot_images_auto_import', value: false }),
    null,
    {
      method: 'POST',
      path: '/MAAS/api/2.0/maas/?op=set_config',
      body: { name: 'boot_images_auto_import', value: false },
    },
  ],
])('%s', async (_, ask, said, call) => {
  answer = () => (said === null ? undefined : Response.json(said))
  expect(await ask()).toEqual(said)
  expect(calls).toEqual([call])
})

test.each<[string, priority: number | undefined, part: object, taken: object]>([
  ['MAAS 3.8 imports all kernels of a selection without kernels', 1, { subarches: [] }, { subarches: ['*'] }],
  ['MAAS 3.8 imports a selection without labels', 1, { labels: [] }, { labels: ['*'] }],
  ['MAAS 3.8 imports nothing of a selection without architectures', 1, { arches: [] }, {}],
  ['MAAS 3.8 stores the kernels of a selection', 1, { subarches: ['ga-24.04'] }, {}],
  ['MAAS up to 3.7 imports nothing of a selection without kernels', undefined, { subarches: [] }, {}],
  ['MAAS up to 3.7 imports nothing of a selection without labels', undefined, { labels: [] }, {}],
])('a selection is read as MAAS acts on it: %s', async (_, priority, part, taken) => {
  const received = { ...stored, ...part }
  const source = { ...aSource, ...(priority !== undefined && { priority }) }
  const answered = { ...aRegionAnswer('3.8.0'), sources: [{ source, selections: [received] }] }
  answer = ({ path }) => Response.json(path === '/gateway/region' ? answered : [received])
  const expected = [{ ...received, ...taken }]
  expect(await readSelections(source)).toEqual(expected)
  const region = await new QueryClient().query(api.regionQuery())
  expect(region.sources?.map(({ selections }) => selections)).toEqual([expected])
})

test('a write invalidates the images before it ends, even if it is refused', async () => {
  const client = new QueryClient()
  client.setQueryData(api.imagesQuery().queryKey, images(false))
  answer = ({ method }) => (method === 'POST' ? refused('No.') : undefined)
  const order = new MutationObserver(client, api.stopImporting(client)).mutate(undefined)
  await expect(order).rejects.toMatchObject({ kind: 'refused' } satisfies Partial<ApiError>)
  expect(client.getQueryState(api.imagesQuery().queryKey)?.isInvalidated).toBe(true)
})

test('dismissing a notification reads the region again, but not its images', async () => {
  const client = new QueryClient()
  const { queryKey } = api.imagesQuery()
  const region = api.regionQuery().queryKey
  client.setQueryData(queryKey, images(false))
  client.setQueryData([...region], {})
  await new MutationObserver(client, dismissNotification(client)).mutate(3)
  expect(client.getQueryState(region)?.isInvalidated).toBe(true)
  expect(client.getQueryState(queryKey)?.isInvalidated).toBe(false)
})

/** The time until a query is read again, in ms, after its last result. */
function nextRead(client: QueryClient, options: { queryKey: readonly unknown[]; refetchInterval?: unknown }) {
  const query = client.getQueryCache().find({ queryKey: options.queryKey })
  return (options.refetchInterval as (query: unknown) => unknown)(query)
}

test('the caller decides how often images are read; after a failure they are read again soon', async () => {
  const client = new QueryClient()
  const options = api.imagesQuery((data) => (data?.importing ? 3_000 : 600_000))
  client.setQueryData(options.queryKey, images(true))
  expect(nextRead(client, options)).toBe(3_000)
  client.setQueryData(options.queryKey, images(false))
  expect(nextRead(client, options)).toBe(600_000)
  answer = () => refused('Away.')
  await expect(client.query({ ...options, retry: false })).rejects.toThrow('Away.')
  expect(nextRead(client, options)).toBeLessThanOrEqual(12_500)
})

test('the catalogue of a source that MAAS no longer has gives an error that says so', async () => {
  const client = new QueryClient()
  const options = api.catalogueQuery({ id: 2, url: 'http://a.example.com/', updated: '2026-11-01' })
  answer = () => Response.json(null)
  await expect(client.query({ ...options, retry: false })).rejects.toThrow(
    'MAAS no longer has this boot source',
  )
})

test('a catalogue is read again soon only if it could not be read', async () => {
  const client = new QueryClient()
  const options = api.catalogueQuery({ id: 2, url: 'http://a.example.com/', updated: '2026-11-01' })
  answer = () => refused('Away.')
  await expect(client.query({ ...options, retry: false })).rejects.toThrow('Away.')
  expect(calls.map(({ path }) => path)).toEqual(['/gateway/catalogue/2'])
  const soon = Number(nextRead(client, options))
  client.setQueryData(options.queryKey, aCatalogue)
  expect(Number(nextRead(client, options))).toBeGreaterThan(10 * soon)
})

test.each([{ id: 3 }, { url: 'http://b.example.com/' }, { updated: '2026-11-02' }])(
  'a cached catalogue is not used for its source after the source changed to %j',
  (part) => {
    const source = { id: 2, url: 'http://a.example.com/', updated: '2026-11-01' }
    const client = new QueryClient()
    client.setQueryData(api.catalogueQuery(source).queryKey, aCatalogue)
    expect(client.getQueryData(api.catalogueQuery({ ...source }).queryKey)).toEqual(aCatalogue)
    expect(client.getQueryData(api.catalogueQuery({ ...source, ...part }).queryKey)).toBeUndefined()
  },
)

test.each([
  ['already runs', [true], 0],
  ['is not reported at first', [false, false, true], 2],
  ['never starts', [false], 3],
])('after starting an import, MAAS is polled until it reports one: the import %s', async (_, said, times) => {
  vi.useFakeTimers()
  const client = new QueryClient()
  const { queryKey } = api.imagesQuery()
  let reads = 0
  client.setQueryData(queryKey, images(said[0] ?? false))
  vi.spyOn(client, 'invalidateQueries').mockImplementation(async () => {
    reads++
    client.setQueryData(queryKey, images(said[Math.min(reads, said.length - 1)] ?? false))
  })
  const watched = api.watchImportStart(client)
  await vi.runAllTimersAsync()
  await watched
  expect(reads).toBe(times)
})

test.each([
  ['no import is started while one is running that it would cancel', true, [true], false],
  ['no import is started while one is running that MAAS does not report yet', true, [false, true], false],
  ['an import is started when none is running', true, [false, false], true],
  ['an import is always started where MAAS only repeats the running one', false, [true], true],
])('%s', async (_, oneAtATime, said, starts) => {
  const answers = [...said]
  answer = ({ path }) => (path.endsWith('op=is_importing') ? Response.json(answers.shift()) : undefined)
  await mutate((client) => api.importMutation(client, oneAtATime, async () => {}), undefined)
  expect(calls.some(({ method }) => method === 'POST')).toBe(starts)
})
