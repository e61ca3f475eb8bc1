import { expect, test } from 'vitest'
import { lazyModule } from './lazy-module.ts'

test('a module is not fetched before it is needed', () => {
  let fetches = 0
  const module = lazyModule(async () => ++fetches)
  expect(module.current()).toBeNull()
  expect(fetches).toBe(0)
})

test('a module that two callers need is fetched once', async () => {
  let fetches = 0
  const module = lazyModule(async () => ++fetches)
  expect(await Promise.all([module.load(), module.load()])).toEqual([1, 1])
  expect(await module.load()).toBe(1)
  expect(module.current()).toBe(1)
})

test('a failed fetch reaches every caller that waits for it, and the next caller fetches again', async () => {
  let fetches = 0
  const module = lazyModule(async () => {
    fetches += 1
    if (fetches === 1) throw new Error('The file is gone.')
    return 'code'
  })
  const [first, second] = await Promise.allSettled([module.load(), module.load()])
  expect([first.status, second.status]).toEqual(['rejected', 'rejected'])
  expect(module.current()).toBeNull()
  expect(await module.load()).toBe('code')
  expect(fetches).toBe(2)
})
