import { request } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { problem } from '#contract/gateway.ts'
import { createLog } from '#gateway/http/log.ts'
import { startGateway } from '#gateway/server.ts'
import { type UpstreamAnswer, startUpstream } from '#testing/gateway/test-upstream.ts'

const SECRET = 'SECRETSECRETSECRET'
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** Headers that a web server may add, and that the gateway must not pass on. */
const BAGGAGE = {
  'set-cookie': 'sessionid=FROM-OUTSIDE; Path=/',
  location: 'http://evil.example/FROM-OUTSIDE',
  'www-authenticate': 'Basic realm="FROM-OUTSIDE"',
  refresh: '0; url=http://evil.example/FROM-OUTSIDE',
  'access-control-allow-origin': '*',
  'x-from-outside': 'FROM-OUTSIDE',
}
const said = (status: number, type: string, body: string, more = {}): UpstreamAnswer => ({
  status,
  headers: { ...BAGGAGE, 'content-type': type, ...more },
  body,
})
const HTML = '<!DOCTYPE html><script>alert("FROM-OUTSIDE")</script>'

const QUESTIONS = [
  ['GET', '/MAAS/api/2.0/boot-sources/'],
  ['GET', '/gateway/region'],
  ['GET', '/gateway/images'],
  ['GET', '/gateway/catalogue/1'],
  ['POST', '/MAAS/api/2.0/boot-resources/?op=import'],
  ['DELETE', '/MAAS/api/2.0/boot-resources/7/'],
] as const

test.each([
  ['a page with 200', said(200, 'text/html', HTML), 502, 'region-unreadable'],
  ['a page as JSON', said(200, 'application/json', HTML), 502, 'region-unreadable'],
  ['a redirect', said(302, 'text/html', HTML), 502, 'region-unreadable'],
  ['a permanent redirect', said(308, 'text/plain', 'FROM-OUTSIDE'), 502, 'region-unreadable'],
  ['401 with the secret', said(401, 'text/plain', `&${SECRET} FROM-OUTSIDE`), 401, 'unauthorized'],
  ['413', said(413, 'text/html', HTML), 413, 'region-refused'],
  ['429', said(429, 'text/html', HTML, { 'retry-after': '9' }), 429, 'region-refused'],
  ['500 as a page', said(500, 'text/html', HTML), 502, 'region-refused'],
  ['500 as text with markup', said(500, 'text/plain', HTML), 502, 'region-refused'],
  ['502', said(502, 'text/html', HTML), 502, 'region-unreachable'],
  ['503', said(503, 'text/html', HTML, { 'retry-after': '90' }), 502, 'region-unreachable'],
])(
  'with a region that answers %s, every request gets JSON with a message of the gateway',
  async (_, answer, status, code) => {
    const upstream = await startUpstream(() => answer)
    open.push(upstream)
    const log: string[] = []
    const gateway = await startGateway({
      maasUrl: `${upstream.url}/MAAS`,
      credentials: { kind: 'fixed', apiKey: `CONSUMER:TOKENTOKEN:${SECRET}` },
      keyringFile: async () => ({ state: 'elsewhere' }),
      log: createLog('debug', (line) => log.push(line)),
      exchange: { wait: async () => undefined },
    })
    open.push(gateway)
    for (const [method, path] of QUESTIONS) {
      const got = await request(gateway.url + path, {
        method,
        headers: { 'x-maas-images': '1', 'content-type': 'application/json' },
        body: method === 'GET' ? null : '{}',
      })
      const text = await got.body.text()
      const { error } = problem.parse(JSON.parse(text))
      expect([path, got.statusCode, error.code]).toEqual([path, status, code])
      expect(error.message).toMatch(/^[A-Z][^<>]{30,}\.$/)
      const after = answer.headers?.['retry-after']
      expect(got.headers['retry-after']).toBe(after)
      expect(error.retryAfter).toBe(after === undefined ? undefined : Number(after))
      expect(got.headers['content-type']).toBe('application/json')
      for (const name of Object.keys(BAGGAGE)) expect(got.headers).not.toHaveProperty(name)
      expect(JSON.stringify(got.headers) + text).not.toMatch(/FROM-OUTSIDE|SECRET|TOKENTOKEN/)
    }
    expect(log).toHaveLength(QUESTIONS.length)
    expect(log.join()).not.toMatch(/FROM-OUTSIDE|SECRET|TOKENTOKEN/)
  },
)
