import { getResponse } from 'msw'
import { expect, test } from 'vitest'
import { tinyTree } from '#testing/simulator/fixture-streams.ts'
import { streamFiles } from './http-streams.ts'

const files = new Map([
  ['streams/v1/index.sjson', 'signed'],
  ['streams/v1/com.ubuntu.maas:stable:v3:download.json', '{}'],
])
const keyring = { binary: new Uint8Array([1, 2]), armoured: 'armour' }
/** Larger than one chunk. */
const SIZE = 150_000
const holds = (path: string) => (path === 'noble/amd64/20260706/squashfs' ? SIZE : null)
const late = new Map<string, string>()
const trees = {
  stable: tinyTree('http://mirror.example.com/', [], { files, holds }),
  late: tinyTree('http://late.example.com/', [], {
    files: late,
    prepare: async () => void late.set('streams/v1/index.sjson', 'made'),
  }),
}
const handlers = [streamFiles(trees, { demo: keyring, other: { binary: new Uint8Array(), armoured: '' } })]

const get = async (path: string, init: RequestInit = {}) => {
  const response = await getResponse(handlers, new Request(`http://127.0.0.1:5000/streams/${path}`, init))
  if (response === undefined) throw new Error('Nothing answers.')
  return response
}

test.each([
  ['stable/streams/v1/index.sjson', 'signed', 'application/octet-stream'],
  ['stable/streams/v1/com.ubuntu.maas:stable:v3:download.json', '{}', 'application/json'],
  ['stable/streams/v1/com.ubuntu.maas%3Astable%3Av3%3Adownload.json', '{}', 'application/json'],
])('%s is a file of the stream', async (path, content, type) => {
  const response = await get(path)
  expect(response.headers.get('Content-Type')).toBe(type)
  expect(await response.text()).toBe(content)
})

test.each([
  'stable/streams/v1/nothing.json',
  'stable/noble/amd64/20260623/squashfs',
  'stable/.data/references.json',
  'other/streams/v1/index.sjson',
  'toString/streams/v1/index.sjson',
  'keyring/nobody.gpg',
  'keyring/toString.asc',
  'keyring/demo.kbx',
])('%s does not exist', async (path) => {
  expect((await get(path)).status).toBe(404)
  expect((await get(path, { method: 'HEAD' })).status).toBe(404)
})

test('the first request creates a stream that is created on demand', async () => {
  expect(late.size).toBe(0)
  expect(await (await get('late/streams/v1/index.sjson')).text()).toBe('made')
})

test('an image file that is held has its size', async () => {
  const path = 'stable/noble/amd64/20260706/squashfs'
  const head = await get(path, { method: 'HEAD' })
  expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([200, `${SIZE}`, ''])
  const bytes = new Uint8Array(await (await get(path)).arrayBuffer())
  expect([bytes.length, bytes.every((byte) => byte === 0)]).toEqual([SIZE, true])
})

test('HEAD of a file of the stream has its length in bytes', async () => {
  const head = await get('stable/streams/v1/index.sjson', { method: 'HEAD' })
  expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([200, '6', ''])
})

test('the signing key is served, binary and armored', async () => {
  expect(new Uint8Array(await (await get('keyring/demo.gpg')).arrayBuffer())).toEqual(keyring.binary)
  expect(await (await get('keyring/demo.asc')).text()).toBe('armour')
})

test('only reading is allowed, and the ETag of a file avoids a second transfer', async () => {
  expect((await get('stable/streams/v1/index.sjson', { method: 'DELETE' })).status).toBe(405)
  const tag = (await get('stable/streams/v1/index.sjson', { method: 'HEAD' })).headers.get('ETag') ?? ''
  const same = await get('stable/streams/v1/index.sjson', { headers: { 'If-None-Match': tag } })
  expect([same.status, await same.text()]).toEqual([304, ''])
})
