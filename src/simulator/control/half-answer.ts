/** Ends an answer on purpose; the server does not report it. */
export class PlannedCut extends Error {}

/**
 * The headers of the whole answer and the first half of its body; then the connection is cut. An answer with a length is
 * passed on as it arrives, because an image file would not fit into memory.
 */
export async function halved(response: Response | undefined): Promise<Response | undefined> {
  if (response?.body == null) return Response.error()
  const length = response.headers.get('Content-Length')
  const [body, size] = length === null ? await whole(response) : [response.body, Number(length)]
  const headers = new Headers(response.headers)
  headers.set('Content-Length', String(size))
  return new Response(cutAfter(body, Math.floor(size / 2)), { status: response.status, headers })
}

async function whole(response: Response): Promise<[ReadableStream<Uint8Array>, number]> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  return [new Blob([bytes]).stream(), bytes.length]
}

/** The first bytes of a body, each part when it is read; then an error. */
function cutAfter(body: ReadableStream<Uint8Array>, bytes: number): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let left = bytes
  return new ReadableStream(
    {
      async pull(controller) {
        const { value } = left > 0 ? await reader.read() : {}
        if (value === undefined) {
          await reader.cancel()
          controller.error(new PlannedCut('half an answer'))
          return
        }
        controller.enqueue(value.subarray(0, left))
        left -= value.length
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
