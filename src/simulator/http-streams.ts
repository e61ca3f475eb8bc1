import { http, type HttpHandler } from 'msw'
import type { StreamTree } from './demo-streams.ts'

/**
 * The demo streams below `/streams/NAME/…`, as a web server gives static files: ETag and 304, GET and HEAD.
 * Beside them the public key they are signed with: `/streams/keyring/demo.gpg`, `demo.asc`.
 * Only metadata is there; the images themselves answer 404.
 */
export function streamFiles(
  trees: Record<string, StreamTree>,
  keyring: { binary: Uint8Array; armoured: string },
): HttpHandler {
  // a file's ETag needs its sum, and the files are large: it is taken once
  const tags = new Map<string, Promise<string>>()

  return http.all('*/streams/:tree/*', async ({ request }) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } })

    const asked = pathOf(request)
    if (asked === '/streams/keyring/demo.gpg') return new Response(new Uint8Array(keyring.binary))
    if (asked === '/streams/keyring/demo.asc') return new Response(keyring.armoured)
    const [, name = '', path = ''] = /^\/streams\/([^/]+)\/(.*)$/.exec(asked) ?? []
    const content = Object.hasOwn(trees, name) ? trees[name]?.files.get(path) : undefined
    if (content === undefined) return new Response('Not Found', { status: 404 })

    const key = `${name}/${path}`
    const tag = tags.get(key) ?? etagOf(content)
    tags.set(key, tag)
    const headers = { ETag: await tag, 'Content-Type': typeOf(path) }
    if (request.headers.get('If-None-Match') === headers.ETag)
      return new Response(null, { status: 304, headers })
    return new Response(request.method === 'HEAD' ? null : content, { status: 200, headers })
  })
}

/** From our "/streams/" on, the first one; the names of product files hold colons, which some clients escape. */
function pathOf(request: Request): string {
  const { pathname } = new URL(request.url)
  return decodeURIComponent(pathname.slice(pathname.indexOf('/streams/')))
}

const typeOf = (path: string) => (path.endsWith('.json') ? 'application/json' : 'application/octet-stream')

async function etagOf(content: string): Promise<string> {
  const sum = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content))
  const digits = Array.from(new Uint8Array(sum, 0, 12), (byte) => byte.toString(16).padStart(2, '0'))
  return `"${digits.join('')}"`
}
