import { expect, test } from 'vitest'
import { halved, PlannedCut } from './half-answer.ts'

const MB = 1_000_000

/** A body of so many parts of a megabyte each, and how many of them were made. */
function longBody(parts: number) {
  const made = { parts: 0 }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (made.parts === parts) controller.close()
        else {
          made.parts += 1
          controller.enqueue(new Uint8Array(MB))
        }
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, made }
}

test('an answer with a length is cut after half of it, and each part is made when it is read', async () => {
  const { stream, made } = longBody(1000)
  const whole = new Response(stream, {
    status: 206,
    headers: { 'Content-Length': String(1000 * MB), ETag: '"a"' },
  })
  const half = await halved(whole)
  expect(half?.status).toBe(206)
  expect([half?.headers.get('Content-Length'), half?.headers.get('ETag')]).toEqual([String(1000 * MB), '"a"'])
  const reader = half?.body?.getReader()
  await reader?.read()
  expect(made.parts).toBeLessThan(4)
  await reader?.cancel()
})

test('what arrives is half of the bytes, then the connection is cut', async () => {
  for (const [response, bytes] of [
    [new Response(longBody(3).stream, { headers: { 'Content-Length': String(3 * MB) } }), 1.5 * MB],
    [new Response('an answer of the API'), 10],
    [new Response('x'), 0],
  ] as const) {
    const reader = (await halved(response))?.body?.getReader()
    let read = 0
    const readAll = async () => {
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
        read += part.value.length
    }
    await expect(readAll()).rejects.toBeInstanceOf(PlannedCut)
    expect(read).toBe(bytes)
  }
})

test('an answer without a body, or none, is a cut connection', async () => {
  expect((await halved(new Response(null, { status: 204 })))?.type).toBe('error')
  expect((await halved(undefined))?.type).toBe('error')
})
