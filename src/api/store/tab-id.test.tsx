import { beforeEach, expect, test, vi } from 'vitest'

const ANN = { region: 'region-1', user: 'ann' }

/** A page that has just been loaded in this tab. */
async function load(): Promise<typeof import('./tab-id.ts').tabIdFor> {
  vi.resetModules()
  return (await import('./tab-id.ts')).tabIdFor
}
const leave = () => window.dispatchEvent(new Event('pagehide'))

beforeEach(() => sessionStorage.clear())

test('a tab stays the same over a reload, also one that did not ask who it is', async () => {
  const id = (await load())(ANN)
  leave()
  await load()
  expect((await load())(ANN)).toBe(id)
})

test('a duplicate of a tab that is open is another tab', async () => {
  const id = (await load())(ANN)
  // the browser copies the storage as it is now
  expect((await load())(ANN)).not.toBe(id)
})

test('someone else in the same tab, or another region, is another tab', async () => {
  const tabIdFor = await load()
  const id = tabIdFor(ANN)
  expect(tabIdFor(ANN)).toBe(id)
  leave()
  const next = await load()
  expect(next({ ...ANN, user: 'bert' })).not.toBe(id)
  expect(next({ ...ANN, region: 'region-2' })).not.toBe(id)
  // who comes back later is asked, like in any other tab
  expect(next(ANN)).not.toBe(id)
})

test('a page that comes back out of the cache of the browser keeps its id', async () => {
  const tabIdFor = await load()
  const id = tabIdFor(ANN)
  leave()
  window.dispatchEvent(new Event('pageshow'))
  expect(tabIdFor(ANN)).toBe(id)
  expect(sessionStorage).toHaveLength(0)
})

test.each(['{', '"tab"', '{"id":""}', '{"id":7,"region":"region-1","user":"ann"}'])(
  'what is there instead, %s, counts for nothing',
  async (text) => {
    const id = (await load())(ANN)
    leave()
    const [key] = Object.keys(sessionStorage)
    sessionStorage.setItem(key ?? '', text)
    expect((await load())(ANN)).not.toBe(id)
  },
)

test('where the browser denies its storage a tab has an id as long as its page', async () => {
  const denied = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  })
  const tabIdFor = await load()
  expect(tabIdFor(ANN)).toBe(tabIdFor(ANN))
  expect(leave).not.toThrow()
  denied.mockRestore()
})
