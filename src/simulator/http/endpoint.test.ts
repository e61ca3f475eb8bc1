import { describe, expect, test } from 'vitest'
import { ask, recordedRegion, type Question } from '#testing/simulator/fixture-client.ts'

async function answers(questions: Question[]): Promise<[status: number, text: string][]> {
  const { region, clock } = recordedRegion()
  const given: [number, string][] = []
  for (const question of questions) {
    const response = await ask(region, clock, question)
    given.push([response.status, await response.text()])
  }
  return given
}

const answer = async (question: Question) => (await answers([question]))[0]

const unrecognized = (method: string, op: string): [number, string] => [
  400,
  `Unrecognised signature: method=${method} op=${op}`,
]

describe('the operation', () => {
  const source = { url: 'http://a.example.com/', keyring_filename: '/k' }
  const STARTED = 'Import of boot resources started'

  test('an empty op counts as missing, so clients that always send one can create sources and selections', async () => {
    const selection = { os: 'ubuntu', release: 'noble', arches: 'amd64', subarches: '*', labels: '*' }
    const given = await answers([
      { method: 'POST', path: 'boot-sources/?op=', body: { form: source } },
      { method: 'POST', path: 'boot-sources/1/selections/?op=', body: { form: selection } },
      { path: 'boot-sources/?op=' },
      { method: 'PUT', path: 'boot-sources/2/?op=', body: { form: { url: 'http://b.example.com/' } } },
      { method: 'DELETE', path: 'boot-sources/2/?op=' },
    ])
    expect(given.map(([status]) => status)).toEqual([201, 200, 200, 200, 204])
  })

  test('the last of several counts, even if it is empty', async () => {
    const path = 'boot-resources/?op=nonsense&op=import'
    expect(await answer({ method: 'POST', path })).toEqual([200, STARTED])
    expect(await answer({ path: 'boot-resources/?op=nonsense&op=' })).toEqual([200, '[]'])
  })

  test('a form may name it if the query does not', async () => {
    const body = { form: { op: 'import' } }
    expect(await answer({ method: 'POST', path: 'boot-resources/', body })).toEqual([200, STARTED])
    expect(await answer({ method: 'POST', path: 'boot-resources/?op=', body })).toEqual([200, STARTED])
    const parts: Question['body'] = { parts: [['op', 'import']] }
    expect(await answer({ method: 'POST', path: 'boot-resources/', body: parts })).toEqual([200, STARTED])
    const path = 'boot-resources/?op=nonsense'
    expect(await answer({ method: 'POST', path, body })).toEqual(unrecognized('POST', 'nonsense'))
    const put: Question = { method: 'PUT', path: 'boot-sources/1/', body }
    expect(await answer(put)).toEqual(unrecognized('PUT', 'import'))
  })

  test('an op in a JSON body or in the path is ignored', async () => {
    const json = { json: { op: 'set_config', name: 'maas_name', value: 'x' } }
    expect(await answer({ method: 'POST', path: 'maas/', body: json })).toEqual(unrecognized('POST', 'None'))
    for (const path of [
      'boot-resources/op=import/',
      'boot-resources/%3Fop=import',
      'boot-resources/;op=import',
    ])
      expect((await answer({ method: 'POST', path }))?.[0]).toBe(path.endsWith('/') ? 405 : 404)
  })

  test('an unknown one is reported before permissions are checked', async () => {
    const question: Question = { as: 'operator', method: 'POST', path: 'boot-resources/?op=nonsense' }
    expect(await answer(question)).toEqual(unrecognized('POST', 'nonsense'))
  })

  test('without a signature, the lists of controllers and machines have no operations', async () => {
    for (const path of ['rackcontrollers/', 'regioncontrollers/', 'machines/'])
      expect(await answer({ as: 'no one', path })).toEqual(unrecognized('GET', 'None'))
    const forbidden = [401, 'Forbidden']
    expect(await answer({ as: 'no one', path: 'rackcontrollers/emb3dd/' })).toEqual(forbidden)
    expect(await answer({ as: 'no one', method: 'POST', path: 'rackcontrollers/' })).toEqual(forbidden)
  })
})

