import { expect, test } from 'vitest'
import { createSourceTurns } from './source-queue.ts'

/** Work that ends when it is told to, and what of it has begun. */
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

test('work that waits begins in its order when other work ends, also when that fails', async () => {
  const turns = createSourceTurns({ atOnce: 2, waiting: 2 })
  const { begun, job, end } = jobs()
  const results = [0, 1, 2, 3].map((name) => turns(job(name)))
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

test('more work than may wait is refused, until there is room again', async () => {
  const turns = createSourceTurns({ atOnce: 1, waiting: 1 })
  const { begun, job, end } = jobs()
  const first = turns(job(0))
  const second = turns(job(1))
  await expect(turns(job(2))).rejects.toMatchObject({ status: 503, code: 'busy', retryAfter: 5 })
  end(0)
  await first
  await expect.poll(() => begun).toEqual([0, 1])
  const third = turns(job(3))
  end(1)
  await second
  await expect.poll(() => begun).toEqual([0, 1, 3])
  end(3)
  expect(await third).toBe(3)
})
