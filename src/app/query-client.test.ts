import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '#api/client.ts'
import { createQueryClient } from './query-client.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each([
  ['the gateway is away', new ApiError('offline', 'x'), 2],
  ['the region is away', new ApiError('unreachable', 'x', 502), 2],
  ['an answer is unreadable', new ApiError('unreadable', 'x', 200), 2],
  ['MAAS wants to be asked later', new ApiError('unreachable', 'x', 502, {}, 120), 1],
  ['MAAS says no', new ApiError('refused', 'x', 403), 1],
])('when %s (%s) a read is tried %i times in all', async (_, error, times) => {
  const client = createQueryClient()
  const read = vi.fn<() => Promise<never>>().mockRejectedValue(error)
  const [told] = await Promise.allSettled([
    client.query({ queryKey: ['x'], queryFn: read }),
    vi.runAllTimersAsync(),
  ])
  expect(told).toMatchObject({ reason: error })
  expect(read).toHaveBeenCalledTimes(times)
  client.clear()
})

test('a write is sent once, whatever became of it', async () => {
  const client = createQueryClient()
  const write = vi.fn<() => Promise<never>>().mockRejectedValue(new ApiError('offline', 'x'))
  const [told] = await Promise.allSettled([
    client.getMutationCache().build(client, { mutationFn: write }).execute(undefined),
    vi.runAllTimersAsync(),
  ])
  expect(told.status).toBe('rejected')
  expect(write).toHaveBeenCalledTimes(1)
  client.clear()
})
