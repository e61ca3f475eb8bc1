import { expect, test } from 'vitest'
import { createAttempts } from './attempts.ts'

const MINUTE = 60_000

function counting() {
  let wall = 0
  const attempts = createAttempts(() => wall)
  /** How many of these tries pass. */
  const passed = (count: number, address: (n: number) => string, user: (n: number) => string) => {
    let good = 0
    for (let n = 0; n < count; n += 1) {
      try {
        attempts.take(address(n), user(n))
        good += 1
      } catch {
        // one too many
      }
    }
    return good
  }
  return {
    attempts,
    passed,
    wait: (ms: number) => {
      wall += ms
    },
  }
}

test('one user is tried ten times in ten minutes, wherever from', () => {
  const { passed, wait } = counting()
  expect(
    passed(
      30,
      (n) => `192.0.2.${n}`,
      () => 'admin',
    ),
  ).toBe(10)
  wait(10 * MINUTE - 1)
  expect(
    passed(
      1,
      () => '198.51.100.1',
      () => 'admin',
    ),
  ).toBe(0)
  wait(1)
  expect(
    passed(
      30,
      (n) => `192.0.2.${n}`,
      () => 'admin',
    ),
  ).toBe(10)
})

test('one address tries twenty times in ten minutes, whatever names', () => {
  const { passed } = counting()
  expect(
    passed(
      50,
      () => '192.0.2.1',
      (n) => `user${n}`,
    ),
  ).toBe(20)
  expect(
    passed(
      5,
      () => '192.0.2.2',
      (n) => `user${n}`,
    ),
  ).toBe(5)
})

test.each([
  ['one machine’s IPv6 addresses', (n: number) => `2001:db8:1:2::${n.toString(16)}`, 20],
  ['the same written in full', (n: number) => (n % 2 ? '2001:db8:1:2:0:0:0:1' : '2001:db8:1:2::1'), 20],
  ['IPv6 networks', (n: number) => `2001:db8:1:${n.toString(16)}::1`, 30],
  ['one IPv4 address, also as IPv6', (n: number) => (n % 2 ? '::ffff:192.0.2.1' : '192.0.2.1'), 20],
  ['IPv4 addresses as IPv6', (n: number) => `::ffff:192.0.2.${n}`, 30],
  ['link-local addresses with a zone', () => 'fe80::1%eth0', 20],
  ['this machine', () => '::1', 20],
])('%s count as what they are', (_, address, expected) => {
  expect(counting().passed(30, address, (n) => `user${n}`)).toBe(expected)
})

test('a try that was no wrong password is taken back, and only that one', () => {
  const { attempts, passed } = counting()
  for (let n = 0; n < 9; n += 1) attempts.take('192.0.2.1', 'admin')
  for (let n = 0; n < 30; n += 1) attempts.take('192.0.2.1', 'admin')()
  expect(
    passed(
      5,
      () => '192.0.2.1',
      () => 'admin',
    ),
  ).toBe(1)
})

test('many at once are many, also before any of them is known to be wrong', () => {
  const { attempts } = counting()
  const undo = Array.from({ length: 10 }, () => attempts.take('192.0.2.1', 'admin'))
  expect(() => attempts.take('192.0.2.1', 'admin')).toThrow('Too many sign-ins failed')
  undo[0]?.()
  expect(() => attempts.take('192.0.2.1', 'admin')).not.toThrow()
})

test('the wait is told in seconds, until the oldest try is forgotten', () => {
  const { attempts, wait } = counting()
  attempts.take('192.0.2.1', 'admin')
  wait(90_500)
  for (let n = 0; n < 9; n += 1) attempts.take('192.0.2.1', 'admin')
  const refused = expect.objectContaining({ status: 429, code: 'too-many-attempts', retryAfter: 510 })
  expect(() => attempts.take('192.0.2.1', 'admin')).toThrow(refused)
})

test('what is remembered has a bound: made-up names and addresses push out the oldest, not who still asks', () => {
  const { passed } = counting()
  const many = (n: number) => `10.${n >> 12}.${(n >> 6) & 63}.${n & 63}`
  expect(
    passed(
      11,
      () => '192.0.2.1',
      () => 'admin',
    ),
  ).toBe(10)
  expect(
    passed(
      12,
      () => '192.0.2.2',
      (n) => `name${n}`,
    ),
  ).toBe(12)
  for (let round = 0; round < 4; round += 1) {
    const user = (n: number) => `user${round} ${n}`
    expect(passed(1_500, (n) => many(round * 1_500 + n), user)).toBe(1_500)
    expect(
      passed(
        3,
        () => '192.0.2.2',
        () => `last${round}`,
      ),
    ).toBe(round < 2 ? 3 : round === 2 ? 2 : 0)
  }
  expect(
    passed(
      11,
      () => '192.0.2.1',
      () => 'admin',
    ),
  ).toBe(10)
})
