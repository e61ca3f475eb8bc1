import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { readMetricsToken } from './metrics-token.ts'
import { bodyOf, headersOf, startWire, statusOf, type Wire } from '#testing/gateway/test-wire.ts'

const TOKEN = 'TOKENofTheTests,+/=-_.~0123456789'
const open: Wire[] = []
// it fails when a secret came out
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
async function start(...options: Parameters<typeof startWire>) {
  const wire = await startWire(...options)
  open.push(wire)
  return wire
}

test.each([
  ['as Prometheus sends it', `Authorization: Bearer ${TOKEN}`],
  ['the scheme in other letters', `authorization: bearer ${TOKEN}`],
])('the metrics are given for the token, %s', async (_, header) => {
  const wire = await start({ metrics: true, metricsToken: TOKEN })
  const said = await wire.ask('GET /metrics', header)
  expect([statusOf(said), bodyOf(said).includes('maas_images_connections 1')]).toEqual([200, true])
})

test.each([
  ['no token', []],
  ['an empty one', ['Authorization: Bearer ']],
  ['a wrong one', ['Authorization: Bearer wrong']],
  ['half of it', [`Authorization: Bearer ${TOKEN.slice(0, -1)}`]],
  ['more than it', [`Authorization: Bearer ${TOKEN}x`]],
  ['another scheme', [`Authorization: Basic ${TOKEN}`]],
  ['no scheme', [`Authorization: ${TOKEN}`]],
  ['it behind a wrong one', ['Authorization: Bearer wrong', `Authorization: Bearer ${TOKEN}`]],
  ['it in another header', [`X-Authorization: Bearer ${TOKEN}`, `Cookie: token=${TOKEN}`]],
])('with %s there are no metrics', async (_, headers) => {
  const wire = await start({ metrics: true, metricsToken: TOKEN })
  const said = await wire.ask('GET /metrics', headers)
  expect([statusOf(said), headersOf(said)['www-authenticate']]).toEqual([401, 'Bearer realm="metrics"'])
  expect(said).not.toMatch(/maas_images|TOKENofTheTests/)
  expect(wire.logged.join()).not.toContain('TOKENofTheTests')
})

test('a token in the address is no token', async () => {
  const wire = await start({ metrics: true, metricsToken: TOKEN })
  for (const name of ['token', 'access_token']) {
    expect(statusOf(await wire.ask(`GET /metrics?${name}=${encodeURIComponent(TOKEN)}`))).toBe(404)
  }
})

test('without a token anyone reads the metrics, and without --metrics no one does', async () => {
  const anyone = await start({ metrics: true })
  expect(statusOf(await anyone.ask('GET /metrics'))).toBe(200)
  const none = await start({ metricsToken: TOKEN })
  expect(statusOf(await none.ask('GET /metrics', `Authorization: Bearer ${TOKEN}`))).toBe(404)
})

test('a token is read from its file, and one that no header can carry is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maas-images-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'token')
  await writeFile(path, `${TOKEN}\n`)
  expect(await readMetricsToken({ kind: 'file', path })).toBe(TOKEN)
  await writeFile(path, `${TOKEN}\n${TOKEN}\n`)
  await expect(readMetricsToken({ kind: 'file', path })).rejects.toThrow(
    'The file in METRICS_TOKEN_FILE must hold ASCII',
  )
  await expect(readMetricsToken({ kind: 'file', path: `${path}-gone` })).rejects.toThrow(
    `The file in METRICS_TOKEN_FILE, ${path}-gone, is not there.`,
  )
})