describe('the path', () => {
  test.each([
    ['boot-sources/-1/', 404, 'No BootSource matches the given query.'],
    ['boot-sources/%31/', 200, ''],
    ['boot%2Dsources/1%2F', 200, ''],
    ['boot-sources/+1/', 200, ''],
    ['boot-sources/%201/', 200, ''],
    ['boot-sources/1_0/', 404, 'No BootSource matches the given query.'],
    ['boot-sources/99999999999999999999/', 404, 'No BootSource matches the given query.'],
    ['boot-sources/abc/', 500, "Field 'id' expected a number but got 'abc'."],
    ['boot-sources/1.5/', 500, "Field 'id' expected a number but got '1.5'."],
    ["boot-sources/a'b/", 500, `Field 'id' expected a number but got "a'b".`],
    ['boot-sources/%C3%A4/', 500, "Field 'id' expected a number but got 'ä'."],
    ['boot-resources/-1/', 404, 'No BootResource matches the given query.'],
    ['boot-sources/1/selections/-1/', 404, 'No BootSourceSelection matches the given query.'],
    ['boot-sources', 404, 'Unknown API endpoint: /MAAS/api/2.0/boot-sources.'],
    ['boot-sources//', 404, 'Unknown API endpoint: /MAAS/api/2.0/boot-sources//.'],
    ['boot-sources//1/', 404, 'Unknown API endpoint: /MAAS/api/2.0/boot-sources//1/.'],
    ['/MAAS/api/2.0//boot-sources/', 404, 'Unknown API endpoint: /MAAS/api/2.0//boot-sources/.'],
    ['%C3%A4/', 404, 'Unknown API endpoint: /MAAS/api/2.0/ä/.'],
    ['', 404, 'Unknown API endpoint: /MAAS/api/2.0/.'],
  ])('%s answers %i', async (path, status, text) => {
    const [given = 0, body = ''] = (await answer({ path })) ?? []
    expect([given, given === 200 ? '' : body]).toEqual([status, text])
  })

  test('a missing boot resource cannot be deleted, whatever its ID', async () => {
    const missing = [500, 'BootResource matching query does not exist.']
    expect(await answer({ method: 'DELETE', path: 'boot-resources/-1/' })).toEqual(missing)
  })

  test('a slash is added if the address is known only with it', async () => {
    const { region, clock } = recordedRegion()
    for (const path of [
      '/MAAS/api/2.0',
      '/MAAS/api/version',
      '/MAAS/api/1.0',
      '/MAAS/accounts/authenticate',
      '/MAAS/accounts/login',
      '/MAAS/accounts/logout',
      '/MAAS/account/csrf',
    ]) {
      const { status, headers } = await ask(region, clock, { as: 'no one', path: `${path}?a=b` })
      expect([status, headers.get('Location')]).toEqual([301, `${path}/?a=b`])
    }
  })
})

describe('the method', () => {
  test.each(['HEAD', 'OPTIONS', 'PATCH', 'PROPFIND'])(
    '%s is not allowed, even for users with access',
    async (method) => {
      const { region, clock } = recordedRegion()
      const status = async (question: Question) => (await ask(region, clock, { method, ...question })).status
      expect(await status({ path: 'boot-sources/' })).toBe(405)
      expect(await status({ path: 'version/', as: 'no one' })).toBe(405)
      expect(await status({ path: 'boot-resources/', as: 'operator' })).toBe(405)
      expect(await status({ path: 'boot-resources/', as: 'no one' })).toBe(401)
      expect(await status({ path: 'boot-sources/', as: 'operator' })).toBe(403)
      expect(await status({ path: 'boot-sources/', as: 'no one' })).toBe(403)
      expect(await status({ path: 'nothing/' })).toBe(404)
    },
  )

  test('with a session cookie, only writes require a CSRF token', async () => {
    const { region, clock } = recordedRegion()
    const status = async (method: string) =>
      (await ask(region, clock, { method, path: 'boot-sources/', headers: { Cookie: 'sessionid=stale' } }))
        .status
    expect(await Promise.all(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE'].map(status))).toEqual([
      200, 405, 405, 403, 403, 403,
    ])
  })
})

describe('the body', () => {
  test('broken JSON is refused before the method is checked, a list only where a field is used', async () => {
    const broken = { raw: '{', type: 'application/json' }
    const list = { json: [1] }
    expect(await answer({ method: 'PUT', path: 'boot-sources/', body: broken })).toEqual([400, 'Bad Request'])
    expect((await answer({ method: 'PUT', path: 'boot-sources/', body: list }))?.[0]).toBe(405)
    expect((await answer({ method: 'POST', path: 'boot-resources/?op=import', body: list }))?.[0]).toBe(200)
    const noList = [500, "'list' object has no attribute 'items'"]
    expect(await answer({ method: 'POST', path: 'boot-sources/', body: list })).toEqual(noList)
    const noText = [500, "'str' object has no attribute 'items'"]
    expect(await answer({ method: 'POST', path: 'boot-sources/', body: { json: 'x' } })).toEqual(noText)
  })

  test('multipart without a boundary is refused before the signature is checked', async () => {
    const { region, clock } = recordedRegion()
    const body = { raw: 'x', type: 'multipart/form-data' }
    const response = await ask(region, clock, { as: 'no one', method: 'POST', path: 'nothing/', body })
    expect([response.status, response.headers.get('Content-Type'), await response.text()]).toEqual([
      400,
      null,
      '',
    ])
  })
})

test('only answers that were raised as an exception have no API hash', async () => {
  const { region, clock } = recordedRegion()
  const hash = async (path: string) => (await ask(region, clock, { path })).headers.has('X-MAAS-API-Hash')
  expect(await hash('boot-sources/')).toBe(true)
  expect(await hash('boot-sources/99/')).toBe(true)
  expect(await hash('maas/')).toBe(false)
})
