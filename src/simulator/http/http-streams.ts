import { http, type HttpHandler } from 'msw'
import type { StreamTree } from '#simulator/rules/stream-tree.ts'

type Keyring = { readonly binary: Uint8Array; readonly armoured: string }

/**
 * The demo streams below `/streams/NAME/…`, served like static files: ETag and 304, GET and HEAD. Also the
 * public keys that verify them: `/streams/keyring/NAME.gpg`, `NAME.asc`. An image file of a stream has its real
 * size and consists of zeros, so its sha256 differs from the listed one: it is useful to check which files
 * exist, but not for an import.
 */
export function streamFiles(
  trees: Readonly<Record<string, StreamTree>>,
  keyrings: Readonly<Record<string, Keyring>>,
): HttpHandler {
  // an ETag needs the checksum of a large file, so it is computed once for each content
  const tags = new Map<string, { content: string; tag: Promise<string> }>()

  return http.all('*/streams/:tree/*', async ({ request }) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } })

    const asked = pathOf(request)
    const [, name = '', path = ''] = /^\/streams\/([^/]+)\/(.*)$/.exec(asked) ?? []
    if (name === 'keyring') return keyringFile(keyrings, path)
    const tree = Object.hasOwn(trees, name) ? trees[name] : undefined
    await tree?.prepare?.()
    const content = tree?.files.get(path)
    if (content === undefined) return imageFile(request.method, tree?.holds(path) ?? null)

    const key = `${name}/${path}`
    const known = tags.get(key)
    const current = known?.content === content ? known : { content, tag: etagOf(content) }
    tags.set(key, current)
    const headers = { ETag: await current.tag, 'Content-Type': typeOf(path) }
    if (request.headers.get('If-None-Match') === headers.ETag)
      return new Response(null, { status: 304, headers })
    if (request.method === 'GET') return new Response(content, { status: 200, headers })
    const bytes = new TextEncoder().encode(content).length
    return new Response(null, { status: 200, headers: { ...headers, 'Content-Length': String(bytes) } })
  })
}

function keyringFile(keyrings: Readonly<Record<string, Keyring>>, path: string): Response {
  const [, name = '', ending] = /^([a-z]+)\.(gpg|asc)$/.exec(path) ?? []
  const keyring = Object.hasOwn(keyrings, name) ? keyrings[name] : undefined
  if (keyring === undefined) return notFound()
  return new Response(ending === 'gpg' ? new Uint8Array(keyring.binary) : keyring.armoured)
}

/** A file of this many bytes; null if it does not exist. */
function imageFile(method: string, bytes: number | null): Response {
  if (bytes === null) return notFound()
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes) }
  return new Response(method === 'HEAD' ? null : zeros(bytes), { status: 200, headers })
}

const notFound = () => new Response('Not Found', { status: 404 })

const CHUNK = new Uint8Array(64 * 1024)

/** This many bytes, each created when it is read. */
function zeros(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes
  return new ReadableStream(
    {
      pull(controller) {
        if (left > 0) controller.enqueue(CHUNK.subarray(0, left))
        left -= CHUNK.length
        if (left <= 0) controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * The path from our first "/streams/" on. The names of product files contain colons, which some clients escape.
 */
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
