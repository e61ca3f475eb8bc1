import { expect, test } from 'vitest'
import { ask, recordedRegion, type Question } from '#testing/simulator/fixture-client.ts'

async function answer(question: Question): Promise<[status: number, text: string]> {
  const { region, clock } = recordedRegion()
  const response = await ask(region, clock, { as: 'no one', ...question })
  return [response.status, await response.text()]
}

test('a form with a name and a password gets an API key, and JSON does not', async () => {
  const path = '/MAAS/accounts/authenticate/'
  const fields = { username: 'admin', password: 'admin' }
  expect((await answer({ method: 'POST', path, body: { form: fields } }))[0]).toBe(200)
  expect(await answer({ method: 'POST', path, body: { json: fields } })).toEqual([403, ''])
  expect(await answer({ method: 'POST', path, body: { raw: '{', type: 'application/json' } })).toEqual([
    403,
    '',
  ])
  expect(await answer({ path })).toEqual([405, ''])
})

test('the version is public and has no operations', async () => {
  const version = JSON.parse((await answer({ path: 'version/?op=' }))[1]) as object
  expect(version).toMatchObject({ version: '3.5.13', subversion: '' })
  expect(await answer({ path: 'version/?op=x' })).toEqual([400, 'Unrecognised signature: method=GET op=x'])
  expect(await answer({ path: 'version' })).toEqual([404, 'Unknown API endpoint: /MAAS/api/2.0/version.'])
})

test('every address of API 1.0 answers that this API no longer exists, and the version of the API is plain text', async () => {
  const gone = [410, 'The 1.0 API is no longer available. Please use API version 2.0.']
  expect(await answer({ path: '/MAAS/api/1.0/' })).toEqual(gone)
  expect(await answer({ method: 'POST', path: '/MAAS/api/1.0/nodes/' })).toEqual(gone)
  expect(await answer({ path: '/MAAS/api/version/' })).toEqual([200, '2.0'])
})
