import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '#api/client.ts'
import { createQueryClient } from './query-client.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each([
  ['the gateway does not answer', new ApiError('offline', 'x'), 2],
  ['the region does not answer', new ApiError('unreachable', 'x', 502), 2],
  ['an answer is unreadable', new ApiError('unreadable', 'x', 200), 2],
  ['MAAS asks to wait', new ApiError('unreachable', 'x', 502, {}, 120), 1],
  ['MAAS refuses', new ApiError('refused', 'x', 403), 1],
])('a read is tried this often in all when %s (%s): %i', async (_, error, times) => {
  const client = createQueryClient()
  const read = vi.fn<() => Promise<never>>().mockRejectedValue(error)
  const [settled] = await Promise.allSettled([
    client.query({ queryKey: ['x'], queryFn: read }),
    vi.runAllTimersAsync(),
  ])
  expect(settled).toMatchObject({ reason: error })
  expect(read).toHaveBeenCalledTimes(times)
  client.clear()
})

test('a failed write is never repeated', async () => {
  const client = createQueryClient()
  const write = vi.fn<() => Promise<never>>().mockRejectedValue(new ApiError('offline', 'x'))
  const [settled] = await Promise.allSettled([
    client.getMutationCache().build(client, { mutationFn: write }).execute(undefined),
    vi.runAllTimersAsync(),
  ])
  expect(settled.status).toBe('rejected')
  expect(write).toHaveBeenCalledTimes(1)
  client.clear()
})
