import { expect, test, vi } from 'vitest'
import { CHUNK_BYTES } from '#contract/uploads.ts'
import { LEAST_BYTES } from '#features/upload/rules/chunks.ts'
import { FAULTS } from './faults.ts'
import type { SumFile } from '#features/upload/engine/sum-file.ts'
import { fileOf, startUploads, sumOf, targetOf } from './upload-lab.ts'

/* Uploads where something breaks: the file is complete in the end, or the page says what to do. */

test('no fault of a chunk or its answer costs a byte or repeats one', async () => {
  // after the first chunk, the shortest ones
  const { uploads, proxy, until, done } = await startUploads({ tick: 10_000_000 })
  uploads.add(fileOf(2 * CHUNK_BYTES, 'b'), targetOf('web-1'))
  await proxy.faults.next({ method: 'PUT', nth: 2 }, { kind: 'drop', when: 'before' })
  await until('1', 'done')
  const size = CHUNK_BYTES + 2 * FAULTS.length * LEAST_BYTES
  uploads.add(fileOf(size), targetOf('web-2'))
  for (const [, fault] of FAULTS) await proxy.faults.next({ method: 'PUT', nth: 2 }, fault)
  await until('2', 'done')
  expect([done('web-1'), done('web-2')]).toEqual([2 * CHUNK_BYTES, size])
})

test('a chunk that arrives after its time limit is not sent twice', async () => {
  const limits: AbortController[] = []
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const limit = new AbortController()
    limits.push(limit)
    return limit.signal
  })
  let waits = 0
  let onSecondWait = () => Promise.resolve()
  const lab = await startUploads({ onWait: () => ((waits += 1) === 2 ? onSecondWait() : undefined) })
  const { uploads, proxy, until, done, hold } = lab
  const { until: held, release } = hold()
  const reached = proxy.faults.next({ method: 'PUT', nth: 2 }, { kind: 'delay', until: held, stubborn: true })
  // the first wait is for the next try, the second one for the chunk
  onSecondWait = async () => {
    release()
    await expect.poll(() => done('web')).toBe(2 * CHUNK_BYTES)
  }
  uploads.add(fileOf(3 * CHUNK_BYTES), targetOf('web'))
  await reached
  for (const limit of limits) limit.abort(new DOMException('', 'TimeoutError'))
  await until('1', 'done')
  // sent twice, the file would be longer and have another SHA256
  expect(done('web')).toBe(3 * CHUNK_BYTES)
  vi.restoreAllMocks()
})

test('a web server that accepts only small requests gets small chunks, or the upload says so', async () => {
  const { uploads, proxy, until, one } = await startUploads()
  const tooLarge = { kind: 'instead', answer: 'too-large', when: 'before' } as const
  void proxy.faults.next({ method: 'PUT' }, tooLarge)
  uploads.add(fileOf(CHUNK_BYTES), targetOf('web-1'))
  await until('1', 'done')
  expect(proxy.seen.filter(({ method, status }) => method === 'PUT' && status === 200)).toHaveLength(2)
  const end = proxy.faults.every({ method: 'PUT' }, tooLarge)
  uploads.add(fileOf(CHUNK_BYTES), targetOf('web-2'))
  await until('2', 'failed')
  expect(one('2')?.failure).toMatchObject({ next: 'continue', message: expect.stringMatching(/too large/) })
  end()
  await uploads.resume('2')
  await until('2', 'done')
})

test('a file whose content changed after its SHA256 was computed is refused at its end, and starts over', async () => {
  let sums = 0
  const sum: SumFile = async (file, onRead, signal) => {
    sums += 1
    return sums === 1 ? 'b3'.repeat(32) : sumOf(file, onRead, signal)
  }
  const { uploads, until, one, done } = await startUploads({ sum })
  uploads.add(fileOf(CHUNK_BYTES + 10), targetOf('web'))
  await until('1', 'failed')
  expect(one('1')?.failure).toMatchObject({ next: 'restart', message: expect.stringMatching(/SHA256/) })
  await uploads.restart('1')
  await until('1', 'done')
  expect([sums, done('web')]).toEqual([2, CHUNK_BYTES + 10])
})

