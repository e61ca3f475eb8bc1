import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf, problemMessage, startStack } from '#testing/test-stack.ts'

let stack: Awaited<ReturnType<typeof startStack>>
beforeEach(async () => {
  stack = await startStack()
})
// close() fails if part of a key has leaked
afterEach(() => stack.close())

type Gateway = Awaited<ReturnType<typeof stack.gateway>>
type Browser = ReturnType<typeof stack.browser>

/** A browser at this address, which the proxy in front reports. */
function browserAt(gateway: Gateway, address: string, cookies: Record<string, string> = {}) {
  const browser = stack.browser(gateway, cookies)
  const send = (body: object) =>
    browser.call('POST', '/gateway/session', body, { 'x-forwarded-for': address })
  return {
    ...browser,
    signIn: (username: string, password = username) => send({ kind: 'password', username, password }),
    signInWith: (key: string) => send({ kind: 'api-key', key }),
  }
}
const HOME = '198.51.100.1'
const ATTACKER = '203.0.113.9'
const start = () => stack.gateway({ trustedProxies: ['127.0.0.1'] })

/** Sends 30 wrong passwords; returns how many of them MAAS has answered. */
async function guess(browser: Pick<Browser, 'signIn'>, username = 'admin'): Promise<number> {
  const codes: string[] = []
  for (let n = 0; n < 30; n += 1) codes.push(codeOf(await browser.signIn(username, `guess ${n}`)))
  const asked = codes.lastIndexOf('sign-in-refused') + 1
  expect(codes.slice(0, asked)).toEqual(codes.slice(0, asked).map(() => 'sign-in-refused'))
  expect(codes.slice(asked)).toEqual(codes.slice(asked).map(() => 'too-many-attempts'))
  return asked
}
const deviceOf = ({ cookies }: Pick<Browser, 'cookies'>) =>
  Object.fromEntries(Object.entries(cookies()).filter(([name]) => name.includes('-device-')))

test('wrong passwords from another address lock out neither a known browser nor a new one', async () => {
  const gateway = await start()
  const known = browserAt(gateway, HOME)
  await known.signIn('admin')
  await known.signOut()
  expect(await guess(browserAt(gateway, ATTACKER))).toBe(10)
  for (let n = 0; n < 60; n += 1) await guessOnce(browserAt(gateway, `203.0.113.${100 + n}`))
  expect((await known.signIn('admin')).status).toBe(200)
  expect((await browserAt(gateway, '198.51.100.2').signIn('admin')).status).toBe(200)
})
const guessOnce = async (browser: Pick<Browser, 'signIn'>) =>
  expect(codeOf(await browser.signIn('admin', 'wrong'))).toBe('sign-in-refused')

test('at the address of the attacker a known browser signs in, and an unknown one learns when to try again', async () => {
  const gateway = await start()
  const known = browserAt(gateway, ATTACKER)
  await known.signIn('admin')
  expect(await guess(browserAt(gateway, ATTACKER))).toBe(10)
  expect((await known.signIn('admin')).status).toBe(200)
  const refused = await browserAt(gateway, ATTACKER).signIn('admin')
  expect([refused.status, refused.headers['retry-after'], problemMessage(refused)]).toEqual([
    429,
    '600',
    'Too many sign-ins failed. Try again in 10 minutes. Browsers you have signed in with before do not have to wait.',
  ])
  stack.wait(600_000)
  expect((await browserAt(gateway, ATTACKER).signIn('admin')).status).toBe(200)
})

test('a browser in which one user has signed in is not known for another user', async () => {
  const gateway = await start()
  const operator = browserAt(gateway, ATTACKER)
  await operator.signIn('operator')
  expect(await guess(operator)).toBe(10)
  // its own count is unchanged, and gives no further guesses at another user
  expect((await operator.signIn('operator')).status).toBe(200)
  expect(await guess(operator)).toBe(0)
})

test('names with any difference are different users: the cookie of one is not valid for the other', async () => {
  const [admin] = stack.simulator.region.users
  if (!admin) throw new Error('The region has no administrator.')
  stack.simulator.region.users.push({ ...admin, username: 'Admin', password: 'of-Admin', keys: [] })
  const gateway = await start()
  const attacker = browserAt(gateway, ATTACKER)
  expect((await attacker.signIn('Admin', 'of-Admin')).status).toBe(200)
  expect(await guess(attacker)).toBe(10)
  for (let n = 0; n < 3; n += 1) expect((await attacker.signIn('Admin', 'of-Admin')).status).toBe(200)
  expect(await guess(attacker)).toBe(0)
})

