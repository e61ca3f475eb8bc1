import type { Inbound } from '#gateway/http/inbound.ts'
import { jsonOf, bodyTooLarge } from '#gateway/requests/json-text.ts'

/** A request of the page for the routes of the gateway. @param url path and query below the folder of the page */
export function inboundOf(
  request: Request,
  url: string,
  { cookie, length }: { readonly cookie: string | undefined; readonly length: number },
): Inbound {
  const { method, signal } = request
  return {
    method,
    url,
    headers: {
      ...Object.fromEntries(request.headers),
      cookie,
      // browsers add it only when a request leaves them
      'content-length': method === 'GET' ? undefined : String(length),
    },
    encrypted: false,
    address: () => '127.0.0.1',
    isPlain: () => false,
    async json({ most }) {
      if (length > most) throw bodyTooLarge(most)
      const text = await request.text()
      return text === '' ? undefined : jsonOf(text)
    },
    async *bytes() {
      yield new Uint8Array(await request.arrayBuffer())
    },
    gone: () => signal,
  }
}
