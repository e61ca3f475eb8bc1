import { expect, test } from 'vitest'
import { createDevices } from './devices.ts'

const DAY = 86_400_000
const START = Date.UTC(2026, 10, 23)
const OURS = {
  secret: 'a secret for tests, long enough to seal with',
  region: 'http://maas.example.com:5240/MAAS',
  secure: true,
}
function startDevices({ secret, region, secure }: typeof OURS = OURS) {
  let wall = START
  return {
    made: createDevices(
      { kind: 'sign-in', secret, secure },
      { embedded: false, region, now: () => wall, path: '/images/' },
    ),
    wait: (ms: number) => (wall += ms),
  }
}
const pairOf = (line: string | null) => line?.split(';')[0] ?? ''

test('a browser is recognized by its cookie for a year', async () => {
  const { made, wait } = startDevices()
  const devices = await made
  const line = await devices.begin(['name admin', 'name admin', 'key abc'])
  expect(line).toMatch(
    /^__Host-maas-images-device-[0-9a-f]{8}=[\w.-]+; HttpOnly; SameSite=Strict; Path=\/; Secure; Max-Age=31536000$/,
  )
  const cookie = `other=1; ${pairOf(line)}`
  wait(365 * DAY - 1_000)
  expect(await devices.of(cookie)).toEqual({
    id: expect.stringMatching(/^[\w-]{22}$/),
    names: ['name admin', 'key abc'],
  })
  wait(1_000)
  expect(await devices.of(cookie)).toBeNull()
})

test('each sign-in gives the browser a new ID', async () => {
  const devices = await startDevices().made
  const ids = [await devices.begin(['name admin']), await devices.begin(['name admin'])].map(pairOf)
  const [one, two] = await Promise.all(ids.map((cookie) => devices.of(cookie)))
  expect(one?.id).not.toBe(two?.id)
})

test.each([
  ['another secret', null, { ...OURS, secret: 'another secret for tests, long enough as well' }],
  ['another region', null, { ...OURS, region: 'http://other.example.com:5240/MAAS' }],
  // a gateway without TLS reads another cookie name; under that name the value is valid
  ['a page without TLS', ['name admin'], { ...OURS, secure: false }],
])('a cookie of a gateway with %s is ignored', async (_, renamed, other) => {
  const [devices, foreign] = await Promise.all([startDevices().made, startDevices(other).made])
  const cookie = pairOf(await devices.begin(['name admin']))
  const [, value] = cookie.split(/=(.*)/s)
  const [name] = pairOf(await foreign.begin(['name admin'])).split('=')
  expect(await foreign.of(cookie)).toBeNull()
  // under the cookie name of the other gateway
  expect((await foreign.of(`${name}=${value}`))?.names ?? null).toEqual(renamed)
})

test('a cookie that is made up, changed or duplicated is ignored', async () => {
  const devices = await startDevices().made
  const cookie = pairOf(await devices.begin(['name admin']))
  const [name = '', value = ''] = cookie.split(/=(.*)/s)
  const at = value.length - 10
  const changed = `${name}=${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`
  const unsigned = `${name}=${btoa('{"alg":"none"}')}.${btoa('{"jti":"a","names":["name admin"]}')}.`
  for (const bad of ['', changed, unsigned, `${cookie}; ${cookie}`, `${name}=x`, `${name}=`])
    expect([bad, await devices.of(bad)]).toEqual([bad, null])
  expect(await devices.of(undefined)).toBeNull()
})

test('with a fixed key the gateway recognizes no browser', async () => {
  const devices = await createDevices(
    { kind: 'fixed', apiKey: 'a:b:c' },
    { embedded: false, region: OURS.region, now: () => START },
  )
  expect([await devices.begin(['name admin']), await devices.of('maas-images-device-00000000=x')]).toEqual([
    null,
    null,
  ])
})
