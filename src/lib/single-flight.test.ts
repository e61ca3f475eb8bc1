import { expect, test } from 'vitest'
import { mapLimited } from './single-flight.ts'

test('work runs in parallel up to the limit, with results in order', async () => {
  let running = 0
  let most = 0
  const results = await mapLimited([3, 1, 2, 0], 2, async (turns) => {
    most = Math.max(most, ++running)
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
    running -= 1
    return turns * 10
  })
  expect(results).toEqual([30, 10, 20, 0])
  expect(most).toBe(2)
})

test('after a failure no further work is started', async () => {
  const begun: number[] = []
  let release = () => undefined as void
  const held = new Promise<void>((resolve) => (release = resolve))
  const all = mapLimited([0, 1, 2, 3], 2, async (item) => {
    begun.push(item)
    if (item === 0) throw new Error('no')
    await held
  })
  await expect(all).rejects.toThrow('no')
  release()
  await new Promise(setImmediate)
  expect(begun).toEqual([0, 1])
})
