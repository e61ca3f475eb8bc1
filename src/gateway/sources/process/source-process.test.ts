import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest'
import { readAddress } from '#streams/simplestreams/address.ts'
import { binaryOf, bytesOf, clearsign, keyringOf, makeKey } from '#testing/streams/signature-fixtures.ts'
import { indexOf, pathOf, productsFile, UBUNTU, ubuntuProduct } from '#testing/streams/sound-stream.ts'
import type { SourceTask } from '#gateway/sources/source-content.ts'
import { createSourceProcess, type ProcessLimits } from './source-process.ts'
import type { SourceWork } from './source-work.ts'

const open: SourceWork[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
/** Shared by tests that do not end the process. */
const lasting = createSourceProcess()
afterAll(() => lasting.close())

function started(limits: Partial<ProcessLimits> = {}): SourceWork {
  const made = createSourceProcess(limits)
  open.push(made)
  return made
}

const ROOT = 'http://mirror.example.com/maas/'
const UNSIGNED = `${ROOT}streams/v1/index.json`

/** A source whose index is this text. */
function source(index: string | Uint8Array): SourceTask {
  const understood = readAddress(UNSIGNED)
  if (!understood.ok) throw new Error(understood.message)
  const bytes = typeof index === 'string' ? bytesOf(index) : index
  return {
    address: understood.address,
    keyring: { keyring: null, answer: { state: 'none', form: null, message: '', keys: [], data: null } },
    skipVerification: false,
    reader: 'to-3.7',
    readAt: '2026-11-23T09:00:00Z',
    fetchedMs: 0,
    files: new Map([[UNSIGNED, { bytes, address: UNSIGNED }]]),
  }
}
const FILE = pathOf('x')
const INDEX = JSON.stringify(indexOf(['x']))

const refused = (code: string, message: string) =>
  expect.objectContaining({ name: 'Refusal', code, message: expect.stringContaining(message) })

/** JSON that needs one piece of memory larger than there is: a thread would end the gateway. */
const heavy = () =>
  `{"index":{${Array.from({ length: 400_000 }, (_, at) => `"x${at}-0123456789":1`).join(',')}}}`

test('the process names the files it needs, and makes the catalogue from them', async () => {
  const task = source(INDEX)
  const first = await lasting.content(task)
  expect(first).toEqual({ needed: [{ url: ROOT + FILE, mayBeMissing: false }] })
  const products = bytesOf(JSON.stringify(productsFile('x', { [UBUNTU]: ubuntuProduct({}) })))
  const files = new Map([...task.files, [ROOT + FILE, { bytes: products, address: ROOT + FILE }]])
  const second = await lasting.content({ ...task, files })
  if (!('content' in second)) throw new Error('A file is still needed.')
  expect(second.content.catalogue.releases.map(({ release }) => release)).toEqual(['noble'])
  expect(second.content.holdings.map(({ key }) => key)).toEqual(['ubuntu/noble/amd64'])
})

test('a refusal in the process reaches the caller unchanged', async () => {
  await expect(lasting.content(source('<html>'))).rejects.toEqual(
    refused('source-unreadable', 'is a web page'),
  )
  await expect(lasting.keyring(bytesOf('hello'), 'as-is')).rejects.toMatchObject({ name: 'StreamError' })
})

test('the process reads and uses a keyring', async () => {
  const key = await makeKey()
  const keyring = await lasting.keyring(binaryOf(key), 'as-is')
  expect(keyring).toEqual(await keyringOf(key))
  const task = source(await clearsign(key))
  const address = { ...task.address, signed: true }
  await expect(lasting.content({ ...task, address, keyring: { ...task.keyring, keyring } })).rejects.toEqual(
    refused('source-unreadable', 'index'),
  )
})

test('a source that takes too much memory is refused, and the next one in the queue is read', async () => {
  const work = started({ megabytes: 48 })
  const [large, next] = await Promise.allSettled([heavy(), INDEX].map((index) => work.content(source(index))))
  expect(large).toMatchObject({
    reason: refused(
      'source-unreadable',
      `${UNSIGNED} is too large to read: it takes more than 48 MB of memory.`,
    ),
  })
  expect(next).toMatchObject({ value: { needed: [{ url: ROOT + FILE }] } })
})

test('a source that takes too long is refused', async () => {
  const slow = started({ taskMs: 0 })
  await expect(slow.content(source(INDEX))).rejects.toEqual(
    refused('source-unreadable', `${UNSIGNED} is too large to read: it takes more than 0 seconds.`),
  )
})

test('when the process cannot start, the source is refused, and the next one is tried again', async () => {
  const node = process.execPath
  onTestFinished(() => void (process.execPath = node))
  process.execPath = '/nowhere/node'
  const work = started()
  await expect(work.content(source(INDEX))).rejects.toThrow('The process that reads sources could not start.')
  process.execPath = node
  expect(await work.content(source(INDEX))).toHaveProperty('needed')
})

test('no work starts after the gateway is closed', async () => {
  const work = started()
  expect(await work.content(source(INDEX))).toHaveProperty('needed')
  await work.close()
  await expect(work.content(source(INDEX))).rejects.toThrow('The gateway is closed.')
})

test('sources beyond the queue are refused as busy', async () => {
  const work = started({ waiting: 2 })
  const results = await Promise.allSettled([1, 2, 3, 4, 5].map(() => work.content(source(INDEX))))
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ])
  expect(results[4]).toMatchObject({ reason: { status: 503, code: 'busy', retryAfter: 5 } })
})

test('the process reads the book-keeping of a mirror', async () => {
  const listed = ['a/b', 'a/c', 'constructor']
  expect(await lasting.bookKeeping(bytesOf('{"a/b": ["x"], "c": []}'), listed)).toEqual(['a/b'])
  expect(await lasting.bookKeeping(bytesOf('<html>'), listed)).toBeNull()
})
