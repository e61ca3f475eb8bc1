import { expect, test } from 'vitest'
import type { ImagesAnswer } from '#contract/gateway.ts'
import { pollInterval, regionPollInterval } from '#features/images/table/poll.ts'
import { busyRegion } from './busy-region.ts'
import { createCallerCache } from '#gateway/images/caller-cache.ts'
import type { ApiKey } from '#gateway/region/oauth.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { MaasRegion, RegionClient } from '#gateway/region/region-client.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** The names of users who are not administrators begin with this. */
const READER = 'reader'

/** MAAS's answer to them. */
function toReader(path: string, answer: unknown): unknown {
  if (path.startsWith('users/')) return { username: READER, is_superuser: false }
  return path.startsWith('boot-sources/') ? null : answer
}

type Options = { resources: number; moving: number; admin?: boolean; sources?: number }

/** Pages that poll through one gateway as the real one does, on a clock that the test moves. */
function start({ resources, moving, admin = true, sources = 1 }: Options) {
  let time = 0
  const now = () => time
  const maas = busyRegion({ resources, moving, admin, sources, now })
  function answerTo(name: string, path: string): unknown {
    const raw = maas.answer(path)
    const answer = name.startsWith(READER) ? toReader(path, raw) : raw
    if (answer === undefined) throw new Refusal(404, 'not-found', 'gone')
    if (answer === null) throw new Refusal(403, 'forbidden', 'no')
    return answer
  }
  const clientOf = (name: string): RegionClient => ({
    clockAhead: () => null,
    where: 'test',
    send: async (_, path) => ({
      status: 200,
      type: 'application/json',
      text: JSON.stringify(answerTo(name, path)),
    }),
    get: async (path, schema, query) =>
      schema.parse(answerTo(name, query ? `${path}?${new URLSearchParams(query)}` : path)),
  })
  const region = {
    address: 'http://maas.example.com:5240/MAAS',
    as: ({ consumer }: ApiKey) => clientOf(consumer),
  } as unknown as MaasRegion
  const callerCache = createCallerCache(region, { embedded: false, now })

  /** A page of this person: opens, then polls at its intervals. */
  async function openPage(name = 'a') {
    const caller = () => callerCache.of({ consumer: name, token: 'token', secret: 'secret' })
    let images: ImagesAnswer = await caller().images(true)
    await caller().regionAnswer(true)
    let imagesAt = time
    let regionAt = time
    return {
      images: () => images,
      async step() {
        if (time - imagesAt >= pollInterval(images)) {
          imagesAt = time
          images = await caller().images(false)
        }
        if (time - regionAt >= regionPollInterval(images.importing)) {
          regionAt = time
          await caller().regionAnswer(false)
        }
      },
    }
  }
  type Page = Awaited<ReturnType<typeof openPage>>

  /** Lets the pages poll for this long; returns the most calls to MAAS in any minute. */
  async function poll(pages: readonly Page[], ms: number, seen: () => void = () => undefined) {
    const perSecond: number[] = []
    for (const end = time + ms; time < end;) {
      time += SECOND
      for (const page of pages) await page.step()
      perSecond.push(maas.asked().length)
      seen()
    }
    const minutes = perSecond.map((_, from) => perSecond.slice(from, from + 60).reduce((a, b) => a + b, 0))
    return Math.max(...minutes.slice(0, Math.max(1, perSecond.length - 59)))
  }
  return { maas, callerCache, openPage, poll, pass: (ms: number) => (time += ms), now }
}

/** Pages that opened at different times, of one person or of several. */
async function pagesOf(
  { openPage, poll, maas }: ReturnType<typeof start>,
  count: number,
  people = 1,
  readers = false,
) {
  const pages: Awaited<ReturnType<typeof openPage>>[] = []
  for (let index = 0; index < count; index += 1) {
    pages.push(await openPage(`${readers && index % 2 === 1 ? READER : 'person'}${index % people}`))
    await poll(pages, 700 * (index + 1))
  }
  maas.asked()
  return pages
}

test.each([
  { resources: 36, pages: 1, people: 1, most: 60 },
  { resources: 36, pages: 8, people: 1, most: 60 },
  { resources: 36, pages: 8, people: 2, most: 60 },
  { resources: 240, pages: 1, people: 1, most: 180 },
  { resources: 240, pages: 8, people: 1, most: 180 },
])(
  'while six of $resources resources download, $pages pages make at most $most calls in any minute',
  async ({ resources, pages, people, most }) => {
    const all = start({ resources, moving: 6 })
    const open = await pagesOf(all, pages, people)
    expect(await all.poll(open, 12 * MINUTE)).toBeLessThanOrEqual(most)
  },
)

