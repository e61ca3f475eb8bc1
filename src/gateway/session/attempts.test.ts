import { expect, test } from 'vitest'
import { createAttempts } from './attempts.ts'

const MINUTE = 60_000
const ADMIN = { address: '192.0.2.1', user: 'admin', device: null } as const
type Given = { address?: (n: number) => string; user?: (n: number) => string; device?: (n: number) => string }

function counting() {
  let wall = 0
  const attempts = createAttempts(() => wall)
  /** How many of these attempts are allowed; absent fields are those of ADMIN. */
  const passed = (count: number, { address, user, device }: Given = {}) => {
    let good = 0
    for (let n = 0; n < count; n += 1) {
      try {
        attempts.take({
          address: address?.(n) ?? ADMIN.address,
          user: user?.(n) ?? ADMIN.user,
          device: device?.(n) ?? null,
        })
        good += 1
      } catch {
        // the limit is reached
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

test('unknown browsers at one address may try one user ten times in ten minutes', () => {
  const { passed, wait } = counting()
  expect(passed(30)).toBe(10)
  wait(10 * MINUTE - 1)
  expect(passed(1)).toBe(0)
  wait(1)
  expect(passed(30)).toBe(10)
})

test('wrong passwords from any number of addresses lock no user out at another address', () => {
  const { passed } = counting()
  expect(passed(2_000, { address: (n) => `192.0.2.${n % 200}` })).toBe(2_000)
  expect(passed(30, { address: () => '198.51.100.1' })).toBe(10)
})

test('one address may try twenty times in ten minutes, for all users together', () => {
  const { passed } = counting()
  expect(passed(50, { user: (n) => `user${n}` })).toBe(20)
  expect(passed(5, { address: () => '192.0.2.2', user: (n) => `user${n}` })).toBe(5)
})

test.each([
  ['one machine’s IPv6 addresses', (n: number) => `2001:db8:1:2::${n.toString(16)}`, 20],
  ['the same written in full', (n: number) => (n % 2 ? '2001:db8:1:2:0:0:0:1' : '2001:db8:1:2::1'), 20],
  ['IPv6 networks of one site', (n: number) => `2001:db8:1:${n.toString(16)}::1`, 100],
  ['IPv6 sites', (n: number) => `2001:db8:${n.toString(16)}::1`, 130],
  ['one IPv4 address, also as IPv6', (n: number) => (n % 2 ? '::ffff:192.0.2.1' : '192.0.2.1'), 20],
  ['IPv4 addresses as IPv6', (n: number) => `::ffff:192.0.2.${n}`, 130],
  ['link-local addresses with a zone', () => 'fe80::1%eth0', 20],
  ['this machine', () => '::1', 20],
])('%s are counted correctly', (_, address, expected) => {
  expect(counting().passed(130, { address, user: (n) => `user${n}` })).toBe(expected)
})

test('attempts of others at its address do not lock out a browser with a device cookie', () => {
  const { passed } = counting()
  expect(passed(20)).toBe(10)
  expect(passed(20, { user: (n) => `user${n}` })).toBe(10)
  expect(passed(10, { device: () => 'mine' })).toBe(10)
})

test('the attempts of a device are counted across addresses, and not for its address', () => {
  const { passed } = counting()
  expect(passed(10, { device: () => 'mine', address: (n) => `192.0.2.${n}` })).toBe(10)
  expect(passed(30, { address: () => '192.0.2.3' })).toBe(10)
})

test('a device cookie over its limit is ignored, so a stolen copy locks no one out', () => {
  const { passed, wait } = counting()
  const device = () => 'stolen'
  expect(passed(40, { device, address: () => '203.0.113.9' })).toBe(20)
  // the owner, at a different address
  expect(passed(1, { device })).toBe(1)
  wait(10 * MINUTE)
  expect(passed(40, { device, address: () => '203.0.113.9' })).toBe(20)
})

test('an attempt without a wrong password is taken back, and no other one', () => {
  for (const device of [null, 'mine']) {
    const { attempts } = counting()
    const take = () => attempts.take({ ...ADMIN, address: '2001:db8::1', device })
    for (let n = 0; n < 9; n += 1) take()
    for (let n = 0; n < 30; n += 1) take()()
    expect(take).not.toThrow()
    // after the limit of a device cookie, ten more attempts are left
    if (device !== null) for (let n = 0; n < 10; n += 1) take()
    expect(take).toThrow('Too many sign-ins failed')
  }
})

test('simultaneous attempts all count, even before any is known to be wrong', () => {
  const { attempts } = counting()
  const undo = Array.from({ length: 10 }, () => attempts.take(ADMIN))
  expect(() => attempts.take(ADMIN)).toThrow('Too many sign-ins failed')
  undo[0]?.()
  expect(() => attempts.take(ADMIN)).not.toThrow()
})

test('the refusal says when to try again, and which browsers do not have to wait', () => {
  const { attempts, wait } = counting()
  attempts.take(ADMIN)
  wait(90_500)
  for (let n = 0; n < 9; n += 1) attempts.take(ADMIN)
  const refused = { status: 429, code: 'too-many-attempts', retryAfter: 510 }
  expect(() => attempts.take(ADMIN)).toThrow(
    expect.objectContaining({
      ...refused,
      message:
        'Too many sign-ins failed. Try again in 9 minutes. Browsers you have signed in with before do not have to wait.',
    }),
  )
  const device = 'mine'
  wait(30_000)
  for (let n = 0; n < 10; n += 1) attempts.take({ ...ADMIN, device })
  // the earlier of the two
  expect(() => attempts.take({ ...ADMIN, device })).toThrow(
    expect.objectContaining({
      retryAfter: 480,
      message: 'Too many sign-ins failed. Try again in 8 minutes.',
    }),
  )
})

test('the memory is bounded: made-up addresses displace the oldest entries, but not one that keeps trying', () => {
  const { passed } = counting()
  const many = (round: number) => (n: number) => `10.${round}.${n >> 6}.${n & 63}`
  const still = { address: () => '192.0.2.2' }
  expect(passed(11)).toBe(10)
  expect(passed(7, still)).toBe(7)
  for (let round = 0; round < 4; round += 1) {
    expect(passed(3_000, { address: many(round) })).toBe(3_000)
    expect(passed(1, still)).toBe(round < 3 ? 1 : 0)
  }
  expect(passed(11)).toBe(10)
})

test('no number of addresses displaces the count of a device cookie', () => {
  const { passed } = counting()
  expect(passed(10, { device: () => 'stolen' })).toBe(10)
  passed(11_000, { address: (n) => `10.${n >> 12}.${(n >> 6) & 63}.${n & 63}` })
  // ten as an unknown browser, and none by its own limit
  expect(passed(30, { device: () => 'stolen' })).toBe(10)
})
