import { beforeAll, expect, test } from 'vitest'
import { type Keyring, readKeyring } from '#streams/signatures/keyring.ts'
import { binaryOf, bytesOf, makeKey } from '#testing/streams/signature-fixtures.ts'
import { cacheKeyrings } from './keyring-cache.ts'

const HOUR = 3_600_000
let bytes: Uint8Array

beforeAll(async () => {
  bytes = binaryOf(await makeKey())
})

/** Counts how often a keyring is read. */
function remembering() {
  let now = 0
  let reads = 0
  const work = {
    keyring(content: Uint8Array, use: 'as-is' | 'converted'): Promise<Keyring> {
      reads += 1
      return readKeyring(content, use)
    },
  }
  return { known: cacheKeyrings(work, () => now), reads: () => reads, pass: (ms: number) => (now += ms) }
}

test('a keyring is read once an hour for each use', async () => {
  const { known, reads, pass } = remembering()
  const first = await known.keyring(bytes, 'as-is')
  expect(await known.keyring(bytes.slice(), 'as-is')).toBe(first)
  expect(reads()).toBe(1)
  await known.keyring(bytes, 'converted')
  expect(reads()).toBe(2)
  pass(HOUR)
  expect(await known.keyring(bytes, 'as-is')).toEqual(first)
  expect(reads()).toBe(3)
})

test('simultaneous callers share one read of a keyring', async () => {
  const { known, reads } = remembering()
  const all = await Promise.all(Array.from({ length: 40 }, () => known.keyring(bytes, 'as-is')))
  expect([new Set(all).size, reads()]).toEqual([1, 1])
})

test('a file that is not a keyring is not cached', async () => {
  const { known, reads } = remembering()
  await expect(known.keyring(bytesOf('hello'), 'as-is')).rejects.toMatchObject({ name: 'StreamError' })
  await expect(known.keyring(bytesOf('hello'), 'as-is')).rejects.toMatchObject({ name: 'StreamError' })
  expect(reads()).toBe(2)
})
