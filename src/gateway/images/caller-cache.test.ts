import { afterEach, expect, test } from 'vitest'
import { createCallerCache } from './caller-cache.ts'
import { createHttpRegion } from '#gateway/region/http-region.ts'
import { upstreamJson, startUpstream, upstreamText } from '#testing/gateway/test-upstream.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const keyOf = (name: string) => ({ consumer: name, token: 'token', secret: 'secret' })
const MINUTE = 60_000

/** Callers of a region without images, and how often each of them has read its list. */
async function start(most = 64) {
  let wall = 0
  let held: Promise<void> | null = null
  const refused: { name: string; part: string }[] = []
  const upstream = await startUpstream(async ({ url, headers }) => {
    const signed = headers.authorization ?? ''
    if (refused.some(({ name, part }) => signed.includes(`consumer_key="${name}"`) && url.includes(part)))
      return upstreamText('Authorization Error', 401)
    if (url.endsWith('/boot-resources/')) await held
    if (url.includes('whoami')) return upstreamJson({ username: 'ann', is_superuser: true })
    return url.includes('is_importing')
      ? upstreamJson(false)
      : upstreamJson(url.includes('events') ? { events: [] } : [])
  })
  const region = createHttpRegion(upstream.url)
  open.push(upstream, region)
  const callerCache = createCallerCache(region, { embedded: false, now: () => wall, most })
  const askedBy = (end: string) => () =>
    upstream.received
      .filter(({ url }) => url.endsWith(end))
      .map(({ headers }) => /consumer_key="(\w+)"/.exec(headers.authorization ?? '')?.[1] ?? '')
  return {
    callerCache,
    lists: askedBy('/boot-resources/'),
    /** From now on MAAS answers its list only after this. */
    hold: (until: Promise<void> | null) => void (held = until),
    proven: askedBy('whoami'),
    /** From now on MAAS refuses the key of this name in requests whose path contains `part`. */
    refuse: (name: string, part = '') => void refused.push({ name, part }),
    wait: (ms: number) => {
      wall += ms
    },
  }
}

test('simultaneous callers share one read, after MAAS has accepted each of their keys', async () => {
  const { callerCache, lists, proven } = await start()
  const [a, b] = [keyOf('a'), keyOf('b')]
  await Promise.all([a, b, a, a].map((key) => callerCache.of({ ...key }).images(true)))
  expect(lists()).toHaveLength(1)
  expect(proven().toSorted()).toEqual(['a', 'b'])
})

test('a poll gets data that was read for another user with the same rights, but only with a valid key', async () => {
  const { callerCache, lists, refuse } = await start()
  await callerCache.of(keyOf('a')).images(true)
  await callerCache.of(keyOf('b')).images(false)
  expect(lists()).toEqual(['a'])
  refuse('c')
  await expect(callerCache.of(keyOf('c')).images(false)).rejects.toMatchObject({ code: 'unauthorized' })
})

test('four minutes after MAAS starts to refuse a key, the key gets nothing', async () => {
  const { callerCache, refuse, wait } = await start()
  await callerCache.of(keyOf('a')).images(true)
  refuse('a')
  wait(4 * MINUTE)
  await expect(callerCache.of(keyOf('a')).images(false)).rejects.toMatchObject({ code: 'unauthorized' })
})

test('when MAAS refuses the key of a shared read, the other caller gets an answer with their own key', async () => {
  const { callerCache, refuse } = await start()
  await Promise.all(['a', 'b'].map((name) => callerCache.of(keyOf(name)).images(true)))
  refuse('a', 'boot-resources')
  const [a, b] = [callerCache.of(keyOf('a')).images(true), callerCache.of(keyOf('b')).images(true)]
  await expect(a).rejects.toMatchObject({ code: 'unauthorized' })
  expect(await b).toMatchObject({ images: [] })
})

test('a key with another secret is a different caller', async () => {
  const { callerCache } = await start()
  const real = callerCache.of(keyOf('a'))
  expect(callerCache.of(keyOf('a'))).toBe(real)
  expect(callerCache.of({ ...keyOf('a'), secret: 'guessed' })).not.toBe(real)
  expect(callerCache.of({ ...keyOf('a'), token: 'guessed' })).not.toBe(real)
})

