import { expect, test } from 'vitest'
import { addKey, MOST_KEYS } from '#simulator/state/users.ts'
import { ask, recordedRegion, signature, type Question } from '#testing/simulator/fixture-client.ts'

type KeyShown = { name: string; token: string }
type KeyMade = Record<'token_key' | 'token_secret' | 'consumer_key' | 'name', string>

function account() {
  const { region, clock } = recordedRegion()
  const send = (op: string, form: Record<string, string>, as: Question['as'] = 'operator') =>
    ask(region, clock, { as, method: 'POST', path: `account/?op=${op}`, body: { form } })
  return {
    region,
    clock,
    send,
    list: async (as: Question['as'] = 'operator') =>
      (await (
        await ask(region, clock, { as, path: 'account/?op=list_authorisation_tokens' })
      ).json()) as KeyShown[],
    create: async (name?: string) =>
      (await (
        await send('create_authorisation_token', name === undefined ? {} : { name })
      ).json()) as KeyMade,
  }
}

test('users see their own API keys only', async () => {
  const { region, clock } = recordedRegion()
  const path = 'account/?op=list_authorisation_tokens'
  for (const as of ['admin', 'operator'] as const) {
    const keys = region.users.find(({ username }) => username === as)?.keys ?? []
    const tokens = keys.map(({ name, consumer, token, secret }) => ({
      name,
      token: `${consumer}:${token}:${secret}`,
    }))
    expect(await (await ask(region, clock, { as, path })).json()).toEqual(tokens)
  }
})

test('a new key is listed, and signs requests of its user', async () => {
  const { region, clock, create, list } = account()
  const made = await create('laptop')
  const token = `${made.consumer_key}:${made.token_key}:${made.token_secret}`
  expect(made.name).toBe('laptop')
  expect(await list()).toContainEqual({ name: 'laptop', token })
  const headers = { Authorization: signature(token, clock.wall()) }
  const response = await ask(region, clock, { as: 'no one', path: 'users/?op=whoami', headers })
  expect(await response.json()).toMatchObject({ username: 'operator' })
})

test('a key without a name gets the general one', async () => {
  expect((await account().create()).name).toBe('MAAS consumer')
})

test('a deleted key is gone and signs nothing', async () => {
  const { region, clock, create, send, list } = account()
  const made = await create('laptop')
  const response = await send('delete_authorisation_token', { token_key: made.token_key })
  expect([response.status, await response.text()]).toEqual([204, ''])
  expect((await list()).map(({ name }) => name)).toEqual(['MAAS consumer'])
  const token = `${made.consumer_key}:${made.token_key}:${made.token_secret}`
  const headers = { Authorization: signature(token, clock.wall()) }
  expect((await ask(region, clock, { as: 'no one', path: 'users/?op=whoami', headers })).status).toBe(401)
})

test.each(['part', 'whole'] as const)('a key is renamed by its %s', async (by) => {
  const { create, send, list } = account()
  const { consumer_key, token_key, token_secret } = await create('laptop')
  const token = by === 'part' ? token_key : `${consumer_key}:${token_key}:${token_secret}`
  const response = await send('update_token_name', { token, name: 'desktop' })
  expect([response.status, await response.text()]).toEqual([202, 'Accepted'])
  expect((await list()).map(({ name }) => name)).toEqual(['MAAS consumer', 'desktop'])
})

test.each([
  ['delete_authorisation_token', {}, 'token_key'],
  ['update_token_name', { name: 'x' }, 'token'],
  ['update_token_name', { token: 'x' }, 'name'],
])('%s needs its fields: %o', async (op, form, field) => {
  const response = await account().send(op, form)
  expect([response.status, await response.text()]).toEqual([400, `No provided ${field}!`])
})

test('the key of another user does not exist', async () => {
  const { create, send, list } = account()
  const { token_key } = await create('laptop')
  for (const [op, form] of [
    ['delete_authorisation_token', { token_key }],
    ['update_token_name', { token: token_key, name: 'x' }],
  ] as const) {
    const response = await send(op, form, 'admin')
    expect([response.status, await response.text()]).toEqual([404, 'No Token matches the given query.'])
  }
  expect((await list()).map(({ name }) => name)).toContain('laptop')
})

test('account/ needs a signature', async () => {
  const { send } = account()
  expect((await send('create_authorisation_token', {}, 'no one')).status).toBe(401)
})

test('past the limit a new key drops the oldest one that was created, not the one that came with the region', async () => {
  const { region, create, list } = account()
  const operator = region.users.find(({ username }) => username === 'operator')
  if (operator === undefined) throw new Error('There is no operator.')
  for (let made = 1; made < MOST_KEYS; made += 1) addKey(operator, `key ${made}`)
  await create('last')
  const names = (await list()).map(({ name }) => name)
  expect([names.length, ...names.slice(0, 2), names.at(-1)]).toEqual([
    MOST_KEYS,
    'MAAS consumer',
    'key 2',
    'last',
  ])
})

test.each(['create_authorisation_token', 'update_token_name'])(
  '%s refuses a name of more than 255 letters, as the database of MAAS does',
  async (op) => {
    const { create, send } = account()
    const { token_key: token } = await create('laptop')
    const answerTo = (length: number) => send(op, { token, name: 'x'.repeat(length) })
    expect([(await answerTo(255)).ok, (await answerTo(256)).status]).toEqual([true, 500])
  },
)
