import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
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
const COMPRESSED = new Set(['.css', '.js', '.json', '.map', '.svg', '.txt', '.webmanifest'])
// level 11 takes seconds at the start and saves two percent
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

type Asset = {
  readonly type: string
  readonly tag: string
  readonly lasting: boolean
  readonly plain: Buffer
  /** Null: not worth compressing. */
  readonly encoded: { readonly br: Promise<Buffer>; readonly gzip: Promise<Buffer> } | null
}
/** Values that the gateway writes into the page. */
export type Page = {
  /** Path of the page for browsers, with a slash at both ends. */
  readonly basePath: string
  /** The page requires sign-in. */
  readonly signIn: boolean
}
export type StaticFiles = {
  /** Answers a GET or HEAD for a file, or with the page for a route of the app; false: neither. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<boolean>
}

/**
 * Reads the built page into memory and compresses it in the background. File names below assets/ contain a hash, so these
 * files never change. Throws when the folder has no index.html.
 */
export async function loadStaticFiles(
  folder: string,
  { basePath = '/', signIn = false }: Partial<Page> = {},
): Promise<StaticFiles> {
  const root = resolve(folder)
  const files = new Map<string, Asset>()
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  await Promise.all(
    entries.map(async (entry) => {
      if (!entry.isFile()) return
      const path = join(entry.parentPath, entry.name)
      const name = `/${relative(root, path).split(sep).join('/')}`
      files.set(name, await loadAsset(path, name))
    }),
  )
  const page = files
    .get('/index.html')
    ?.plain.toString('utf8')
    .replaceAll('="./', `="${basePath}`)
    .replaceAll('__SIGN_IN__', signIn ? 'yes' : 'no')
  if (page === undefined) throw new Error(`There is no index.html in ${folder}.`)
  files.delete('/index.html')

  return {
    async answer(request, response) {
      const path = request.url?.split('?')[0] ?? '/'
      const asset = files.get(path)
      if (asset) await sendAsset(request, response, asset)
      else if (path.startsWith('/') && !path.slice(path.lastIndexOf('/')).includes('.'))
        sendPage(response, page)
      else return false
      return true
    },
  }
}

async function loadAsset(path: string, name: string): Promise<Asset> {
  const plain = await readFile(path)
  const extension = extname(name)
  const worthwhile = COMPRESSED.has(extension) && plain.length > 512
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    tag: createHash('sha256').update(plain).digest('base64url').slice(0, 27),
    lasting: name.startsWith('/assets/'),
    plain,
    encoded: worthwhile
      ? { br: promisify(brotliCompress)(plain, BROTLI), gzip: promisify(gzip)(plain, { level: 9 }) }
      : null,
  }
}

async function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): Promise<void> {
  const { encoded, type, lasting, plain } = asset
  const encoding = (['br', 'gzip'] as const).find(
    (coding) => encoded && accepts(request.headers['accept-encoding'], coding),
  )
  const body = (encoding && (await encoded?.[encoding])) ?? plain
  const tag = `"${asset.tag}${encoding ? `-${encoding}` : ''}"`
  response.setHeader('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
  response.setHeader('ETag', tag)
  if (encoded) response.setHeader('Vary', 'Accept-Encoding')
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end()
    return
  }
  if (encoding) response.setHeader('Content-Encoding', encoding)
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
