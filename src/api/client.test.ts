import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { WAITS } from '#contract/gateway.ts'
import { ApiError, isChanged, messageOf, request } from './client.ts'
import { mayBeDone } from './write-failure.ts'

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

test('a question carries no body, and the header no other site can send', async () => {
  let headers = new Headers()
  server.use(
    http.get(at('/x'), ({ request: sent }) => {
      headers = sent.headers
      return HttpResponse.json({ ok: true })
    }),
  )
  await request(at('/x'), answer)
  expect(headers.get('x-maas-images')).toBe('1')
  expect(headers.get('content-type')).toBeNull()
  expect(headers.get('accept')).toBe('application/json')
})

test('a write goes as JSON, with the header no other site can send', async () => {
  server.use(
    http.put(at('/x'), async ({ request: sent }) => {
      const mark = sent.headers.get('x-maas-images')
      return HttpResponse.json({ mark, type: sent.headers.get('content-type'), body: await sent.json() })
    }),
  )
  expect(await request(at('/x'), z.unknown(), { method: 'PUT', body: { a: [1] } })).toEqual({
    mark: '1',
    type: 'application/json',
    body: { a: [1] },
  })
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
  ['a sign-in that MAAS refuses', () => refusal('sign-in-refused'), 'refused'],
  ['a session that has ended', () => refusal('signed-out'), 'signed-out'],
  ['a code nobody knows', () => refusal('surprise'), 'unreadable'],
  ['a web page with status 200', () => HttpResponse.html('<h1>Log in</h1>'), 'unreadable'],
  ['half a JSON', () => new HttpResponse('{"ok":'), 'unreadable'],
  ['another shape', () => HttpResponse.json({ ok: 'yes' }), 'unreadable'],
  ['an error page', () => HttpResponse.html('<h1>Oops</h1>', { status: 500 }), 'unreadable'],
  ['a proxy without its gateway', () => HttpResponse.html('<h1>Bad</h1>', { status: 502 }), 'offline'],
])('%s is told as such', async (_, respond, kind) => {
  server.use(http.get(at('/x'), respond))
  const error = await failure()
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ kind })
  expect(messageOf(error)).not.toMatch(/<|\[object|undefined/)
})

test.each([
  ['a web page', () => HttpResponse.html('<h1>Log in</h1>')],
  ['nothing at all', () => new HttpResponse('', { status: 200 })],
])('%s is no success, also where any answer would do', async (_, respond) => {
  server.use(http.post(at('/x'), respond))
  await expect(request(at('/x'), z.unknown(), { method: 'POST' })).rejects.toMatchObject({
    kind: 'unreadable',
  })
})

test('an order without a body sends an empty object, for the gateway takes JSON alone', async () => {
  server.use(http.post(at('/x'), async ({ request: sent }) => HttpResponse.json(await sent.text())))
  expect(await request(at('/x'), z.string(), { method: 'POST' })).toBe('{}')
})

test('a write that MAAS has something else for tells what is there, and was not done', async () => {
  const now = { what: 'selection', selection: null }
  const error = { code: 'changed', message: 'Someone else changed this selection in MAAS.', now }
  server.use(http.put(at('/x'), () => HttpResponse.json({ error }, { status: 409 })))
  const thrown = await request(at('/x'), answer, { method: 'PUT' }).catch((found: unknown) => found)
  expect(thrown).toMatchObject({ kind: 'changed', status: 409, now, message: error.message })
  expect([isChanged(thrown), mayBeDone(thrown)]).toEqual([true, false])
})

test('an answer that says what is there in another form than agreed is unreadable', async () => {
  const error = { code: 'changed', message: 'x', now: { what: 'weather', sun: true } }
  server.use(http.put(at('/x'), () => HttpResponse.json({ error }, { status: 409 })))
  await expect(request(at('/x'), answer, { method: 'PUT' })).rejects.toMatchObject({ kind: 'unreadable' })
})

/** Some of an answer; then `go` says how it goes on. */
const begun = (go: (body: ReadableStreamDefaultController<Uint8Array>) => void) =>
  new Response(
    new ReadableStream<Uint8Array>({
      start: (body) => {
        body.enqueue(new TextEncoder().encode('{"ok":'))
        go(body)
      },
    }),
  )

test('an answer that is cut off in the middle is told as a lost connection', async () => {
  server.use(http.get(at('/x'), () => begun((body) => setTimeout(() => body.error(new Error('cut'))))))
  expect(await failure()).toMatchObject({ kind: 'offline' })
})

test('what nobody waits for any more ends as an abort, before the answer', async () => {
  const stop = new AbortController()
  server.use(
    http.get(at('/x'), () => {
      stop.abort()
      return HttpResponse.json({ ok: true })
    }),
  )
  const asked = request(at('/x'), answer, { signal: stop.signal })
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
})

test('what nobody waits for any more ends as an abort, in the middle of the answer', async () => {
  const stop = new AbortController()
  // msw does not tie the body of an answer to the signal of its request, fetch does
  vi.stubGlobal('fetch', async (_: string, { signal }: { signal: AbortSignal }) =>
    begun((body) => signal.addEventListener('abort', () => body.error(signal.reason))),
  )
  onTestFinished(() => void vi.unstubAllGlobals())
  const asked = request(at('/x'), answer, { signal: stop.signal })
  setTimeout(() => stop.abort())
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
})

test('the page waits until the gateway has given up on MAAS, and no longer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  vi.stubGlobal('fetch', async (_: string, { signal }: { signal: AbortSignal }) =>
    begun((body) => signal.addEventListener('abort', () => body.error(signal.reason))),
  )
  onTestFinished(() => void vi.unstubAllGlobals())
  let told: unknown = null
  const asked = request(at('/x'), answer, { method: 'POST' }).catch((error: unknown) => (told = error))
  await vi.advanceTimersByTimeAsync(WAITS.writeMs + 15_000)
  expect(told).toBeNull()
  await vi.advanceTimersByTimeAsync(WAITS.pageMs)
  await asked
  expect(told).toMatchObject({ kind: 'offline', message: expect.stringContaining('then try again') })
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

test('how long to wait is told in seconds', async () => {
  const error = { code: 'too-many-attempts', message: 'Wait.', retryAfter: 30 }
  server.use(http.get(at('/x'), () => HttpResponse.json({ error }, { status: 429 })))
  expect(await failure()).toMatchObject({ kind: 'refused', status: 429, retryAfter: 30 })
})

test('a gateway without room for a request is said to be busy, not to be away', async () => {
  const error = { code: 'busy', message: 'Try again in 5 seconds.', retryAfter: 5, requestId: 'ab12' }
  server.use(http.get(at('/x'), () => HttpResponse.json({ error }, { status: 503 })))
  expect(await failure()).toMatchObject({
    kind: 'refused',
    status: 503,
    retryAfter: 5,
    message: 'Try again in 5 seconds. Request ab12.',
  })
})
