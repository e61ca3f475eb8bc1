import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, resolve, sep } from 'node:path'
import { createNonce, NONCE_PLACEHOLDER, pagePolicy } from './security.ts'
import { sendBytes } from './send-bytes.ts'
import { accepts } from './send-json.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}
/** Compressed forms, as the build writes them beside a file (src/start/compressed-page.ts), best first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

type Asset = {
  readonly type: string
  readonly tag: string
  readonly lasting: boolean
  readonly plain: Buffer
  /** Its compressed forms, best first; [] if compression does not make it smaller. */
  readonly encoded: readonly { readonly encoding: 'br' | 'gzip'; readonly bytes: Buffer }[]
}
/** Values that the gateway writes into the page. */
export type Page = {
  /** Path of the page for browsers, with a slash at both ends. */
  readonly basePath: string
  /** The page requires sign-in. */
  readonly signIn: boolean
}
export type StaticFiles = {
  /** Answers a GET or HEAD with a file, or with the page for a route of the app; false: there is neither. */
  answer(request: IncomingMessage, response: ServerResponse): boolean
}

/**
 * Reads the built page into memory, with the compressed forms that the build made. File names below assets/ contain a
 * hash, so these files never change. Throws when the folder has no index.html.
 */
export async function loadStaticFiles(
  folder: string,
  { basePath = '/', signIn = false }: Partial<Page> = {},
): Promise<StaticFiles> {
  const contents = await readAll(resolve(folder))
  const files = new Map(
    [...contents]
      .filter(([name]) => !isForm(name, contents))
      .map(([name]) => [name, assetOf(name, contents)]),
  )
  const page = files
    .get('/index.html')
    ?.plain.toString('utf8')
    .replaceAll('="./', `="${basePath}`)
    .replaceAll('__SIGN_IN__', signIn ? 'yes' : 'no')
  if (page === undefined) throw new Error(`There is no index.html in ${folder}.`)
  files.delete('/index.html')

  return {
    answer(request, response) {
      const path = request.url?.split('?')[0] ?? '/'
      const asset = files.get(path)
      if (asset) sendAsset(request, response, asset)
      else if (path.startsWith('/') && !path.slice(path.lastIndexOf('/')).includes('.'))
        sendPage(response, page)
      else return false
      return true
    },
  }
}

/** The content of each file below a folder, by its path in that folder, with a leading slash. */
async function readAll(root: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const read = async (path: string) =>
    [`/${relative(root, path).split(sep).join('/')}`, await readFile(path)] as const
  return new Map(await Promise.all(paths.map(read)))
}

/** Whether a file is the compressed form of another one. */
const isForm = (name: string, contents: ReadonlyMap<string, Buffer>) =>
  ENCODINGS.some(([, ending]) => name.endsWith(ending) && contents.has(name.slice(0, -ending.length)))

function assetOf(name: string, contents: ReadonlyMap<string, Buffer>): Asset {
  const plain = contents.get(name) ?? Buffer.alloc(0)
  return {
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    tag: createHash('sha256').update(plain).digest('base64url').slice(0, 27),
    lasting: name.startsWith('/assets/'),
    plain,
    encoded: ENCODINGS.flatMap(([encoding, ending]) => {
      const bytes = contents.get(name + ending)
      return bytes ? [{ encoding, bytes }] : []
    }),
  }
}

function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  const { encoded, type, lasting, plain } = asset
  const form = encoded.find(({ encoding }) => accepts(request.headers['accept-encoding'], encoding))
  const body = form?.bytes ?? plain
  const tag = `"${asset.tag}${form ? `-${form.encoding}` : ''}"`
  response.setHeader('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
  response.setHeader('ETag', tag)
  if (encoded.length > 0) response.setHeader('Vary', 'Accept-Encoding')
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end()
    return
  }
  if (form) response.setHeader('Content-Encoding', form.encoding)
  sendBytes(response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length }), body)
}

/** The page with a new nonce each time, so it is never stored. */
function sendPage(response: ServerResponse, page: string): void {
  const nonce = createNonce()
  const body = Buffer.from(page.replaceAll(NONCE_PLACEHOLDER, nonce))
  response.setHeader('Content-Security-Policy', pagePolicy(nonce))
  response.setHeader('Cache-Control', 'no-store')
  response.writeHead(200, { 'Content-Type': TYPES['.html'], 'Content-Length': body.length }).end(body)
}