test('a file that the browser can no longer read has to be chosen again, and another one is noticed', async () => {
  const { uploads, until, one, done } = await startUploads()
  const file = fileOf(CHUNK_BYTES + 10)
  const slice = file.slice.bind(file)
  let parts = 0
  vi.spyOn(file, 'slice').mockImplementation((...range) => {
    parts += 1
    const part = slice(...range)
    if (parts > 1) {
      const unreadable = new DOMException('', 'NotReadableError')
      vi.spyOn(part, 'arrayBuffer').mockRejectedValue(unreadable)
      vi.spyOn(part, 'stream').mockImplementation(() => {
        throw unreadable
      })
    }
    return part
  })
  uploads.add(file, targetOf('web'))
  await until('1', 'needs-file')
  expect(one('1')?.failure?.message).toMatch(/can no longer read the file/)
  await uploads.resume('1', fileOf(CHUNK_BYTES))
  expect(one('1')?.failure?.message).toMatch(/another file/)
  await uploads.resume('1', fileOf(CHUNK_BYTES + 10, 'b'))
  await expect.poll(() => one('1')?.failure?.message).toMatch(/another file/)
  expect(one('1')?.phase).toBe('needs-file')
  await uploads.resume('1', fileOf(CHUNK_BYTES + 10))
  await until('1', 'done')
  expect(done('web')).toBe(CHUNK_BYTES + 10)
})

test.each([
  ['3.4, which answers with an error', 'maas-3.4', 'continue'],
  ['3.5, whose process ends', 'default', 'continue'],
  ['3.8, which loses the file', 'maas-3.8', 'restart'],
] as const)(
  'on a full disk, MAAS %s: the upload says so, and goes on when there is room',
  async (_, scenario, next) => {
    const { simulator, uploads, until, one, done } = await startUploads({ scenario })
    simulator.region.setFreeBytes(CHUNK_BYTES)
    uploads.add(fileOf(CHUNK_BYTES + 10), targetOf('web'))
    await until('1', 'failed')
    expect(one('1')?.failure).toMatchObject({ next, message: expect.stringContaining('full') })
    simulator.region.setFreeBytes(Infinity)
    await (next === 'restart' ? uploads.restart('1') : uploads.resume('1'))
    await until('1', 'done')
    expect(done('web')).toBe(CHUNK_BYTES + 10)
  },
)

test('a revoked key stops an upload, and MAAS keeps what it has', async () => {
  const { uploads, simulator, proxy, until, done, one, hold } = await startUploads()
  const { until: held, release } = hold()
  const reached = proxy.faults.next({ method: 'PUT', nth: 2 }, { kind: 'delay', until: held })
  uploads.add(fileOf(2 * CHUNK_BYTES), targetOf('web'))
  await reached
  simulator.region.revokeKey(simulator.apiKey)
  release()
  await until('1', 'failed')
  expect(one('1')?.failure?.next).toBe('continue')
  expect(done('web')).toBe(CHUNK_BYTES)
})

test('an image that someone deletes in the middle has to start over', async () => {
  const { uploads, simulator, proxy, until, one, uploaded, hold } = await startUploads()
  const { until: held, release } = hold()
  const reached = proxy.faults.next({ method: 'PUT', nth: 2 }, { kind: 'delay', until: held })
  uploads.add(fileOf(2 * CHUNK_BYTES), targetOf('web'))
  await reached
  simulator.region.deleteResource(uploaded()[0]?.id ?? 0)
  release()
  await until('1', 'failed')
  expect(one('1')?.failure?.next).toBe('restart')
  await uploads.restart('1')
  await until('1', 'done')
})
