import { expect, test } from 'vitest'
import type { Fetcher } from '#gateway/fetch/source-fetch.ts'
import { createListCache } from './list-cache.ts'

const INDEX = 'http://a.example.com/streams/v1/index.sjson'
const LIST = 'http://a.example.com/streams/v1/list.sjson'

/** A cache in front of a server whose files have as many bytes as the test sets. */
function start() {
  const files = new Map([
    [INDEX, 'first'],
    [LIST, 'list'],
  ])
  const fetched: string[] = []
  const get: Fetcher['get'] = async (url, { took }) => {
    fetched.push(url === INDEX ? 'index' : 'list')
    const bytes = new TextEncoder().encode(files.get(url) ?? '')
    took?.(bytes.length)
    return { bytes, stamp: {}, address: url }
  }
  const server: Fetcher = {
    limitBytes: 100,
    get,
    head: async () => ({ state: 'unclear', size: null }),
    close: async () => undefined,
  }
  let clock = 0
  const lists = createListCache(() => clock)
  /** Reads the source; what was fetched for it, and the length of its list. */
  const read = async (fresh = false) => {
    const fetcher = lists.through(server, INDEX, fresh)
    const signal = AbortSignal.timeout(60_000)
    let size = 0
    const took = (bytes: number) => void (size += bytes)
    await fetcher.get(INDEX, { signal })
    await fetcher.get(LIST, { signal, took })
    return { fetched: fetched.splice(0), size }
  }
  return { files, read, wait: (ms: number) => (clock += ms) }
}
const ALL = { fetched: ['index', 'list'], size: 4 }
const KNOWN = { fetched: ['index'], size: 4 }

test('the lists are fetched once while the index is the same, for two minutes after their last use', async () => {
  const { read, wait } = start()
  expect(await read()).toEqual(ALL)
  expect(await read()).toEqual(KNOWN)
  wait(119_000)
  expect(await read()).toEqual(KNOWN)
  wait(119_000)
  expect(await read()).toEqual(KNOWN)
  wait(120_000)
  expect(await read()).toEqual(ALL)
})

test('a new index, and a read that must be fresh, fetch the lists again', async () => {
  const { files, read } = start()
  await read()
  files.set(INDEX, 'second')
  expect(await read()).toEqual(ALL)
  expect(await read(true)).toEqual(ALL)
  expect(await read()).toEqual(KNOWN)
})

test('lists of more than 16 MB are not kept', async () => {
  const { files, read } = start()
  files.set(LIST, 'x'.repeat(16_000_001))
  await read()
  expect((await read()).fetched).toEqual(['index', 'list'])
})
