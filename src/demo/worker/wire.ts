import type { MaasBody, MaasStream, Wire } from '#gateway/region/region-exchange.ts'
import type { Embedded } from '#simulator/embedded.ts'

/** The error for a connection that is cut, as a network reports it. */
const cut = () => Object.assign(new Error('The connection was cut.'), { code: 'ECONNRESET' })

/** Rejects with the reason of the signal as soon as it is aborted. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted()
  let give: (() => void) | undefined
  const givenUp = new Promise<never>((_, reject) => {
    give = () => reject(signal.reason as Error)
    signal.addEventListener('abort', give)
  })
  try {
    return await Promise.race([work, givenUp])
  } finally {
    if (give) signal.removeEventListener('abort', give)
  }
}

/**
 * The answer of the embedded region to a request; rejects as a network does when it gives none.
 * @param now wall clock, ms: the Date header that its web server adds
 */
export async function answerOf(
  embedded: Embedded,
  request: Request,
  { signal, now }: { readonly signal: AbortSignal; readonly now: number },
): Promise<{ response: Response; headers: Record<string, string> }> {
  if (!embedded.isReachable()) throw cut()
  const response = await unlessAborted(signal, embedded.answer(request))
  if (response === undefined) return { response: new Response('Not Found', { status: 404 }), headers: {} }
  if (response.type === 'error') throw cut()
  return { response, headers: { date: new Date(now).toUTCString(), ...Object.fromEntries(response.headers) } }
}

/** Calls to the embedded region inside this thread. */
export const createWire = (embedded: Embedded, origin: string, now: () => number): Wire => ({
  async send({ method, path, headers, body, signal }) {
    const request = new Request(origin + path, {
      method,
      headers,
      ...(body && { body: await bytesOf(body) }),
    })
    const { response, headers: answered } = await answerOf(embedded, request, { signal, now: now() })
    return { status: response.status, headers: answered, body: chunksOf(response) }
  },
  close: async () => undefined,
})

async function bytesOf(body: MaasBody | MaasStream): Promise<string | Uint8Array<ArrayBuffer>> {
  if ('bytes' in body) return typeof body.bytes === 'string' ? body.bytes : new Uint8Array(body.bytes)
  const bytes = new Uint8Array(body.length)
  let at = 0
  for await (const chunk of body.stream) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** The body of an answer; an error in it is a cut connection. */
export async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  for (;;) {
    const read = await reader?.read().catch(() => {
      throw cut()
    })
    if (!read || read.done) return
    yield read.value
  }
}