test.each([
  { resources: 36, moving: 6, most: 60 },
  { resources: 240, moving: 6, most: 180 },
  { resources: 36, moving: 0, most: 6 },
])(
  'administrators and others together make no more calls: at most $most in any minute with $resources resources, $moving of which download',
  async ({ resources, moving, most }) => {
    const all = start({ resources, moving })
    const open = await pagesOf(all, 4, 4, true)
    await all.poll(open, 3 * MINUTE)
    expect(await all.poll(open, 12 * MINUTE)).toBeLessThanOrEqual(most)
  },
)

test.each([
  { resources: 36, pages: 1 },
  { resources: 36, pages: 12 },
  { resources: 240, pages: 12 },
])(
  'while nothing happens, $pages pages make at most six calls in any minute with $resources resources',
  async ({ resources, pages }) => {
    const all = start({ resources, moving: 0 })
    const open = await pagesOf(all, pages)
    await all.poll(open, 2 * MINUTE)
    expect(await all.poll(open, 60 * MINUTE)).toBeLessThanOrEqual(6)
  },
)

test.each([1, 12])(
  '%s idle pages show what others changed: a selection within half a minute, an import within two, the rest within six',
  async (count) => {
    const all = start({ resources: 36, moving: 0 })
    const open = await pagesOf(all, count)
    const readAt = new Map<string, number>()
    const gaps = new Map<string, number>()
    const answer = all.maas.answer.bind(all.maas)
    all.maas.answer = (path) => {
      const last = readAt.get(path)
      if (last !== undefined) gaps.set(path, Math.max(gaps.get(path) ?? 0, all.now() - last))
      readAt.set(path, all.now())
      return answer(path)
    }
    await all.poll(open, 120 * MINUTE)
    const minutes = (path: string) => (gaps.get(path) ?? Infinity) / MINUTE
    expect(minutes('boot-resources/?op=is_importing')).toBeLessThanOrEqual(2)
    expect(minutes('boot-resources/')).toBeLessThanOrEqual(2)
    expect(minutes('boot-sources/1/selections/')).toBeLessThanOrEqual(0.6)
    expect(minutes('boot-sources/')).toBeLessThanOrEqual(6)
    expect(minutes('users/?op=whoami')).toBeLessThanOrEqual(6)
    expect(minutes('notifications/')).toBeLessThanOrEqual(6)
  },
)

test('the selections of four sources are read in turn, each within two minutes, by at most six calls in any minute', async () => {
  const all = start({ resources: 36, moving: 0, sources: 4 })
  const [page] = await pagesOf(all, 1)
  if (!page) throw new Error('no page')
  const answer = all.maas.answer.bind(all.maas)
  const readAt = new Map<string, number>()
  let longest = 0
  all.maas.answer = (path) => {
    if (path.endsWith('selections/')) {
      longest = Math.max(longest, all.now() - (readAt.get(path) ?? all.now()))
      readAt.set(path, all.now())
    }
    return answer(path)
  }
  await all.poll([page], 3 * MINUTE)
  expect(await all.poll([page], 30 * MINUTE)).toBeLessThanOrEqual(6)
  expect(readAt.size).toBe(4)
  expect(longest).toBeLessThanOrEqual(2.5 * MINUTE)
})

test.each([36, 240])(
  'with %s resources, each of six downloading images shows progress every few seconds',
  async (resources) => {
    const all = start({ resources, moving: 6 })
    const [page] = await pagesOf(all, 1)
    if (!page) throw new Error('no page')
    await all.poll([page], MINUTE)
    const done = () =>
      page
        .images()
        .images.filter(({ incoming }) => incoming)
        .map(({ incoming }) => incoming?.done)
    const changes: number[][] = Array.from({ length: 6 }, () => [])
    let anyAt = all.now()
    let anyGap = 0
    let before = done()
    await all.poll([page], 3 * MINUTE, () => {
      const after = done()
      for (const [index, bytes] of after.entries())
        if (bytes !== before[index]) changes[index]?.push(all.now())
      if (after.some((bytes, index) => bytes !== before[index])) {
        anyGap = Math.max(anyGap, all.now() - anyAt)
        anyAt = all.now()
      }
      before = after
    })
    expect(anyGap).toBeLessThanOrEqual(6 * SECOND)
    for (const times of changes) expect(times.length).toBeGreaterThanOrEqual(15)
  },
)

