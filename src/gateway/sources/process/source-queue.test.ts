import { expect, test } from 'vitest'
import { createSourceQueue } from './source-queue.ts'

/** Jobs that end when the test ends them, and which of them have started. */
function jobs() {
  const begun: number[] = []
  const ends: ((error?: Error) => void)[] = []
  const job = (name: number) => () =>
    new Promise<number>((resolve, reject) => {
      begun.push(name)
      ends[name] = (error) => (error ? reject(error) : resolve(name))
    })
  return { begun, job, end: (name: number, error?: Error) => ends[name]?.(error) }
}

test('waiting work starts in order when other work ends, even if that work fails', async () => {
  const queue = createSourceQueue({ atOnce: 2, waiting: 2 })
  const { begun, job, end } = jobs()
  const results = [0, 1, 2, 3].map((name) => queue(job(name)))
  const all = Promise.allSettled(results)
  expect(begun).toEqual([0, 1])
  end(1, new Error('It went wrong.'))
  await expect(results[1]).rejects.toThrow('It went wrong.')
  await expect.poll(() => begun).toEqual([0, 1, 2])
  end(0)
  await expect.poll(() => begun).toEqual([0, 1, 2, 3])
  end(2)
  end(3)
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
})

test('work beyond the queue is refused until a place is free', async () => {
  const queue = createSourceQueue({ atOnce: 1, waiting: 1 })
  const { begun, job, end } = jobs()
  const first = queue(job(0))
  const second = queue(job(1))
  await expect(queue(job(2))).rejects.toMatchObject({ status: 503, code: 'busy', retryAfter: 5 })
  end(0)
  await first
  await expect.poll(() => begun).toEqual([0, 1])
  const third = queue(job(3))
  end(1)
  await second
  await expect.poll(() => begun).toEqual([0, 1, 3])
  end(3)
  expect(await third).toBe(3)
})
