import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { readRecord, removeRecord } from '#api/store/records.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { REQUESTED_IMPORT, hasNeverBegun, noteRequested } from './requested-import.ts'

const AT = Date.parse('2026-11-23T10:00:00Z')
const EARLIER = '2026-11-23T09:22:00Z'
const asked = { at: AT, startedBefore: EARLIER }
const now = { version: '3.5.13', importing: false, lastStarted: EARLIER, readAt: AT + 60_000 }

test.each<[what: string, part: Partial<Parameters<typeof hasNeverBegun>[1]>, neverBegan: boolean]>([
  ['no event of a new import', {}, true],
  ['no event of any import', { lastStarted: null }, false],
  ['a new event', { lastStarted: '2026-11-23T10:00:01Z' }, false],
  ['it runs', { importing: true }, false],
  ['it is not known whether it runs', { importing: undefined }, false],
  ['read too soon', { readAt: AT + 15_000 }, false],
  ['in 3.4', { version: '3.4.9' }, true],
  ['in 3.8, which writes no events', { version: '3.8.0' }, false],
])('%s', (_, part, neverBegan) => {
  expect(hasNeverBegun(asked, { ...now, ...part })).toBe(neverBegan)
})

test('a first import without an event ended before it began, too', () => {
  expect(hasNeverBegun({ at: AT, startedBefore: null }, { ...now, lastStarted: null })).toBe(true)
})

const OWNER = { region: 'asked', user: 'admin' }
beforeEach(() => removeRecord(REQUESTED_IMPORT, OWNER))

function ask(importing: boolean, answer: Promise<unknown>) {
  const client = new QueryClient()
  client.setQueryData(regionQuery().queryKey, { ...aRegionAnswer(), sync: { lastStarted: EARLIER } })
  client.setQueryData(imagesQuery().queryKey, { importing, unread: 0, images: [] })
  noteRequested(client, { method: 'POST', path: '', body: {}, at: AT, answer }, OWNER)
}

test('a request that MAAS accepts is noted with the start of the import before it', async () => {
  ask(false, Promise.resolve())
  await vi.waitFor(async () => expect(await readRecord(REQUESTED_IMPORT, OWNER)).toEqual(asked), {
    timeout: 30_000,
  })
})

test.each([
  ['is refused', false, () => Promise.reject(new Error('no'))],
  ['comes during an import', true, () => Promise.resolve()],
])('a request that %s is not noted', async (_, importing, answer) => {
  const answered = answer()
  ask(importing, answered)
  await answered.catch(() => undefined)
  expect(await readRecord(REQUESTED_IMPORT, OWNER)).toBeNull()
})
