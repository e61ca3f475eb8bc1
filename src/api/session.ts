import { type QueryClient, mutationOptions, queryOptions } from '@tanstack/react-query'
import { type Credentials, type Session, session } from '#contract/session.ts'
import { ApiError, request } from './client.ts'

const PATH = '/gateway/session'

/** Who the page speaks to MAAS as. It changes only by signing in and out, and by `endSession`. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => request(PATH, session, { signal }),
    staleTime: Infinity,
    gcTime: Infinity,
  })

/** Signs in; what was read as somebody else is forgotten. The password or key is not kept. */
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
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  client.setQueryData(sessionQuery().queryKey, now)
}

/** Calls back when an answer says that nobody is signed in any more; returns how to stop that. */
export const onSessionEnd = (client: QueryClient, ended: () => void): (() => void) =>
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return
    const { error } = event.action as { error: unknown }
    if (error instanceof ApiError && error.kind === 'signed-out') ended()
  })

/** Whether somebody was signed in and is not any more: what is shown goes away, and comes back after the sign-in. */
export const isSessionOver = (client: QueryClient): boolean =>
  client.getQueryData(sessionQuery().queryKey)?.state === 'signed-out'

/** Notes that nobody is signed in any more. What was read stays until somebody signs in. */
export const endSession = (client: QueryClient): void => {
  client.setQueryData(
    sessionQuery().queryKey,
    (before) => before && { ...before, state: 'signed-out' as const, user: null, expires: null },
  )
}
