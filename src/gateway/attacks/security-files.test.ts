import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bodyOf, headersOf, startWire, statusOf, type TestWire } from '#testing/gateway/test-wire.ts'

const OUTSIDE = 'what-only-the-disk-knows'
let folder: string
let wire: TestWire
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maas-images-'))
  const site = join(folder, 'site')
  await mkdir(join(site, 'assets'), { recursive: true })
  await writeFile(
    join(site, 'index.html'),
    '<script nonce="__CSP_NONCE__" src="./assets/main-abc.js"></script>',
  )
  await writeFile(join(site, 'assets/main-abc.js'), 'console.log(1)')
  await writeFile(join(folder, 'secret.txt'), OUTSIDE)
  await writeFile(join(folder, 'secret'), OUTSIDE)
  await symlink(join(folder, 'secret.txt'), join(site, 'linked.txt'))
  await symlink(folder, join(site, 'up'))
  wire = await startWire({ assets: site })
})
// close() fails if a secret has leaked
afterEach(async () => {
  await wire.close()
  await rm(folder, { recursive: true })
})

const UP = [
  '..',
  '%2e%2e',
  '%2E%2E',
  '.%2e',
  '%2e.',
  '%252e%252e',
  '%c0%ae%c0%ae',
  '%u002e%u002e',
  '...',
  '..;',
  '..%00',
  '..%20',
  '. .',
]
const SLASHES = ['/', '%2f', '%2F', '%252f', '\\', '%5c', '%255c', '%c0%af', '//', '/./']
const CLIMBS = UP.flatMap((up) => SLASHES.map((slash) => [up, slash] as const)).filter(
  ([up]) => !up.includes(' '),
)

/** A route of the page gives the page, and any other address gives 404. */
const PAGE_OR_NOTHING = ['200 text/html; charset=utf-8', '404 text/plain; charset=utf-8']
const kindOf = (said: string) => `${statusOf(said)} ${headersOf(said)['content-type']}`

test.each(CLIMBS)('%s and %s read nothing outside the folder of the page', async (up, slash) => {
  for (const start of ['/', '/assets/', '/assets', '/up/', '/./']) {
    for (const name of ['secret.txt', 'secret', 'site/index.html']) {
      const said = await wire.ask(`GET ${start}${up}${slash}${name}`)
      expect(PAGE_OR_NOTHING).toContain(kindOf(said))
      expect(said).not.toContain(OUTSIDE)
      expect(headersOf(said)).not.toHaveProperty('location')
    }
  }
})

test.each([
  '/etc/passwd',
  '//etc/passwd',
  '/C:/windows/win.ini',
  '/file:///etc/passwd',
  'file:///etc/passwd',
  '/assets/../../secret.txt',
  '/assets/main-abc.js/../../../secret.txt',
  '/linked.txt',
  '/up/secret.txt',
  '/up/secret',
  '/index.html',
  '/index.html/',
  '/assets/main-abc.js/',
  '/assets/main-abc.js%00',
  '/assets/main-abc.js%20',
  '/assets/main-abc.js.',
  '/assets/main-abc.js::$DATA',
  '/ASSETS/main-abc.js',
  '/assets%2fmain-abc.js',
  '/assets//main-abc.js',
  '//assets/main-abc.js',
  '/./assets/main-abc.js',
  '/assets/%6dain-abc.js',
  '/assets/main-abc.js;x',
  '/__proto__',
  '/constructor',
  '/assets/',
  '/assets',
  '/.git/config',
  '/package.json',
  '/.env',
])('%s is not served as a file', async (target) => {
  const said = await wire.ask(`GET ${target}`)
  expect(PAGE_OR_NOTHING).toContain(kindOf(said))
  expect(said).not.toMatch(/console\.log|root:|what-only-the-disk-knows|"dependencies"/)
})

test('the type of a file depends on its name alone, whatever the query or the Accept header says', async () => {
  const said = await wire.ask('GET /assets/main-abc.js?x=%2e%2e', 'Accept: text/html')
  expect([statusOf(said), bodyOf(said)]).toEqual([200, 'console.log(1)'])
  expect(headersOf(said)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  })
})

test.each([
  '/',
  '/images',
  '/%3Cscript%3Ealert(1)%3C/script%3E',
  '/"onload="alert(1)',
  '/?q=<script>alert(1)</script>',
  "/'-alert(1)-'",
  '/{{7*7}}',
])('the page does not repeat its address: %s', async (target) => {
  const said = await wire.ask(`GET ${target}`, [
    'X-Forwarded-Host: evil.example',
    'Referer: http://evil.example/',
  ])
  expect(statusOf(said)).toBe(200)
  expect(said).not.toMatch(/alert|evil|7\*7|onload/)
  const policy = headersOf(said)['content-security-policy'] ?? ''
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}=='/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/unsafe|\*|http:/)
  expect(headersOf(said)['cache-control']).toBe('no-store')
})

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'MKCOL', 'OPTIONS', 'TRACE'])(
  '%s does not write a file',
  async (method) => {
    for (const target of ['/assets/main-abc.js', '/new.txt', '/']) {
      expect(statusOf(await wire.ask(`${method} ${target}`, 'Content-Type: text/plain', 'x'))).toBe(405)
    }
    expect(bodyOf(await wire.ask('GET /assets/main-abc.js'))).toBe('console.log(1)')
    expect(statusOf(await wire.ask('GET /new.txt'))).toBe(404)
  },
)

test('an invalid range, condition or coding does not change the answer', async () => {
  for (const header of [
    'Range: bytes=0-4,-99999',
    'Range: bytes=9999999-',
    'If-None-Match: "',
    'If-None-Match: ../../secret',
    'Accept-Encoding: ../secret',
    'Accept-Encoding: br;q=x, gzip;q=-1',
    `Accept-Encoding: ${'gzip,'.repeat(5_000)}`,
  ]) {
    expect(bodyOf(await wire.ask('GET /assets/main-abc.js', header))).toBe('console.log(1)')
  }
})
