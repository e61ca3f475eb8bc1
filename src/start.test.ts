import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { catalogue, regionAnswer } from '#contract/gateway.ts'
import { session } from '#contract/session.ts'
import { SCENARIOS } from '#simulator/demo/scenarios.ts'
import { createControlClient } from '#simulator/control/door/client.ts'
import { signature } from '#testing/simulator/fixture-client.ts'

// ms; the page may have to be built first.
const SLOW = 120_000

const open: ChildProcess[] = []
afterEach(() => {
  for (const child of open.splice(0)) child.kill('SIGKILL')
})

/** `npm start` without npm, in an environment without variables of the product. */
function start(...args: string[]) {
  const { MAAS_URL: _, MAAS_API_KEY: __, PORT: ___, HOST: ____, ...env } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/start.ts', ...args], { env })
  open.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += String(chunk)))
  child.stderr.on('data', (chunk) => (said.err += String(chunk)))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }))
  return { child, ended, said }
}

test(
  'one command serves the page and its embedded region, whose printed lines work, and Ctrl-C ends it',
  { timeout: SLOW },
  async () => {
    const token = 'a-token-that-must-not-be-in-any-log'
    const { child, ended, said } = start(
      '--port',
      '0',
      '--region-key',
      'my:own:key',
      '--control',
      '--control-token',
      token,
    )
    await expect.poll(() => said.out + said.err, { timeout: SLOW }).toContain('Press Ctrl-C to stop')
    const [, url = '', key = ''] = /maas login embedded (http:\S+\/MAAS) (\S+)$/m.exec(said.out) ?? []
    expect(key).toBe('my:own:key')
    const headers = { Authorization: signature(key, Date.now()) }
    const whoami = await fetch(`${url}/api/2.0/users/?op=whoami`, { headers })
    expect(await whoami.json()).toMatchObject({ username: 'admin' })

    const [, door = ''] = /^Control API: (http:\S+) with the given token$/m.exec(said.out) ?? []
    const control = createControlClient({ url: door, token })
    const page = /^MAAS Images is ready: (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(said.out)?.[1] ?? ''
    expect(await (await fetch(`${page}healthz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${page}images`)).text()).toContain('<title>Images | MAAS</title>')
    expect(regionAnswer.parse(await (await fetch(`${page}gateway/region`)).json())).toMatchObject({
      embedded: true,
      user: { admin: true },
    })
    const asked = await fetch(`${page}gateway/catalogue/1`)
    expect(catalogue.parse(await asked.json()).signature.verdict).toBe('valid')
    const version = async () =>
      regionAnswer.parse(await (await fetch(`${page}gateway/region`)).json()).version
    expect(await version()).toBe('3.5.13')
    await control.reset({ scenario: 'default', version: '3.7' })
    // the gateway does not answer from what it knew of the region before
    expect(await version()).toBe('3.7.2')

    const offered = async () => (await fetch(`${page}gateway/catalogue/1`)).text()
    expect(await offered()).not.toContain('20270101')
    const change = { kind: 'publish', os: 'ubuntu', release: 'noble', version: '20270101' } as const
    await control.changeStream({ name: 'stable', change })
    expect(await offered()).toContain('20270101')

    const authorization = { Authorization: `Bearer ${token}` }
    const path = `${page}control/v1/reset`
    expect((await fetch(path, { method: 'POST', headers: authorization, body: '{}' })).status).toBe(405)
    const read = await fetch(`${page}control/v1/state`, { headers: authorization })
    expect(await read.text()).toContain('<title>Images | MAAS</title>')
    expect(said.out).not.toContain(token)
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 0, err: '' })
  },
)

test('a port in use is reported in one sentence with what to do', { timeout: SLOW }, async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { code, err } = await start('--port', String(port)).ended
  other.close()
  expect([code, err]).toEqual([
    1,
    `Port ${port} on 127.0.0.1 is taken by another program. Choose another one: npm start -- --port ${port + 1}\n`,
  ])
})

test('--scenario help lists what each scenario shows', { timeout: SLOW }, async () => {
  const { code, out } = await start('--scenario', 'help').ended
  expect(code).toBe(0)
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('  ')[0]),
  ).toEqual(Object.keys(SCENARIOS))
  expect(out).toContain('First run: ')
})

test('a MAAS without a key requires sign-in, even when it does not answer', { timeout: SLOW }, async () => {
  const { child, ended, said } = start('--port', '0', '--maas', 'http://127.0.0.1:9/MAAS')
  await expect.poll(() => said.out + said.err, { timeout: SLOW }).toContain('Press Ctrl-C to stop')
  const url = /^MAAS Images is ready: (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(said.out)?.[1] ?? ''
  expect(await (await fetch(`${url}images`)).text()).toContain('<meta name="sign-in" content="yes"')
  expect(session.parse(await (await fetch(`${url}gateway/session`)).json())).toMatchObject({
    state: 'signed-out',
    way: 'sign-in',
  })
  child.kill('SIGINT')
  expect((await ended).code).toBe(0)
})
