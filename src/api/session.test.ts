import { MutationObserver, QueryClient } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import type { Session } from '#contract/session.ts'
import { anyAnswer, request } from './client.ts'
import { sessionQuery, signIn, signOut } from './session.ts'

afterEach(() => vi.unstubAllGlobals())

const sessionOf = (username: string): Session => ({
  state: 'signed-in',
  way: 'sign-in',
  user: { username, admin: true },
  region: { address: 'http://maas.example.com:5240/MAAS', version: '3.5.13', error: null },
  expires: null,
})
const READ = ['images', 'region']

/** A page on which ann has read data, with a gateway that reports who is signed in now. */
function aPage(now: string) {
  vi.stubGlobal('fetch', async () => Response.json(sessionOf(now)))
  const client = new QueryClient()
  client.setQueryData(sessionQuery().queryKey, sessionOf('ann'))
  client.setQueryData(READ, 'what ann was shown')
  return client
}

test('the data of one user is dropped when another user has signed in in another tab', async () => {
  const client = aPage('bob')
  await client.fetchQuery({ ...sessionQuery(), staleTime: 0 })
  expect(client.getQueryData(READ)).toBeUndefined()
})

test('the data of a user is kept while the user stays signed in', async () => {
  const client = aPage('ann')
  await client.fetchQuery({ ...sessionQuery(), staleTime: 0 })
  expect(client.getQueryData(READ)).toBe('what ann was shown')
})

test('data from before a sign-in on this page is dropped', async () => {
  const client = aPage('bob')
  const credentials = { kind: 'password', username: 'bob', password: 'secret' } as const
  await new MutationObserver(client, signIn(client)).mutate(credentials)
  expect(client.getQueryData(READ)).toBeUndefined()
  expect(client.getQueryData(sessionQuery().queryKey)?.user?.username).toBe('bob')
})

test('signing out first cancels what is still being read', async () => {
  const client = aPage('ann')
  let isCanceled = false
  const reading = client
    .fetchQuery({
      queryKey: ['images', 'files'],
      queryFn: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            isCanceled = true
            reject(new Error('canceled'))
          })
        }),
    })
    .catch(() => undefined)
  const whenAsked: boolean[] = []
  vi.stubGlobal('fetch', async () => {
    whenAsked.push(isCanceled)
    return Response.json({ ...sessionOf('ann'), state: 'signed-out', user: null })
  })
  await new MutationObserver(client, signOut(client)).mutate()
  await reading
  expect(whenAsked).toEqual([true])
})

test.each([
  ['is read only after it if MAAS is away', 503, 1],
  ['is not read at all', 200, 0],
])('what the page wants to read while it signs out %s', async (_, status, reads) => {
  const client = aPage('ann')
  let answer: () => void = () => undefined
  const isAnswered = new Promise<void>((resolve) => (answer = resolve))
  const sent: string[] = []
  vi.stubGlobal('fetch', async (_path: string, { method = '' }: RequestInit) => {
    sent.push(method)
    if (method !== 'DELETE') return Response.json('what ann was shown')
    await isAnswered
    return Response.json({ ...sessionOf('ann'), state: 'signed-out', user: null }, { status })
  })
  const leaving = new MutationObserver(client, signOut(client)).mutate().catch(() => undefined)
  await vi.waitFor(() => expect(sent).toEqual(['DELETE']))
  const reading = client
    .fetchQuery({
      queryKey: ['images', 'files'],
      queryFn: ({ signal }) => request('/gateway/files', anyAnswer, { signal }),
    })
    .catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve))
  expect(sent).toEqual(['DELETE'])
  answer()
  await Promise.all([leaving, reading])
  expect(sent.slice(1)).toHaveLength(reads)
})
