import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { renderHook, waitFor, act } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { regionQuery } from '#api/images.ts'
import { FRESH_HEADER } from '#contract/gateway.ts'
import { regionAnswer } from '#testing/catalogue.ts'
import { useJoined } from './use-joined.ts'

const FIRST = '2026-11-27T09:00:00Z'
const SECOND = '2026-11-27T09:05:00Z'

function aSave(startedBefore: string | null | undefined) {
  const setImportOwed = vi.fn<(owed: boolean) => void>()
  const client = new QueryClient()
  client.setQueryData(regionQuery().queryKey, regionAnswer())
  const fixed = { client, setImportOwed }
  const { result, rerender } = renderHook(useJoined, {
    initialProps: { ...fixed, importing: true, lastStarted: FIRST },
  })
  act(() => result.current.follow(startedBefore))
  const now = (importing: boolean, lastStarted: string) => rerender({ ...fixed, importing, lastStarted })
  return { client, result, now, setImportOwed }
}

test('a save that the running import applies with another start owes no import', () => {
  const { result, now, setImportOwed } = aSave(FIRST)
  expect(result.current.joined).toBe(true)
  now(true, SECOND)
  expect(result.current.joined).toBe(false)
  expect(setImportOwed.mock.calls).toEqual([[false]])
})

test('a save during an import that ends without another start still owes an import', async () => {
  const { result, now, setImportOwed } = aSave(FIRST)
  now(false, FIRST)
  await waitFor(() => expect(result.current.joined).toBe(false))
  expect(setImportOwed).not.toHaveBeenCalled()
})

test('the last start is read from MAAS after the import has ended, not from what the gateway read before', async () => {
  const fresh: unknown[] = []
  vi.stubGlobal('fetch', async (_: string, { headers }: RequestInit) => {
    fresh.push(new Headers(headers).get(FRESH_HEADER))
    return Response.json(regionAnswer())
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const { client, result, now } = aSave(FIRST)
  onTestFinished(
    new QueryObserver(client, { ...regionQuery(), staleTime: Infinity }).subscribe(() => undefined),
  )
  now(false, FIRST)
  await waitFor(() => expect(result.current.joined).toBe(false))
  expect(fresh).toEqual(['1'])
})

test('a save that has started an import itself follows no import', () => {
  expect(aSave(undefined).result.current.joined).toBe(false)
})
