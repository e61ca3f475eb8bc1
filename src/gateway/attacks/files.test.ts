import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Gateway, startGateway } from '#gateway/server.ts'

let folder: string
let gateway: Gateway | null = null
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maas-images-'))
})
afterEach(async () => {
  await gateway?.close()
  gateway = null
  await rm(folder, { recursive: true })
})

const SCRIPT = 'console.log(1)\n'.repeat(100)
/** Written by the build; no compressor would produce these bytes. */
const FORMS = { br: Buffer.from('the brotli of the build'), gzip: Buffer.from('the gzip of the build') }

async function serve() {
  await mkdir(join(folder, 'assets'))
  await writeFile(
    join(folder, 'index.html'),
    '<script nonce="__CSP_NONCE__" src="/assets/main-abc123.js"></script>',
  )
  await writeFile(join(folder, 'assets/main-abc123.js'), SCRIPT)
  await writeFile(join(folder, 'assets/main-abc123.js.br'), FORMS.br)
  await writeFile(join(folder, 'assets/main-abc123.js.gz'), FORMS.gzip)
  await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  gateway = await startGateway({
    maasUrl: 'http://127.0.0.1:9/MAAS',
    credentials: { kind: 'fixed', apiKey: 'a:b:c' },
    keyringFile: async () => ({ state: 'elsewhere' }),
    assets: folder,
  })
  return async (
    path: string,
    headers: Record<string, string> = {},
    method: 'GET' | 'HEAD' | 'POST' = 'GET',
  ) => {
    const answer = await request(`${gateway?.url}${path}`, { method, headers })
    return { ...answer, bytes: Buffer.from(await answer.body.arrayBuffer()) }
  }
}

test('every answer with the page has a new nonce, in its policy and in its text, and is never stored', async () => {
  const get = await serve()
  const [one, two] = [await get('/'), await get('/images/source')]
  const nonce = /'nonce-([^']+)'/.exec(String(one.headers['content-security-policy']))?.[1]
  expect(one.bytes.toString()).toContain(`nonce="${nonce}"`)
  expect(two.bytes.toString()).not.toContain(`nonce="${nonce}"`)
  expect(two.bytes.toString()).not.toContain('__CSP_NONCE__')
  expect(one.headers).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
  })
})

test.each([
  ['gzip, br', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
] as const)(
  'with Accept-Encoding: %s, the file that the build compressed is served: %s',
  async (accept, form) => {
    const get = await serve()
    const answer = await get('/assets/main-abc123.js', { 'accept-encoding': accept })
    expect(answer.headers).toMatchObject({
      'content-encoding': form,
      'content-length': String(FORMS[form].length),
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
    })
    expect(answer.bytes).toEqual(FORMS[form])
  },
)

test('a file with a hash in its name is cached forever, each form with its own ETag', async () => {
  const get = await serve()
  const plain = await get('/assets/main-abc123.js')
  expect(plain.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.bytes.toString()).toBe(SCRIPT)
  const packed = await get('/assets/main-abc123.js', { 'accept-encoding': 'br' })
  expect(packed.headers['etag']).not.toBe(plain.headers['etag'])
})

test('a compressed form cannot be requested by name', async () => {
  const get = await serve()
  expect((await get('/assets/main-abc123.js.br')).statusCode).toBe(404)
})

test('any other file is revalidated each time, and sent again only when it has changed', async () => {
  const get = await serve()
  const { headers } = await get('/favicon.svg')
  expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'image/svg+xml' })
  expect((await get('/favicon.svg', { 'if-none-match': String(headers['etag']) })).statusCode).toBe(304)
})

test('a missing file is answered with a message, and only reads are allowed', async () => {
  const get = await serve()
  expect((await get('/assets/gone.js')).statusCode).toBe(404)
  expect((await get('/index.html')).statusCode).toBe(404)
  expect((await get('/', {}, 'POST')).statusCode).toBe(405)
  const head = await get('/assets/main-abc123.js', {}, 'HEAD')
  expect([head.statusCode, head.bytes.length, head.headers['content-length']]).toEqual([
    200,
    0,
    String(SCRIPT.length),
  ])
})

test('a folder without a page is refused at the start', async () => {
  const start = startGateway({
    maasUrl: 'http://127.0.0.1:9/MAAS',
    credentials: { kind: 'fixed', apiKey: 'a:b:c' },
    keyringFile: async () => ({ state: 'elsewhere' }),
    assets: folder,
  })
  await expect(start).rejects.toThrow('no index.html')
})
