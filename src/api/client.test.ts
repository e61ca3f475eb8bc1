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

test('an answer of the agreed shape is returned', async () => {
  server.use(http.get(at('/x'), () => HttpResponse.json({ ok: true, more: 1 })))
  expect(await request(at('/x'), answer)).toEqual({ ok: true })
})

test('a read has no body, and has the header that no other site can send', async () => {
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

test('a write is sent as JSON, with the header that no other site can send', async () => {
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

test('an empty answer is null', async () => {
  server.use(http.delete(at('/x'), () => new HttpResponse(null, { status: 204 })))
  expect(await request(at('/x'), z.null(), { method: 'DELETE' })).toBeNull()
})

const refusal = (code: string, message = 'No.') =>
  HttpResponse.json({ error: { code, message, fields: { os: ['wrong'] } } }, { status: 400 })

test.each([
  ['a lost connection', () => HttpResponse.error(), 'offline'],
  ['a region that does not answer', () => refusal('region-unreachable'), 'unreachable'],
  ['a region that answers nonsense', () => refusal('region-unreadable'), 'unreadable'],
  ['a refusal of MAAS', () => refusal('region-refused'), 'refused'],
  ['a sign-in that MAAS refuses', () => refusal('sign-in-refused'), 'refused'],
  ['a session that has ended', () => refusal('signed-out'), 'signed-out'],
  ['an unknown code', () => refusal('surprise'), 'unreadable'],
  ['a web page with status 200', () => HttpResponse.html('<h1>Log in</h1>'), 'unreadable'],
  ['truncated JSON', () => new HttpResponse('{"ok":'), 'unreadable'],
  ['another shape', () => HttpResponse.json({ ok: 'yes' }), 'unreadable'],
  ['an error page', () => HttpResponse.html('<h1>Oops</h1>', { status: 500 }), 'unreadable'],
  ['a proxy without its gateway', () => HttpResponse.html('<h1>Bad</h1>', { status: 502 }), 'offline'],
])('%s leads to the right kind of error', async (_, respond, kind) => {
  server.use(http.get(at('/x'), respond))
  const error = await failure()
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ kind })
  expect(messageOf(error)).not.toMatch(/<|\[object|undefined/)
})

test.each([
  ['a web page', () => HttpResponse.html('<h1>Log in</h1>')],
  ['an empty answer', () => new HttpResponse('', { status: 200 })],
])('%s is not a success, even where any JSON is accepted', async (_, respond) => {
  server.use(http.post(at('/x'), respond))
  await expect(request(at('/x'), z.unknown(), { method: 'POST' })).rejects.toMatchObject({
    kind: 'unreadable',
  })
})

test('a write without a body sends an empty object, because the gateway accepts only JSON', async () => {
  server.use(http.post(at('/x'), async ({ request: sent }) => HttpResponse.json(await sent.text())))
  expect(await request(at('/x'), z.string(), { method: 'POST' })).toBe('{}')
})

test('a write whose expectation is outdated is refused, and the error shows what MAAS has now', async () => {
  const now = { what: 'selection', selection: null }
  const error = { code: 'changed', message: 'Someone else changed this selection in MAAS.', now }
  server.use(http.put(at('/x'), () => HttpResponse.json({ error }, { status: 409 })))
  const thrown = await request(at('/x'), answer, { method: 'PUT' }).catch((found: unknown) => found)
  expect(thrown).toMatchObject({ kind: 'changed', status: 409, now, message: error.message })
  expect([isChanged(thrown), mayBeDone(thrown)]).toEqual([true, false])
})

test('a refusal that shows what MAAS has in an unknown shape is unreadable', async () => {
  const error = { code: 'changed', message: 'x', now: { what: 'weather', sun: true } }
  server.use(http.put(at('/x'), () => HttpResponse.json({ error }, { status: 409 })))
  await expect(request(at('/x'), answer, { method: 'PUT' })).rejects.toMatchObject({ kind: 'unreadable' })
})

/** The start of an answer; `go` decides how it continues. */
const begun = (go: (body: ReadableStreamDefaultController<Uint8Array>) => void) =>
  new Response(
    new ReadableStream<Uint8Array>({
      start: (body) => {
        body.enqueue(new TextEncoder().encode('{"ok":'))
        go(body)
      },
    }),
  )

test('an answer that is cut off in the middle counts as a lost connection', async () => {
  server.use(http.get(at('/x'), () => begun((body) => setTimeout(() => body.error(new Error('cut'))))))
  expect(await failure()).toMatchObject({ kind: 'offline' })
})

test('an aborted request rejects with an AbortError before the answer', async () => {
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

test('an aborted request rejects with an AbortError in the middle of the answer', async () => {
  const stop = new AbortController()
  // unlike fetch, msw does not end the body of an answer when its request is aborted
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
  let failure: unknown = null
  const asked = request(at('/x'), answer, { method: 'POST' }).catch((error: unknown) => (failure = error))
  await vi.advanceTimersByTimeAsync(WAITS.writeMs + 15_000)
  expect(failure).toBeNull()
  await vi.advanceTimersByTimeAsync(WAITS.pageMs)
  await asked
  expect(failure).toMatchObject({ kind: 'offline', message: expect.stringContaining('then try again') })
})

test('a refusal keeps its status, message and fields', async () => {
  server.use(http.get(at('/x'), () => refusal('region-refused', 'That name is taken.')))
  expect(await failure()).toMatchObject({
    status: 400,
    message: 'That name is taken.',
    fields: { os: ['wrong'] },
  })
})

test('the message for an unexpected exception does not contain its text', () => {
  expect(messageOf(new TypeError('x is not a function'))).not.toContain('function')
})

test('the error contains the seconds to wait', async () => {
  const error = { code: 'too-many-attempts', message: 'Wait.', retryAfter: 30 }
  server.use(http.get(at('/x'), () => HttpResponse.json({ error }, { status: 429 })))
  expect(await failure()).toMatchObject({ kind: 'refused', status: 429, retryAfter: 30 })
})

test('an overloaded gateway is reported as busy, not as offline', async () => {
  const error = { code: 'busy', message: 'Try again in 5 seconds.', retryAfter: 5, requestId: 'ab12' }
  server.use(http.get(at('/x'), () => HttpResponse.json({ error }, { status: 503 })))
  expect(await failure()).toMatchObject({
    kind: 'refused',
    status: 503,
    retryAfter: 5,
    message: 'Try again in 5 seconds. Request ab12.',
  })
})
