import { expect, test } from 'vitest'
import { ApiError } from './client.ts'
import { mayBeDone, messageOfWrite, StillUnread } from './write-failure.ts'

test.each([
  ['offline', true],
  ['unreachable', true],
  ['unreadable', true],
  ['refused', false],
  ['signed-out', false],
] as const)(
  'whether a write that failed as %s may have been applied: %s, and its message agrees',
  (kind, done) => {
    const error = new ApiError(kind, 'It failed.')
    expect(mayBeDone(error)).toBe(done)
    expect(messageOfWrite(error)).toMatch(
      done ? /^It failed\. MAAS may already have applied this/ : /^It failed\.$/,
    )
  },
)

test('a selection that MAAS keeps refusing as unknown is not applied; an unexpected exception may leave one applied', () => {
  expect(mayBeDone(new StillUnread())).toBe(false)
  expect(mayBeDone(new TypeError('x is not a function'))).toBe(true)
  expect(messageOfWrite(new TypeError('x is not a function'))).not.toContain('function')
})
