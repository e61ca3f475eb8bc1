import { createCleartextMessage } from 'openpgp'
import { afterEach, expect, test, vi } from 'vitest'
import { readAddress } from '#streams/address.ts'
import { clearsign, keyringOf, makeKey, MINUTE } from '#streams/signature-fixtures.ts'
import type { UsedKeyring } from './given-keyring.ts'
import type { Fetcher } from './source-fetch.ts'
import { readStream } from './stream-read.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** An empty stream, signed with a key that expires an hour after `start`, and a server where nothing ever changes. */
async function expiringSource(start: Date) {
  const key = await makeKey({ date: new Date(start.getTime() - MINUTE), keyExpirationTime: 3_660 })
  const message = await createCleartextMessage({ text: '{"format":"index:1.0","index":{}}' })
  const signed = await clearsign(key, { message, date: start })
  const asked: ('whole' | 'changed')[] = []
  const fetcher: Fetcher = {
    limitBytes: 1_000_000,
    get: async (url, { stamp }) => {
      asked.push(stamp ? 'changed' : 'whole')
      return { text: stamp ? null : signed, stamp: { etag: '"1"' }, address: url }
    },
    head: async () => ({ state: 'there', size: null }),
    close: async () => undefined,
  }
  const understood = readAddress('http://mirror.example.com/maas/')
  if (!understood.ok) throw new Error(understood.message)
  const keyring = await keyringOf(key)
  const answer: UsedKeyring['answer'] = { state: 'read', form: 'binary', message: '', keys: [], data: null }
  return {
    asked,
    read: async (before: Awaited<ReturnType<typeof readStream>> | null) => {
      const readAt = new Date().toISOString()
      const used = { keyring, answer }
      return readStream(fetcher, {
        address: understood.address,
        keyring: used,
        skipVerification: false,
        before,
        readAt,
      })
    },
  }
}

test('what is unchanged is taken as it was, but its signature is checked again after an hour', async () => {
  const start = new Date('2026-11-23T09:00:00Z')
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  const { read, asked } = await expiringSource(start)
  const first = await read(null)
  expect(first.catalogue.signature.verdict).toBe('valid')

  vi.setSystemTime(start.getTime() + 50 * MINUTE)
  const unchanged = await read(first)
  expect(unchanged.catalogue).toBe(first.catalogue)

  vi.setSystemTime(start.getTime() + 61 * MINUTE)
  const expired = await read(unchanged)
  expect(expired.catalogue.signature.verdict).toBe('expired')
  expect(asked).toEqual(['whole', 'changed', 'whole'])
})

test('a signature that is checked again with the same outcome leaves the catalogue as it was', async () => {
  const start = new Date('2026-11-23T09:00:00Z')
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  const { read, asked } = await expiringSource(new Date(start.getTime() - 70 * MINUTE))
  const first = await read(null)
  vi.setSystemTime(start.getTime() + 61 * MINUTE)
  const again = await read(first)
  vi.setSystemTime(start.getTime() + 62 * MINUTE)
  const third = await read(again)
  expect([again.catalogue, third.catalogue]).toEqual([first.catalogue, first.catalogue])
  expect(asked).toEqual(['whole', 'whole', 'changed'])
})
