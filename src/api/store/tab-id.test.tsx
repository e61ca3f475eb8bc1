import { beforeEach, expect, test, vi } from 'vitest'

const ANN = { region: 'region-1', user: 'ann' }

/** A page that has just been loaded in this tab. */
async function load(): Promise<typeof import('./tab-id.ts').tabIdFor> {
  vi.resetModules()
  return (await import('./tab-id.ts')).tabIdFor
}
const leave = () => window.dispatchEvent(new Event('pagehide'))

beforeEach(() => sessionStorage.clear())

test('a tab keeps its ID across reloads, even if one of the pages did not use it', async () => {
  const id = (await load())(ANN)
  leave()
  await load()
  expect((await load())(ANN)).toBe(id)
})

test('a duplicate of an open tab gets another ID', async () => {
  const id = (await load())(ANN)
  // the browser copies the storage as it is now
  expect((await load())(ANN)).not.toBe(id)
})

test('another user or region in the same tab gets another ID', async () => {
  const tabIdFor = await load()
  const id = tabIdFor(ANN)
  expect(tabIdFor(ANN)).toBe(id)
  leave()
  const next = await load()
  expect(next({ ...ANN, user: 'bert' })).not.toBe(id)
  expect(next({ ...ANN, region: 'region-2' })).not.toBe(id)
  // the first user gets a new ID after a change of user
  expect(next(ANN)).not.toBe(id)
})

test('a page restored from the back/forward cache keeps its ID', async () => {
  const tabIdFor = await load()
  const id = tabIdFor(ANN)
  leave()
  window.dispatchEvent(new Event('pageshow'))
  expect(tabIdFor(ANN)).toBe(id)
  expect(sessionStorage).toHaveLength(0)
})

test.each(['{', '"tab"', '{"id":""}', '{"id":7,"region":"region-1","user":"ann"}'])(
  'an unreadable stored ID is ignored: %s',
  async (text) => {
    const id = (await load())(ANN)
    leave()
    const [key] = Object.keys(sessionStorage)
    sessionStorage.setItem(key ?? '', text)
    expect((await load())(ANN)).not.toBe(id)
  },
)

test('if the browser denies storage, the ID lasts as long as the page', async () => {
  const denied = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  })
  const tabIdFor = await load()
  expect(tabIdFor(ANN)).toBe(tabIdFor(ANN))
  expect(leave).not.toThrow()
  denied.mockRestore()
})
