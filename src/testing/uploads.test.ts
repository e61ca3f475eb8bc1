import { expect, test } from 'vitest'
import { CHUNK_BYTES } from '#contract/uploads.ts'
import { fileOf, startUploads, targetOf } from './faults/upload-lab.ts'

/* The page's uploads with the gateway and the embedded region; see faults/upload-faults for what breaks. */

test('uploads wait for each other, and every lost answer is made up for', async () => {
  const { uploads, proxy, until, done } = await startUploads()
  const size = 2 * CHUNK_BYTES + 5
  void proxy.faults.next({ method: 'POST' }, { kind: 'drop', when: 'after' })
  void proxy.faults.next({ method: 'PUT', nth: 1 }, { kind: 'drop', when: 'after' })
  void proxy.faults.next({ method: 'PUT', nth: 3 }, { kind: 'drop', when: 'before' })
  uploads.add(fileOf(size), targetOf('web-1'))
  uploads.add(fileOf(10, 'b'), targetOf('web-2'))
  expect(uploads.list()[1]?.phase).toBe('waiting')
  await until('1', 'done')
  await until('2', 'done')
  expect([done('web-1'), done('web-2')]).toEqual([size, 10])
})

test('a pause lets the chunk on its way arrive, and the upload continues after it', async () => {
  const { uploads, proxy, until, done, one, hold } = await startUploads()
  const { until: held, release } = hold()
  const reached = proxy.faults.next({ method: 'PUT', nth: 2 }, { kind: 'delay', until: held })
  uploads.add(fileOf(2 * CHUNK_BYTES + 7), targetOf('web'))
  await reached
  uploads.pause('1')
  // while the chunk is still on its way
  await uploads.resume('1')
  uploads.pause('1')
  release()
  await expect.poll(() => one('1')).toMatchObject({ phase: 'paused', confirmed: 2 * CHUNK_BYTES })
  expect(done('web')).toBe(2 * CHUNK_BYTES)
  await uploads.resume('1')
  await until('1', 'done')
  expect(proxy.seen.filter(({ method }) => method === 'PUT')).toHaveLength(3)
})

test('a canceled upload leaves nothing behind, at whatever call it was', async () => {
  const { uploads, proxy, until, uploaded, hold } = await startUploads()
  for (const [index, method] of (['POST', 'PUT'] as const).entries()) {
    const { until: held, release } = hold()
    const reached = proxy.faults.next({ method }, { kind: 'delay', until: held })
    uploads.add(fileOf(10), targetOf('web'))
    await reached
    const canceled = uploads.cancel(String(index + 1))
    release()
    await canceled
    await until(String(index + 1), undefined)
    expect(uploaded()).toEqual([])
  }
  uploads.add(fileOf(10), targetOf('web'))
  await until('3', 'done')
})

test('a second upload under the same name is refused, and canceling it leaves the first one alone', async () => {
  const { uploads, until, uploaded, one } = await startUploads()
  uploads.add(fileOf(10), targetOf('web'))
  uploads.add(fileOf(10), targetOf('web'))
  await until('1', 'done')
  await until('2', 'failed')
  expect(one('2')?.failure).toMatchObject({ next: 'edit', message: expect.stringMatching(/already has/) })
  await uploads.cancel('2')
  expect([uploads.list().map(({ key }) => key), uploaded().length]).toEqual([['1'], 1])
  // edited, it is uploaded under another name
  uploads.add(fileOf(10), targetOf('web'))
  await until('3', 'failed')
  const file = uploads.edit('3')
  uploads.add(file ?? fileOf(0), targetOf('web-2'))
  await until('4', 'done')
})

test('an image is replaced: it keeps its ID and its name', async () => {
  const { uploads, until, uploaded, done } = await startUploads()
  uploads.add(fileOf(10), targetOf('web'))
  await until('1', 'done')
  const [before] = uploaded()
  uploads.add(fileOf(20, 'b'), targetOf('web', { replaces: before?.id ?? 0 }))
  await until('2', 'done')
  expect([uploaded().map(({ id }) => id), done('web')]).toEqual([[before?.id], 20])
})
