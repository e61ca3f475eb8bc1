import { expect, test } from 'vitest'
import { ask, recordedRegion, type Question } from '#testing/simulator/fixture-client.ts'

async function answer(question: Question): Promise<{ status: number; type: string | null; text: string }> {
  const { region, clock } = recordedRegion()
  const response = await ask(region, clock, question)
  return { status: response.status, type: response.headers.get('Content-Type'), text: await response.text() }
}

test.each([
  ['machines/abcdef/', 'Machine'],
  ['zones/nowhere/', 'Zone'],
  ['tags/none/', 'Tag'],
  ['domains/1/', 'Domain'],
  ['license-key/windows/win2022', 'LicenseKey'],
  ['regioncontrollers/abcdef/', 'RegionController'],
  ['rackcontrollers/abcdef/', 'RackController'],
  ['users/unknown/', 'User'],
  ['notifications/1/', 'Notification'],
])('%s does not exist', async (path, model) => {
  const text = `No ${model} matches the given query.`
  expect(await answer({ path })).toEqual({ status: 404, type: 'text/plain', text })
})

test.each([
  ['zones/', 'zones/default/'],
  ['domains/', 'domains/0/'],
  ['domains/', 'domains/maas/'],
  ['regioncontrollers/', 'regioncontrollers/emb3dd/'],
  ['rackcontrollers/', 'rackcontrollers/emb3dd/'],
  ['users/', 'users/admin/'],
  ['users/', 'users/MAAS/'],
])('a member of the list %s is read at %s', async (list, member) => {
  const listed = JSON.parse((await answer({ path: list })).text) as unknown[]
  const { status, text } = await answer({ path: member })
  expect(status).toBe(200)
  expect(listed).toContainEqual(JSON.parse(text))
})

test('only administrators read license keys', async () => {
  const refused = 'User is not allowed access to this API.'
  for (const as of ['operator', 'no one'] as const)
    for (const path of ['license-keys/', 'license-key/windows/win2022'])
      expect(await answer({ as, path })).toMatchObject({ status: 403, text: refused })
})

test('users who are not administrators read the other lists', async () => {
  for (const path of ['machines/', 'zones/', 'tags/', 'domains/', 'regioncontrollers/', 'users/'])
    expect((await answer({ as: 'operator', path })).status).toBe(200)
  expect(await answer({ as: 'no one', path: 'zones/' })).toMatchObject({ status: 401, text: 'Forbidden' })
})

test('an operation that only a real MAAS supports is refused in our own words', async () => {
  const text = 'The embedded region does not support this.'
  for (const path of ['zones/', 'tags/', 'machines/', 'domains/', 'license-keys/', 'users/'])
    expect(await answer({ method: 'POST', path })).toMatchObject({ status: 501, text })
  expect((await answer({ as: 'operator', method: 'POST', path: 'zones/' })).status).toBe(403)
})

test('no one signs in as the account of MAAS itself', async () => {
  const { region } = recordedRegion()
  expect(region.authenticate('MAAS', 'MAAS')).toBe(null)
  expect(region.authenticate('MAAS', '')).toBe(null)
})
