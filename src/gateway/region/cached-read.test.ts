import { expect, test } from 'vitest'
import { createCallBudget } from './call-budget.ts'
import { createCachedRead } from './cached-read.ts'
import type { RegionClient } from './region-client.ts'

const clientOf = (where: string) => ({ where }) as RegionClient
const [ann, bob] = [clientOf('ann'), clientOf('bob')]

/** A cached read with its own clock; `answers`: the reads, in turn. */
function start(...answers: (() => Promise<string>)[]) {
  let time = 0
  const readers: string[] = []
  const kept = createCachedRead(
    (region) => {
      readers.push(region.where)
      return answers[readers.length - 1]?.() ?? Promise.resolve(`answer ${readers.length}`)
    },
    () => time,
  )
  return { kept, readers, pass: (ms: number) => void (time += ms) }
}

test('an answer is shared until it reaches the maximum age of the caller', async () => {
  const { kept, pass } = start()
  expect(await kept.ask(ann, 10)).toBe('answer 1')
  pass(9)
  expect(await kept.ask(bob, 10)).toBe('answer 1')
  pass(1)
  expect(await kept.ask(bob, 10)).toBe('answer 2')
  expect(await kept.ask(ann, 0)).toBe('answer 3')
})

test('without a budget for a new answer, the old one is used for some time longer, but not forever', async () => {
  const { kept, pass } = start()
  await kept.ask(ann, 10)
  pass(49)
  expect(await kept.ask(ann, 10, () => false)).toBe('answer 1')
  pass(1)
  expect(await kept.ask(ann, 10, () => false)).toBe('answer 2')
})

test('a refusal of one key does not apply to another', async () => {
  const { kept, readers } = start(() => Promise.reject(new Error('refused')))
  const first = kept.ask(ann, 10)
  const second = kept.ask(bob, 10)
  await expect(first).rejects.toThrow('refused')
  expect(await second).toBe('answer 2')
  expect(readers).toEqual(['ann', 'bob'])
})

test('after a failure, an older answer is not returned', async () => {
  const { kept, pass } = start(
    async () => 'before',
    () => Promise.reject(new Error('gone')),
  )
  await kept.ask(ann, 10)
  pass(5)
  await expect(kept.ask(ann, 0)).rejects.toThrow('gone')
  expect(await kept.ask(ann, 10)).toBe('answer 3')
})

test('a read that was running during a write is not kept', async () => {
  let answer: (text: string) => void = () => {}
  const { kept } = start(() => new Promise((resolve) => (answer = resolve)))
  const before = kept.ask(ann, 10)
  kept.forget()
  expect(await kept.ask(ann, 10)).toBe('answer 2')
  answer('before the write')
  expect(await before).toBe('before the write')
  expect(kept.known()).toBe('answer 2')
})

test('a budget grants its burst, and then its calls per minute', () => {
  let time = 0
  const budget = createCallBudget(() => time)
  const allowance = { perMinute: 6, burst: 4 }
  expect(budget.take(10, allowance)).toBe(4)
  expect(budget.take(1, allowance)).toBe(0)
  time += 15_000
  expect(budget.take(10, allowance)).toBe(1)
  time += 3_600_000
  expect(budget.take(10, allowance)).toBe(4)
})
