import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ApiError, messageOf, request } from './client.ts'

const ORIGIN = 'http://gateway.test'
const at = (path: string) => ORIGIN + path
const answer = z.object({ ok: z.boolean() })

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const failure = (path = '/x') =>
  request(at(path), answer).then(
    () => null,
    (error: unknown) => error,
  )

test('an answer of the agreed shape is handed on', async () => {
  server.use(http.get(at('/x'), () => HttpResponse.json({ ok: true, more: 1 })))
  expect(await request(at('/x'), answer)).toEqual({ ok: true })
})

test('a write goes as JSON, with the header no other site can send', async () => {
  server.use(
    http.put(at('/x'), async ({ request: sent }) =>
      HttpResponse.json({ ok: sent.headers.get('x-maas-images') === '1' && (await sent.json()) !== null }),
    ),
  )
  expect(await request(at('/x'), answer, { method: 'PUT', body: { a: 1 } })).toEqual({ ok: true })
})

test('an answer without content is null', async () => {
  server.use(http.delete(at('/x'), () => new HttpResponse(null, { status: 204 })))
  expect(await request(at('/x'), z.null(), { method: 'DELETE' })).toBeNull()
})

const refusal = (code: string, message = 'No.') =>
  HttpResponse.json({ error: { code, message, fields: { os: ['wrong'] } } }, { status: 400 })

test.each([
  ['nobody answers', () => HttpResponse.error(), 'offline'],
  ['the region does not answer', () => refusal('region-unreachable'), 'unreachable'],
  ['the region answers nonsense', () => refusal('region-unreadable'), 'unreadable'],
  ['MAAS refuses', () => refusal('region-refused'), 'refused'],
  ['a code nobody knows', () => refusal('surprise'), 'unreadable'],
  ['a web page with status 200', () => HttpResponse.html('<h1>Log in</h1>'), 'unreadable'],
  ['half a JSON', () => new HttpResponse('{"ok":'), 'unreadable'],
  ['another shape', () => HttpResponse.json({ ok: 'yes' }), 'unreadable'],
  ['an error page', () => HttpResponse.html('<h1>Bad gateway</h1>', { status: 502 }), 'unreadable'],
])('%s is told as such', async (_, respond, kind) => {
  server.use(http.get(at('/x'), respond))
  const error = await failure()
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ kind })
  expect(messageOf(error)).not.toMatch(/<|\[object|undefined/)
})

test('a refusal keeps its status, its words and its fields', async () => {
  server.use(http.get(at('/x'), () => refusal('region-refused', 'That name is taken.')))
  expect(await failure()).toMatchObject({
    status: 400,
    message: 'That name is taken.',
    fields: { os: ['wrong'] },
  })
})

test('what is no error of ours is told without its text', () => {
  expect(messageOf(new TypeError('x is not a function'))).not.toContain('function')
})