test('a caller is dropped when its key has not been used for ten minutes', async () => {
  const { callerCache, wait } = await start()
  const first = callerCache.of(keyOf('a'))
  wait(10 * MINUTE - 1)
  expect(callerCache.of(keyOf('a'))).toBe(first)
  wait(10 * MINUTE)
  expect(callerCache.of(keyOf('a'))).not.toBe(first)
})

test('with too many callers, the least recently used one is dropped', async () => {
  const { callerCache } = await start(2)
  const a = callerCache.of(keyOf('a'))
  const b = callerCache.of(keyOf('b'))
  expect(callerCache.of(keyOf('a'))).toBe(a)
  callerCache.of(keyOf('c'))
  expect(callerCache.of(keyOf('a'))).toBe(a)
  expect(callerCache.of(keyOf('b'))).not.toBe(b)
})

test('a key that MAAS no longer accepts is forgotten', async () => {
  const { callerCache } = await start()
  const a = callerCache.of(keyOf('a'))
  callerCache.forget(keyOf('a'))
  expect(callerCache.of(keyOf('a'))).not.toBe(a)
})

test('after a write no caller gets data that was being read before it', async () => {
  const { callerCache, lists, hold } = await start()
  let answer = () => {}
  hold(new Promise<void>((resolve) => (answer = resolve)))
  const before = callerCache.of(keyOf('a')).images(true)
  await expect.poll(lists).toHaveLength(1)
  callerCache.invalidate()
  hold(null)
  const after = callerCache.of(keyOf('a')).images(true)
  answer()
  expect(await after).not.toBe(await before)
  expect(lists()).toEqual(['a', 'a'])
})

test('when an image appears that no selection names, the selections are read again, once', async () => {
  let names: string[] = []
  const noble = { id: 1, os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }
  const selections = [noble]
  const upstream = await startUpstream(({ url }) => {
    if (url.includes('whoami')) return upstreamJson({ username: 'ann', is_superuser: true })
    if (url.includes('is_importing')) return upstreamJson(false)
    if (url.endsWith('/selections/'))
      return upstreamJson(selections.map((one) => ({ ...one, boot_source_id: 1 })))
    if (url.endsWith('/boot-sources/'))
      return upstreamJson([
        { id: 1, url: 'http://a.example/', keyring_filename: '', keyring_data: '', created: '', updated: '' },
      ])
    if (url.endsWith('/boot-resources/'))
      return upstreamJson(
        names.map((name, id) => ({ id, name, type: 'Synced', architecture: 'amd64/ga-24.04' })),
      )
    if (url.includes('/boot-resources/')) return upstreamJson({ sets: {} })
    if (url.includes('version')) return upstreamJson({ version: '3.5.13', subversion: '', capabilities: [] })
    return upstreamJson(
      url.includes('events')
        ? { events: [] }
        : url.includes('auto_import')
          ? true
          : url.includes('maas/')
            ? 'x'
            : [],
    )
  })
  const region = createHttpRegion(upstream.url)
  open.push(upstream, region)
  const caller = createCallerCache(region, { embedded: false, now: () => 0 }).of(keyOf('a'))
  const reads = () => upstream.received.filter(({ url }) => url.endsWith('/selections/')).length
  const selectedNow = async () => (await caller.regionAnswer(false)).sources?.flatMap((one) => one.selections)
  await caller.images(true)
  expect(await selectedNow()).toHaveLength(1)
  await caller.images(true)
  selections.push({ ...noble, id: 2, release: 'jammy' })
  names = ['ubuntu/noble', 'ubuntu/jammy', 'ubuntu/focal']
  expect(await selectedNow()).toHaveLength(1)
  await caller.images(true)
  expect(await selectedNow()).toHaveLength(2)
  await caller.images(true)
  await selectedNow()
  expect(reads()).toBe(2)
})
