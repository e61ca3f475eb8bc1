import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Fragment, useEffect, useRef, useState, type ReactNode } from 'react'
import { messageOf } from '#api/client.ts'
import { endSession, onSessionEnd, sessionQuery } from '#api/session.ts'
import { mayRequireSignIn } from '#api/sign-in-setting.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { lazyPage } from '#ui/lazy/lazy-part.tsx'
import { focusMain } from './focus-main.ts'

const SignInPage = lazyPage(() => import('./sign-in-page.tsx').then((m) => m.SignInPage))
const Welcome = lazyPage(() => import('./welcome.tsx').then((m) => m.Welcome))

/** Whether the page may read from MAAS: a user is signed in, or no sign-in is required. */
export function useIsInside(): boolean {
  const { data } = useQuery({ ...sessionQuery(), enabled: mayRequireSignIn })
  return !mayRequireSignIn() || (data !== undefined && (data.way !== 'sign-in' || data.state === 'signed-in'))
}

/** Shows the page to a signed-in user, and the sign-in page to anyone else. The URL does not change. */
export function SessionGate({ children }: { children: ReactNode }) {
  return mayRequireSignIn() ? <Gate>{children}</Gate> : children
}

function Gate({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const { data: session, error, refetch, isFetching } = useQuery(sessionQuery())
  const [lost, setLost] = useState(false)
  const [sawSignIn, setSawSignIn] = useState(false)
  useEffect(
    () =>
      onSessionEnd(client, () => {
        setLost(true)
        endSession(client)
      }),
    [client],
  )
  const signedOut = session?.way === 'sign-in' && session.state === 'signed-out'
  // only a user who has just signed in sees the welcome page
  if (signedOut && !sawSignIn) setSawSignIn(true)
  const user = session?.user ?? null
  if (user && lost) setLost(false)

  const welcomed = sawSignIn && user !== null && !user.admin
  const stage = !session ? null : signedOut ? 'sign-in' : welcomed ? 'welcome' : 'inside'
  const stageBefore = useRef(stage)
  useEffect(() => {
    const before = stageBefore.current
    stageBefore.current = stage
    // the button that had the focus is gone, so the focus moves to the new content
    return before === null || before === stage || stage === 'sign-in' ? undefined : focusMain()
  }, [stage])

  if (error && !session) {
    return (
      <main id="main" tabIndex={-1} className="sign-in">
        <h1 className="p-heading--3">Could not check your session</h1>
        <p role="alert">{messageOf(error)}</p>
        <BusyButton tone="positive" busy={isFetching} onClick={() => void refetch()}>
          Try again
        </BusyButton>
      </main>
    )
  }
  if (!session) {
    return (
      <main id="main" tabIndex={-1} className="sign-in">
        <p role="status">Checking your session…</p>
      </main>
    )
  }
  if (signedOut) {
    return <SignInPage session={session} lost={lost} />
  }
  if (welcomed) {
    return <Welcome username={user.username} onGoOn={() => setSawSignIn(false)} />
  }
  return <Fragment key={user?.username}>{children}</Fragment>
}