test('a finished image is shown as complete within about ten seconds', async () => {
  const all = start({ resources: 36, moving: 6 })
  const [page] = await pagesOf(all, 1)
  if (!page) throw new Error('no page')
  await all.poll([page], 2 * MINUTE)
  for (const id of [1, 13, 25]) {
    all.maas.finish(id)
    await all.poll([page], 13 * SECOND)
    const image = page.images().images.find(({ kernels }) => kernels.some((kernel) => kernel.id === id))
    expect(image?.incoming).toBeNull()
  }
})

test('the result of an import is shown a few seconds after its end', async () => {
  const all = start({ resources: 36, moving: 6 })
  const [page] = await pagesOf(all, 1)
  if (!page) throw new Error('no page')
  await all.poll([page], 2 * MINUTE)
  all.maas.end()
  await all.poll([page], 15 * SECOND)
  expect(page.images()).toMatchObject({ importing: false, unread: 0 })
  expect(page.images().images.every(({ incoming }) => incoming === null)).toBe(true)
})

test('soon after an import has ended, failures are requested from MAAS', async () => {
  const all = start({ resources: 36, moving: 6 })
  const pages = await pagesOf(all, 1)
  await all.poll(pages, 2 * MINUTE)
  all.maas.end()
  const read: string[] = []
  const answer = all.maas.answer.bind(all.maas)
  all.maas.answer = (path) => (read.push(path), answer(path))
  await all.poll(pages, 75 * SECOND)
  expect(read).toContain('notifications/')
})

test('complete images are rarely read during an import, and all of them once after it', async () => {
  const all = start({ resources: 36, moving: 6 })
  const [page] = await pagesOf(all, 1)
  if (!page) throw new Error('no page')
  const details = (asked: readonly string[]) => asked.filter((path) => /^boot-resources\/\d+\/$/.test(path))
  const read: string[] = []
  const answer = all.maas.answer.bind(all.maas)
  all.maas.answer = (path) => (read.push(path), answer(path))
  await all.poll([page], 4 * MINUTE)
  const complete = details(read).filter((path) => (Number(path.split('/')[1]) - 1) % 6 !== 0)
  // thirty of them
  expect(complete.length).toBeLessThanOrEqual(30)
  read.length = 0
  all.maas.end()
  await all.poll([page], MINUTE)
  expect(new Set(details(read)).size).toBe(36)
  read.length = 0
  await all.poll([page], 10 * MINUTE)
  expect(details(read)).toEqual([])
})

test('a resource that was deleted after the list was read is omitted, and requested once', async () => {
  const all = start({ resources: 36, moving: 6 })
  const [page] = await pagesOf(all, 1)
  if (!page) throw new Error('no page')
  const list = 'boot-resources/'
  const gone = 'boot-resources/1/'
  const rows = all.maas.answer(list)
  all.maas.deleteResource(1)
  const read: string[] = []
  const answer = all.maas.answer.bind(all.maas)
  // the list is still the one from before
  all.maas.answer = (path) => (read.push(path), path === list ? rows : answer(path))
  await all.poll([page], 15 * SECOND)
  expect(read.filter((path) => path === gone)).toHaveLength(1)
  expect(page.images().images.flatMap(({ kernels }) => kernels.map(({ id }) => id))).not.toContain(1)
  expect(page.images().unread).toBe(0)
})

test('the page of a read-only user requests boot sources when it opens, and not again for ten minutes', async () => {
  const all = start({ resources: 6, moving: 1, admin: false })
  const page = await all.openPage()
  const sources = () => all.maas.asked().filter((path) => path === 'boot-sources/').length
  expect(sources()).toBe(1)
  let asked = 0
  const answer = all.maas.answer.bind(all.maas)
  all.maas.answer = (path) => {
    if (path === 'boot-sources/') asked += 1
    return answer(path)
  }
  await all.poll([page], 9 * MINUTE)
  await all.openPage()
  expect(asked).toBe(0)
  await all.poll([page], 3 * MINUTE)
  expect(asked).toBe(1)
})

test('after a user signs in, refused boot sources are requested from MAAS again', async () => {
  const all = start({ resources: 6, moving: 0, admin: false })
  const key = { consumer: 'a', token: 'token', secret: 'secret' }
  await all.callerCache.of(key).regionAnswer(true)
  all.maas.asked()
  all.callerCache.signedIn(key)
  await all.callerCache.of(key).regionAnswer(true)
  expect(all.maas.asked()).toContain('boot-sources/')
})
