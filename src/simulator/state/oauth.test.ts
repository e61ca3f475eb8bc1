import { expect, test } from 'vitest'
import { ask, recordedRegion, signature } from '#testing/simulator/fixture-client.ts'
import { apiKeyOf } from './users.ts'

function signedRegion() {
  const { region, clock } = recordedRegion()
  const [admin] = region.users
  const key = admin === undefined ? '' : apiKeyOf(admin)
  const [, , secret = ''] = key.split(':')
  const send = async (change: Record<string, string>, path = 'boot-sources/') => {
    const headers = { Authorization: signature(key, clock.wall(), change) }
    const response = await ask(region, clock, { as: 'no one', path, headers })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  return {
    clock,
    secret,
    send,
    seconds: (add: number) => String(Math.floor(clock.wall() / 1000) + add),
  }
}

test('a signature is valid with %26 or & before the secret, with and without version and realm', async () => {
  const { send, secret } = signedRegion()
  expect((await send({})).status).toBe(200)
  expect((await send({ oauth_signature: `&${secret}` })).status).toBe(200)
  expect((await send({ oauth_version: '' })).status).toBe(200)
})

test('a wrong key, a wrong token and a wrong secret get different answers, and the last one contains the right secret', async () => {
  const { send, secret } = signedRegion()
  const consumer = await send({ oauth_consumer_key: 'WRONG' })
  expect(consumer).toMatchObject({ status: 401, text: 'Authorization Error: Invalid API key.' })
  expect(consumer.headers.get('WWW-Authenticate')).toBe('OAuth realm="OAuth"')
  expect(consumer.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
  expect((await send({ oauth_token: 'WRONG' })).text).toBe(
    "Authorization Error: 'Invalid access token: WRONG'",
  )
  expect((await send({ oauth_signature: '%26WRONG' })).text).toBe(
    `Authorization Error: 'Invalid signature. Expected signature base string: &${secret}'`,
  )
})

test('a clock may be up to 300 s behind, and ahead by any time', async () => {
  const { send, seconds } = signedRegion()
  expect((await send({ oauth_timestamp: seconds(-290) })).status).toBe(200)
  expect((await send({ oauth_timestamp: seconds(86_400) })).status).toBe(200)
  const late = await send({ oauth_timestamp: seconds(-310) })
  expect(late).toMatchObject({
    status: 401,
    text: `Authorization Error: 'Expired timestamp: given ${seconds(-310)} and now ${seconds(0)} has a greater difference than threshold 300'`,
  })
})

test('moving the time of the region does not age signatures', async () => {
  const { send, clock } = signedRegion()
  clock.advance(7_200_000)
  expect((await send({})).status).toBe(200)
})

test('a nonce works once', async () => {
  const { send } = signedRegion()
  expect((await send({ oauth_nonce: 'same' })).status).toBe(200)
  expect(await send({ oauth_nonce: 'same' })).toMatchObject({
    status: 401,
    text: "Authorization Error: 'Nonce already used: same'",
  })
})

test('a request with an incomplete signature is anonymous, and an unsupported method is refused', async () => {
  const { send } = signedRegion()
  expect((await send({ oauth_nonce: '' })).status).toBe(403)
  expect((await send({ oauth_timestamp: '' })).status).toBe(403)
  expect((await send({ oauth_signature_method: 'RSA-SHA1' })).text).toBe(
    "Authorization Error: 'Signature method RSA-SHA1 not supported try one of the following: PLAINTEXT, HMAC-SHA1'",
  )
})

test('the parameters may be in the query instead', async () => {
  const { region, clock } = recordedRegion()
  const [admin] = region.users
  const [consumer = '', token = '', secret = ''] = admin === undefined ? [] : apiKeyOf(admin).split(':')
  const query = new URLSearchParams({
    oauth_consumer_key: consumer,
    oauth_token: token,
    oauth_signature: `&${secret}`,
    oauth_signature_method: 'PLAINTEXT',
    oauth_nonce: 'in-the-query',
    oauth_timestamp: String(Math.floor(clock.wall() / 1000)),
  })
  const response = await ask(region, clock, { as: 'no one', path: `boot-sources/?${query.toString()}` })
  expect(response.status).toBe(200)
})
