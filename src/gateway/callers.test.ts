import { afterEach, expect, test } from 'vitest'
import { createCallers } from './callers.ts'
import { createRegion } from './region-client.ts'
import { json, startUpstream } from './test-upstream.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const keyOf = (name: string) => ({ consumer: name, token: 'token', secret: 'secret' })
const MINUTE = 60_000

/** Callers of a region that holds no images, and how often its list was read by whom. */
async function start(most = 64) {
  let wall = 0
  const upstream = await startUpstream(({ url }) =>
    url.includes('is_importing') ? json(false) : json(url.includes('events') ? { events: [] } : []),
  )
  const region = createRegion(upstream.url)
  open.push(upstream, region)
  const callers = createCallers(region, { embedded: false, now: () => wall, most })
  return {
    callers,
    lists: () =>
      upstream.received
        .filter(({ url }) => url.endsWith('/boot-resources/'))
        .map(({ headers }) => /consumer_key="(\w+)"/.exec(headers.authorization ?? '')?.[1]),
    wait: (ms: number) => {
      wall += ms
    },
  }
}

test('all that ask with one key at once share one look, whoever asks with another has their own', async () => {
  const { callers, lists } = await start()
  const [a, b] = [keyOf('a'), keyOf('b')]
  await Promise.all([a, b, a, a].map((key) => callers.of({ ...key }).images()))
  expect(lists()).toHaveLength(2)
  expect(new Set(lists())).toEqual(new Set(['a', 'b']))
})

test('who knows two parts of a key but not its secret is somebody else', async () => {
  const { callers } = await start()
  const real = callers.of(keyOf('a'))
  expect(callers.of(keyOf('a'))).toBe(real)
  expect(callers.of({ ...keyOf('a'), secret: 'guessed' })).not.toBe(real)
  expect(callers.of({ ...keyOf('a'), token: 'guessed' })).not.toBe(real)
})

test('the readers of a key are kept until nobody has asked for ten minutes', async () => {
  const { callers, wait } = await start()
  const first = callers.of(keyOf('a'))
  wait(10 * MINUTE - 1)
  expect(callers.of(keyOf('a'))).toBe(first)
  wait(10 * MINUTE)
  expect(callers.of(keyOf('a'))).not.toBe(first)
})

test('only so many are kept: who has not asked for longest goes', async () => {
  const { callers } = await start(2)
  const a = callers.of(keyOf('a'))
  const b = callers.of(keyOf('b'))
  expect(callers.of(keyOf('a'))).toBe(a)
  callers.of(keyOf('c'))
  expect(callers.of(keyOf('a'))).toBe(a)
  expect(callers.of(keyOf('b'))).not.toBe(b)
})

test('a key that MAAS does not know any more is forgotten', async () => {
  const { callers } = await start()
  const a = callers.of(keyOf('a'))
  callers.forget(keyOf('a'))
  expect(callers.of(keyOf('a'))).not.toBe(a)
})

test('after a write of one person, nobody gets what was being read before it', async () => {
  const { callers, lists } = await start()
  const before = callers.of(keyOf('a')).images()
  callers.renew()
  await Promise.all([before, callers.of(keyOf('a')).images()])
  expect(lists()).toEqual(['a', 'a'])
})
