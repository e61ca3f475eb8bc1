import { expect, test } from 'vitest'
import { ApiError } from './client.ts'
import { StillUnread } from './until-read.ts'
import { mayBeDone, messageOfWrite } from './write-failure.ts'

test.each([
  ['offline', true],
  ['unreachable', true],
  ['unreadable', true],
  ['refused', false],
  ['signed-out', false],
] as const)('a write that failed as %s may have been done: %s, and is told so', (kind, done) => {
  const error = new ApiError(kind, 'It failed.')
  expect(mayBeDone(error)).toBe(done)
  expect(messageOfWrite(error)).toMatch(
    done ? /^It failed\. MAAS may already have applied this/ : /^It failed\.$/,
  )
})

test('what MAAS goes on refusing as unknown is not done; what nobody foresaw may be', () => {
  expect(mayBeDone(new StillUnread())).toBe(false)
  expect(mayBeDone(new TypeError('x is not a function'))).toBe(true)
  expect(messageOfWrite(new TypeError('x is not a function'))).not.toContain('function')
})
