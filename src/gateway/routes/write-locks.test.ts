import { afterEach, expect, test, vi } from 'vitest'
import { createWriteLocks, type Claim } from './write-locks.ts'

const alone = (key: string): Claim => ({ key, alone: true })
const shared = (key: string): Claim => ({ key, alone: false })

afterEach(() => vi.useRealTimers())

/** Jobs that end when the test ends them, and the order in which they started. */
function works(withLocks = createWriteLocks()) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const start = (name: string, ...claims: Claim[]) =>
    withLocks(1, claims, () => {
      begun.push(name)
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
    })
  /** Ends a job, and lets the waiting ones start. */
  const end = async (name: string) => {
    ends.get(name)?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { begun, start, end }
}

test('work with the same claims runs in order of arrival', async () => {
  vi.useFakeTimers()
  const { begun, start, end } = works()
  const all = ['a', 'b', 'c'].map((name) => start(name, alone('noble')))
  await vi.advanceTimersByTimeAsync(0)
  expect(begun).toEqual(['a'])
  await end('a')
  expect(begun).toEqual(['a', 'b'])
  await end('b')
  await end('c')
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c'])
})

test('work that claims something else does not wait', async () => {
  vi.useFakeTimers()
  const { begun, start } = works()
  void start('noble', alone('noble'))
  void start('jammy', alone('jammy'))
  await vi.advanceTimersByTimeAsync(0)
  expect(begun).toEqual(['noble', 'jammy'])
})

test('a shared claim blocks only exclusive work, which later sharers do not overtake', async () => {
  vi.useFakeTimers()
  const { begun, start, end } = works()
  void start('noble', shared('source'), alone('noble'))
  void start('jammy', shared('source'), alone('jammy'))
  void start('delete the source', alone('source'))
  void start('focal', shared('source'), alone('focal'))
  await vi.advanceTimersByTimeAsync(0)
  expect(begun).toEqual(['noble', 'jammy'])
  await end('noble')
  expect(begun).toEqual(['noble', 'jammy'])
  await end('jammy')
  expect(begun).toEqual(['noble', 'jammy', 'delete the source'])
  await end('delete the source')
  expect(begun.at(-1)).toBe('focal')
})

test('work that waits too long is refused without being started, and no other work overtakes because of it', async () => {
  vi.useFakeTimers()
  const { begun, start, end } = works(createWriteLocks({ maxWaitMs: 10_000 }))
  void start('slow', alone('noble'))
  const late = start('late', alone('noble')).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(9_999)
  void start('patient', alone('noble'))
  await vi.advanceTimersByTimeAsync(1)
  expect(await late).toMatchObject({
    status: 503,
    code: 'busy',
    retryAfter: 1,
    message: expect.stringContaining('Your change was not saved'),
  })
  expect(begun).toEqual(['slow'])
  await end('slow')
  expect(begun).toEqual(['slow', 'patient'])
})

test('work that fails releases its locks and rejects with its own error', async () => {
  const withLocks = createWriteLocks()
  const failing = withLocks(1, [alone('noble')], () => Promise.reject(new Error('The region is gone.')))
  const next = withLocks(1, [alone('noble')], async () => 'done')
  await expect(failing).rejects.toThrow('The region is gone.')
  expect(await next).toBe('done')
})

test('work beyond the limit is refused, and finished work no longer counts', async () => {
  vi.useFakeTimers()
  const { start, end } = works(createWriteLocks({ most: 2 }))
  const first = start('first', alone('noble'))
  void start('second', alone('noble'))
  await expect(start('third', alone('jammy'))).rejects.toMatchObject({ status: 503 })
  await end('first')
  await first
  void start('third', alone('jammy'))
  await expect(start('fourth', alone('jammy'))).rejects.toMatchObject({ status: 503 })
})

test('one caller cannot use up the places of all others', async () => {
  vi.useFakeTimers()
  const withLocks = createWriteLocks({ most: 9, mostByOne: 2 })
  const ask = (by: number) =>
    withLocks(by, [alone(`release ${by}`)], () => new Promise<never>(() => undefined))
  void ask(1)
  void ask(1).catch(() => undefined)
  await expect(ask(1)).rejects.toMatchObject({ status: 503, code: 'busy' })
  const other = withLocks(2, [alone('noble')], async () => 'done')
  expect(await other).toBe('done')
})
