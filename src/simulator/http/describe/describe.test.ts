import { expect, test } from 'vitest'
import { endpointsOf } from '#simulator/http/handlers.ts'
import { notEmbedded } from '#simulator/http/endpoint.ts'
import { ask, recordedRegion } from '#testing/simulator/fixture-client.ts'
import { recordingsIn } from '#testing/recorded/recording.ts'
import type { descriptionOf, ResourceShown } from './describe.ts'

type Description = ReturnType<typeof descriptionOf>

async function described(version = '3.5.13', headers: Record<string, string> = {}) {
  const { region, clock } = recordedRegion(() => {}, { version })
  const response = await ask(region, clock, { as: 'no one', path: 'describe/', headers })
  return { region, clock, response, description: (await response.json()) as Description }
}

const handlerOf = ({ auth, anon }: ResourceShown) => auth ?? anon

test('the description is public, and exactly application/json', async () => {
  const { response, description } = await described()
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/json'])
  expect(Object.keys(description).sort()).toEqual(['doc', 'handlers', 'hash', 'resources'])
})

test('it has every endpoint of the region with what the region can do there, and nothing else', async () => {
  const { region, description } = await described()
  const served = endpointsOf(region).flatMap(({ path, operations }) =>
    Object.entries(operations).flatMap(([name, action]) =>
      action === notEmbedded ? [] : `${name} /MAAS/api/2.0/${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    ),
  )
  const shown = description.resources.flatMap((resource) =>
    (handlerOf(resource)?.actions ?? []).map(
      ({ method, op }) => `${method}${op === null ? '' : ` op=${op}`} ${handlerOf(resource)?.path}`,
    ),
  )
  expect(shown.sort()).toEqual(served.sort())
  expect(shown).toContain('GET /MAAS/api/2.0/version/')
})

test('the parameters of a handler are the parts of its path, by the names that clients use', async () => {
  const { description } = await described()
  const params = Object.fromEntries(
    description.resources.map((resource) => [resource.name, handlerOf(resource)?.params]),
  )
  expect(params).toMatchObject({
    BootSourcesHandler: [],
    BootSourceHandler: ['id'],
    BootSourceSelectionHandler: ['boot_source_id', 'id'],
    RackControllerHandler: ['system_id'],
    UserHandler: ['username'],
    LicenseKeyHandler: ['osystem', 'distro_series'],
  })
})

test('only what needs no signature has an anonymous handler', async () => {
  const { description } = await described()
  const anonymous = description.resources.filter(({ anon }) => anon !== null)
  expect(anonymous.map(({ name }) => name)).toEqual(['VersionHandler'])
  for (const { name, auth, anon } of description.resources) expect(name).toBe((auth ?? anon)?.name)
})

test('every text of the description contains a sentence', async () => {
  const { description } = await described()
  for (const { doc, actions } of description.handlers)
    for (const text of [doc, ...actions.map((action) => action.doc)]) expect(text).toMatch(/^[A-Z][^\n]+\./)
})

test('its hash is the X-MAAS-API-Hash of the other answers, whatever host the client uses', async () => {
  const first = await described('3.5.13', { Host: 'localhost:5240' })
  const { region, clock, description } = first
  expect(description.hash).toMatch(/^[\da-f]{40}$/)
  for (const path of ['version/', 'boot-sources/', 'boot-sources/99/', 'users/?op=whoami'])
    expect((await ask(region, clock, { path })).headers.get('X-MAAS-API-Hash'), path).toBe(description.hash)
  expect((await described()).description.hash).toBe(description.hash)
})

test('MAAS 3.8 has parameters that earlier versions do not have, and another hash', async () => {
  const [old, ranked] = [await described(), await described('3.8.0')]
  const create = ({ description }: typeof old) =>
    description.handlers
      .find(({ name }) => name === 'BootSourcesHandler')
      ?.actions.find(({ name }) => name === 'create')?.doc
  expect(create(old)).not.toContain(':param priority:')
  expect(create(ranked)).toContain(':param priority:')
  expect(ranked.description.hash).not.toBe(old.description.hash)
})

test.each([
  ['maas.example.com:5240', 'http://maas.example.com:5240'],
  ['[::1]:5240', 'http://[::1]:5240'],
  ['a/b?c@d', 'http://maas.example.com'],
])('the addresses for a client of %s begin with %s', async (host, origin) => {
  const { description } = await described('3.5.13', { Host: host })
  for (const { uri, path } of description.handlers) expect(uri).toBe(`${origin}${path}`)
})

/** How the `maas` command names a handler: words in small letters with dashes, without the word "handler". */
const commandOf = (name: string) =>
  (name.match(/[A-Z]*[a-z0-9]+|[A-Z]+/g) ?? [])
    .map((word) => word.toLowerCase())
    .filter((word) => word !== 'handler')
    .join('-')

const commands = recordingsIn('src/simulator/recorded')
  .filter(({ name }) => name === 'command-line')
  .flatMap(({ exchanges }) => exchanges)
  // the command sends the parts of a file without reading the description
  .filter(({ ask: asked }) => !asked.includes('/upload/'))

test.each(commands)('$note: the description leads to $ask', async ({ note = '', ask: asked, body }) => {
  const { description } = await described()
  const [, , command, verb, ...words] = note.split(' ')
  const handler = description.handlers.find(({ name }) => commandOf(name) === command)
  const action = handler?.actions.find(({ name }) => name.replaceAll('_', '-') === verb)
  const [method, ...target] = asked.split(' ')
  const [path = '', query] = target.join(' ').split('?')
  expect([action?.method, action?.op ?? null]).toEqual([method, new URLSearchParams(query).get('op')])

  const given = words.slice(0, handler?.params.length)
  const filled = handler?.path.replaceAll(/\{\w+\}/g, () => given.shift() ?? '')
  // a recording names a boot resource instead of its ID
  const withoutId = (text = '') => text.replace(/boot-resources\/(?:\d+|\{[^}]+\})\//, 'boot-resources/ID/')
  expect(withoutId(filled)).toEqual(withoutId(`/MAAS/api/2.0/${path}`))

  const sent = body !== undefined && 'base64Parts' in body ? body.base64Parts.map(([name]) => name) : []
  const asks = [...new URLSearchParams(query).keys()].filter((name) => name !== 'op')
  for (const name of [...sent, ...asks]) expect(action?.doc).toContain(`:param ${name}: `)
})
