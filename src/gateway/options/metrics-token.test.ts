import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readMetricsToken } from './metrics-token.ts'
import { openWires } from '#testing/gateway/open-wires.ts'
import { bodyOf, headersOf, statusOf } from '#testing/gateway/test-wire.ts'

const TOKEN = 'TOKENofTheTests,+/=-_.~0123456789'
const start = openWires()

test.each([
  ['as Prometheus sends it', `Authorization: Bearer ${TOKEN}`],
  ['with the scheme in lower case', `authorization: bearer ${TOKEN}`],
])('a caller with the token gets the metrics: %s', async (_, header) => {
  const wire = await start({ metrics: true, metricsToken: TOKEN })
  const said = await wire.ask('GET /metrics', header)
  expect([statusOf(said), bodyOf(said).includes('maas_images_connections 1')]).toEqual([200, true])
})

test.each([
  ['no token', []],
  ['an empty one', ['Authorization: Bearer ']],
  ['a wrong one', ['Authorization: Bearer wrong']],
  ['part of the token', [`Authorization: Bearer ${TOKEN.slice(0, -1)}`]],
  ['more than the token', [`Authorization: Bearer ${TOKEN}x`]],
  ['another scheme', [`Authorization: Basic ${TOKEN}`]],
  ['no scheme', [`Authorization: ${TOKEN}`]],
  ['the token after a wrong one', ['Authorization: Bearer wrong', `Authorization: Bearer ${TOKEN}`]],
  ['the token in another header', [`X-Authorization: Bearer ${TOKEN}`, `Cookie: token=${TOKEN}`]],
])('with %s the metrics are refused', async (_, headers) => {
  const wire = await start({ metrics: true, metricsToken: TOKEN })
  const said = await wire.ask('GET /metrics', headers)
  expect([statusOf(said), headersOf(said)['www-authenticate']]).toEqual([401, 'Bearer realm="metrics"'])
  expect(said).not.toMatch(/maas_images|TOKENofTheTests/)
  expect(wire.logged.join()).not.toContain('TOKENofTheTests')
})

test('a token in the query does not count', async () => {
  const wire = await start({ metrics: true, metricsToken: TOKEN })
  for (const name of ['token', 'access_token']) {
    expect(statusOf(await wire.ask(`GET /metrics?${name}=${encodeURIComponent(TOKEN)}`))).toBe(404)
  }
})

test('without a token anyone may read the metrics, and without --metrics they are not served', async () => {
  const anyone = await start({ metrics: true })
  expect(statusOf(await anyone.ask('GET /metrics'))).toBe(200)
  const none = await start({ metricsToken: TOKEN })
  expect(statusOf(await none.ask('GET /metrics', `Authorization: Bearer ${TOKEN}`))).toBe(404)
})

test('a token is read from its file, and refused if no header can carry it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maas-images-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'token')
  await writeFile(path, `${TOKEN}\n`)
  expect(await readMetricsToken({ kind: 'file', path })).toBe(TOKEN)
  await writeFile(path, `${TOKEN}\n${TOKEN}\n`)
  await expect(readMetricsToken({ kind: 'file', path })).rejects.toThrow(
    'The file in METRICS_TOKEN_FILE must contain only ASCII',
  )
  await expect(readMetricsToken({ kind: 'file', path: `${path}-gone` })).rejects.toThrow(
    `The file in METRICS_TOKEN_FILE, ${path}-gone, does not exist.`,
  )
})
