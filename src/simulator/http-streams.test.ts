import { getResponse } from 'msw'
import { expect, test } from 'vitest'
import { streamFiles } from './http-streams.ts'

const files = new Map([
  ['streams/v1/index.sjson', 'signed'],
  ['streams/v1/com.ubuntu.maas:stable:v3:download.json', '{}'],
])
const keyring = { binary: new Uint8Array([1, 2]), armoured: 'armour' }
const handlers = [
  streamFiles({ stable: { url: 'http://mirror.example.com/', products: [], files } }, keyring),
]

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

test.each(['stable/streams/v1/nothing.json', 'other/streams/v1/index.sjson'])(
  '%s is not there',
  async (path) => {
    expect((await get(path)).status).toBe(404)
  },
)

test('the key they are signed with is offered, binary and armoured', async () => {
  expect(new Uint8Array(await (await get('keyring/demo.gpg')).arrayBuffer())).toEqual(keyring.binary)
  expect(await (await get('keyring/demo.asc')).text()).toBe('armour')
})

test('only reading is allowed, and the tag of a file saves its second transfer', async () => {
  expect((await get('stable/streams/v1/index.sjson', { method: 'DELETE' })).status).toBe(405)
  const tag = (await get('stable/streams/v1/index.sjson', { method: 'HEAD' })).headers.get('ETag') ?? ''
  const same = await get('stable/streams/v1/index.sjson', { headers: { 'If-None-Match': tag } })
  expect([same.status, await same.text()]).toEqual([304, ''])
})
