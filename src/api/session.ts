import { type QueryClient, mutationOptions, queryOptions } from '@tanstack/react-query'
import { type Credentials, type Session, session } from '#contract/session.ts'
import { openChannel } from '#api/store/channel.ts'
import { ApiError, request } from './client.ts'

const PATH = '/gateway/session'
const KEY = ['session'] as const

/** Who the page speaks to MAAS as. It changes only by signing in and out, and by `endSession`. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: async ({ client, signal }) => {
      const now = await request(PATH, session, { signal })
      const before = client.getQueryData<Session>(KEY)
      // someone else signed in elsewhere: what the one before was shown is not theirs
      if (before && now.user && before.user?.username !== now.user.username) forgetWhatWasRead(client)
      return now
    },
    staleTime: Infinity,
    gcTime: Infinity,
  })

/** Signs in; what was read as someone else is forgotten. The password or key is not kept. */
export const signIn = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: Credentials) => request(PATH, session, { method: 'POST', body }),
    gcTime: 0,
    onSuccess: (signedIn) => startAnew(client, signedIn),
  })

export const signOut = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => request(PATH, session, { method: 'DELETE' }),
    onSuccess: (signedOut) => startAnew(client, signedOut),
  })

function startAnew(client: QueryClient, now: Session): void {
  forgetWhatWasRead(client)
  client.setQueryData(sessionQuery().queryKey, now)
  tellOtherTabs()
}

const forgetWhatWasRead = (client: QueryClient): void =>
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] })

let channel: BroadcastChannel | null | undefined

/** Tabs of one browser share the session: each tells the others when it changes. One channel, for it spares itself. */
function otherTabs(): BroadcastChannel | null {
  channel = channel === undefined ? openChannel('maas-images session') : channel
  return channel
}

function tellOtherTabs(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  otherTabs()?.postMessage('changed')
}

/**
 * Calls back when an answer says that nobody is signed in any more, or somebody signed out in another tab, and follows
 * who signs in there; returns how to stop that.
 */
export function onSessionEnd(client: QueryClient, ended: () => void): () => void {
  const follow = async () => {
    const wasInside = !isSessionOver(client)
    await client.refetchQueries({ queryKey: KEY })
    if (wasInside && isSessionOver(client)) ended()
  }
  const told = () => void follow()
  otherTabs()?.addEventListener('message', told)
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return
    const { error } = event.action as { error: unknown }
    if (error instanceof ApiError && error.kind === 'signed-out') ended()
  })
  return () => {
    unsubscribe()
    otherTabs()?.removeEventListener('message', told)
  }
}

/** Whether somebody was signed in and is not any more: what is shown goes away, and comes back after the sign-in. */
export const isSessionOver = (client: QueryClient): boolean =>
  client.getQueryData<Session>(KEY)?.state === 'signed-out'

/** Notes that nobody is signed in any more. What was read stays until somebody signs in. */
export const endSession = (client: QueryClient): void => {
  client.setQueryData(
    sessionQuery().queryKey,
    (before) => before && { ...before, state: 'signed-out' as const, user: null, expires: null },
  )
}
