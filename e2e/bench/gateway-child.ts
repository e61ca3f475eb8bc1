import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startGateway } from '#gateway/server.ts'

/*
 * One process of the gateway's measurements, each of which has its own event loop: a region that answers immediately, a
 * bare server of the same bytes, or the gateway. Sends its address, and its memory on request.
 */

export type Role =
  | { readonly role: 'region' }
  | { readonly role: 'bare'; readonly file: string }
  | { readonly role: 'gateway'; readonly maasUrl: string; readonly way: 'fixed' | 'sign-in' }
export type ChildMessage =
  | { readonly url: string }
  | { readonly heapBytes: number; readonly residentBytes: number }

const SOURCES = JSON.stringify([
  {
    id: 1,
    url: 'http://images.maas.io/ephemeral-v3/stable/',
    keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
    keyring_data: '',
    created: '2026-11-23T00:04:25.301',
    updated: '2026-11-23T00:04:51.604',
  },
])

const WHOAMI = JSON.stringify({ username: 'admin', is_superuser: true, email: '' })

function answers(): RequestListener {
  return ({ url = '' }, response) => {
    const body = url.includes('op=whoami') ? WHOAMI : SOURCES
    const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length }
    response.writeHead(200, headers).end(body)
  }
}

function bytesOf(file: string): RequestListener {
  const body = readFileSync(file)
  const headers = { 'Content-Type': 'text/javascript; charset=utf-8', 'Content-Length': body.length }
  return (_, response) => response.writeHead(200, headers).end(body)
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function start(task: Role): Promise<string> {
  if (task.role === 'region') return listen(answers())
  if (task.role === 'bare') return listen(bytesOf(task.file))
  const { url } = await startGateway({
    maasUrl: task.maasUrl,
    credentials:
      task.way === 'fixed'
        ? { kind: 'fixed', apiKey: 'consumer:token:secret' }
        : { kind: 'sign-in', secret: randomBytes(32).toString('base64url'), secure: false },
    keyringFile: async () => ({ state: 'elsewhere' }),
    assets: 'dist/page',
  })
  return url
}

const send = (message: ChildMessage) => process.send?.(message)

process.on('message', () => {
  for (let times = 0; times < 3; times += 1) globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  send({ heapBytes: heapUsed, residentBytes: rss })
})
process.on('disconnect', () => process.exit(0))
send({ url: await start(JSON.parse(process.argv[2] ?? '{}') as Role) })
