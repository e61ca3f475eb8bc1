import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { regionQuery } from '#api/images.ts'
import { FRESH_HEADER } from '#contract/gateway.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { useJoined } from './use-joined.ts'

const FIRST = '2026-11-27T09:00:00Z'
const SECOND = '2026-11-27T09:05:00Z'

function aSave(lastStarted: string | null = FIRST, joined = true) {
  const setImportOwed = vi.fn<(owed: boolean) => void>()
  const client = new QueryClient()
  client.setQueryData(regionQuery().queryKey, aRegionAnswer())
  const fixed = { client, saving: false, setImportOwed, runningImport: { lastStarted, joined } }
  const { result, rerender } = renderHook(useJoined, {
    initialProps: { ...fixed, importing: true, lastStarted: FIRST },
  })
  const now = (importing: boolean, last: string) => rerender({ ...fixed, importing, lastStarted: last })
  return { client, result, now, setImportOwed }
}

test('a save that the running import applies with another start owes no import', () => {
  const { result, now, setImportOwed } = aSave()
  expect(result.current).toBe(true)
  now(true, SECOND)
  expect(result.current).toBe(false)
  expect(setImportOwed.mock.calls).toEqual([[false]])
})

test('a save during an import that ends without another start still owes an import', async () => {
  const { result, now, setImportOwed } = aSave()
  now(false, FIRST)
  await waitFor(() => expect(result.current).toBe(false))
  expect(setImportOwed).not.toHaveBeenCalled()
})

test('the last start is read from MAAS after the import has ended, not from what the gateway read before', async () => {
  const fresh: unknown[] = []
  vi.stubGlobal('fetch', async (_: string, { headers }: RequestInit) => {
    fresh.push(new Headers(headers).get(FRESH_HEADER))
    return Response.json(aRegionAnswer())
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const { client, result, now } = aSave()
  onTestFinished(
    new QueryObserver(client, { ...regionQuery(), staleTime: Infinity }).subscribe(() => undefined),
  )
  now(false, FIRST)
  await waitFor(() => expect(result.current).toBe(false))
  expect(fresh).toEqual(['1'])
})

test('a second round that has ended by the next poll owes no import', () => {
  const { result, now, setImportOwed } = aSave()
  now(false, SECOND)
  expect(result.current).toBe(false)
  expect(setImportOwed.mock.calls).toEqual([[false]])
})

test('a start that was read before that of the running import is not a new one', () => {
  const { result, setImportOwed } = aSave(SECOND)
  expect(result.current).toBe(true)
  expect(setImportOwed).not.toHaveBeenCalled()
})

test('a save that has not been left to the running import is not followed', () => {
  expect(aSave(FIRST, false).result.current).toBe(false)
})
