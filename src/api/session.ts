import { type QueryClient, type QueryFilters, mutationOptions, queryOptions } from '@tanstack/react-query'
import { type Credentials, type Session, session } from '#contract/session.ts'
import { openChannel } from '#api/store/channel.ts'
import { ApiError, holdReads, request } from './client.ts'

const PATH = '/gateway/session'
const KEY = ['session'] as const

/** The user whose credentials the page uses. Only signing in, signing out and `endSession` change it. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: async ({ client, signal }) => {
      const now = await request(PATH, session, { signal })
      const before = client.getQueryData<Session>(KEY)
      // another user signed in in another tab and must not see the previous user's data
      if (before && now.user && before.user?.username !== now.user.username) forgetWhatWasRead(client)
      return now
    },
    staleTime: Infinity,
    gcTime: Infinity,
  })

/** Signs in and drops everything that was read as another user. The password or key is not kept. */
export const signIn = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: Credentials) => request(PATH, session, { method: 'POST', body }),
    gcTime: 0,
    onSuccess: (signedIn) => startAnew(client, signedIn),
  })

/** Signs out. The page reads nothing meanwhile, and what it is still reading is canceled: the gateway would refuse it. */
export const signOut = (client: QueryClient) =>
  mutationOptions({
    onMutate: () => holdReads(),
    mutationFn: async () => {
      await client.cancelQueries(READ_AS_USER)
      return request(PATH, session, { method: 'DELETE' })
    },
    onSuccess: (signedOut) => startAnew(client, signedOut),
    // not awaited: the error is shown first
    onError: () => void client.refetchQueries({ ...READ_AS_USER, type: 'active', stale: true }),
    onSettled: (_, __, ___, readAgain) => readAgain?.(),
  })

function startAnew(client: QueryClient, now: Session): void {
  forgetWhatWasRead(client)
  client.setQueryData(sessionQuery().queryKey, now)
  tellOtherTabs()
}

const forgetWhatWasRead = (client: QueryClient): void => client.removeQueries(READ_AS_USER)

/** Everything but the session. */
const READ_AS_USER: Pick<QueryFilters, 'predicate'> = { predicate: ({ queryKey }) => queryKey[0] !== KEY[0] }

let channel: BroadcastChannel | null | undefined

/**
 * The tabs of a browser share the session, so each notifies the others of a change. There is only one channel per
 * tab, because a channel does not receive its own messages.
 */
function otherTabs(): BroadcastChannel | null {
  channel = channel === undefined ? openChannel('maas-images session') : channel
  return channel
}

function tellOtherTabs(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  otherTabs()?.postMessage('changed')
}

/**
 * Calls back when an answer shows that the session has ended, or when the user signs out in another tab; also follows
 * a sign-in there. Returns a function that unsubscribes.
 */
export function onSessionEnd(client: QueryClient, ended: () => void): () => void {
  const follow = async () => {
    const wasInside = !isSessionOver(client)
    await client.refetchQueries({ queryKey: KEY })
    if (wasInside && isSessionOver(client)) ended()
  }
  const onMessage = () => void follow()
  otherTabs()?.addEventListener('message', onMessage)
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return
    const { error } = event.action as { error: unknown }
    if (error instanceof ApiError && error.kind === 'signed-out') ended()
  })
  return () => {
    unsubscribe()
    otherTabs()?.removeEventListener('message', onMessage)
  }
}

/** Whether the session has ended. The page is then hidden until the next sign-in. */
export const isSessionOver = (client: QueryClient): boolean =>
  client.getQueryData<Session>(KEY)?.state === 'signed-out'

/** Records that the session has ended. Data that was read stays until the next sign-in. */
export const endSession = (client: QueryClient): void => {
  client.setQueryData(
    sessionQuery().queryKey,
    (before) => before && { ...before, state: 'signed-out' as const, user: null, expires: null },
  )
}