test('a device cookie that is forged, for another region or sealed with another secret is ignored', async () => {
  const gateway = await start()
  const own = browserAt(gateway, HOME)
  await own.signIn('admin')
  const [[name, value] = ['', '']] = Object.entries(deviceOf(own))
  const other = await startStack()
  try {
    const elsewhere = other.browser(await other.gateway())
    await elsewhere.signIn('admin')
    const strange = stack.browser(await stack.gateway({ secret: 'another secret, that is long enough too' }))
    await strange.signIn('admin')
    const values = [
      'made-up',
      value.slice(0, -3),
      ...[elsewhere, strange].flatMap((browser) => Object.values(deviceOf(browser))),
      // a session cookie is not a device cookie
      ...Object.entries(own.cookies()).flatMap(([other, session]) => (other === name ? [] : session)),
    ]
    expect(values).toHaveLength(5)
    for (const [n, forged] of values.entries()) {
      const address = `203.0.113.${n}`
      expect([n, await guess(browserAt(gateway, address, { [name]: forged }))]).toEqual([n, 10])
      // a valid cookie would allow more guesses
      expect(await guess(browserAt(gateway, address, { [name]: value }))).toBe(n === 0 ? 10 : 0)
    }
  } finally {
    await other.close()
  }
})

test('a device cookie is not a session, under either name', async () => {
  const gateway = await start()
  const owner = browserAt(gateway, HOME)
  await owner.signIn('admin')
  const [[name, value] = ['', '']] = Object.entries(deviceOf(owner))
  for (const cookies of [{ [name]: value }, { [name.replace('device-', '')]: value }]) {
    const answer = await stack.browser(gateway, cookies).get('/gateway/images')
    expect([answer.status, codeOf(answer)]).toEqual([401, 'signed-out'])
  }
})

test('a stolen device cookie gives ten more guesses, and does not lock its owner out', async () => {
  const gateway = await start()
  const owner = browserAt(gateway, HOME)
  await owner.signIn('admin')
  expect(await guess(browserAt(gateway, ATTACKER, deviceOf(owner)))).toBe(20)
  const [[, before] = []] = Object.entries(deviceOf(owner))
  expect((await owner.signIn('admin')).status).toBe(200)
  // from now on the owner has a different cookie than the thief
  const [[, after] = []] = Object.entries(deviceOf(owner))
  expect(after).not.toBe(before)
  expect(await guess(owner)).toBe(20)
})

test('a browser in which an API key was used is known for the key and its user', async () => {
  const gateway = await start()
  const browser = browserAt(gateway, ATTACKER)
  expect((await browser.signInWith(stack.simulator.apiKey)).status).toBe(200)
  const [consumer, token] = stack.simulator.apiKey.split(':')
  // uses up the limit of the address
  for (let n = 0; n < 30; n += 1) await browserAt(gateway, ATTACKER).signIn(`name${n}`)
  expect(codeOf(await browserAt(gateway, ATTACKER).signInWith(stack.simulator.apiKey))).toBe(
    'too-many-attempts',
  )
  expect((await browser.signInWith(stack.simulator.apiKey)).status).toBe(200)
  expect((await browser.signIn('admin')).status).toBe(200)
  // wrong secrets for the key count like wrong passwords
  const guesser = browserAt(gateway, '203.0.113.10')
  for (let n = 0; n < 10; n += 1)
    expect(codeOf(await guesser.signInWith(`${consumer}:${token}:wrong${n}`))).toBe('sign-in-refused')
  expect(codeOf(await guesser.signInWith(stack.simulator.apiKey))).toBe('too-many-attempts')
})

test('gateways with the same secret recognize each other’s browsers, and each counts its own attempts', async () => {
  const [one, two] = [await start(), await start()]
  const owner = browserAt(one, HOME)
  await owner.signIn('admin')
  for (const gateway of [one, two])
    expect(await guess(browserAt(gateway, ATTACKER, deviceOf(owner)))).toBe(20)
  for (const gateway of [one, two])
    expect((await browserAt(gateway, ATTACKER, deviceOf(owner)).signIn('admin')).status).toBe(429)
})
