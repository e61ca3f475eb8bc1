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

/** Whether MAAS may be asked for anything: somebody is signed in, or nobody needs to be. */
export function useIsInside(): boolean {
  const { data } = useQuery({ ...sessionQuery(), enabled: mayRequireSignIn })
  return !mayRequireSignIn() || (data !== undefined && (data.way !== 'sign-in' || data.state === 'signed-in'))
}

/** Lets through who is signed in, and asks all others to. What the address asks for stays in the address. */
export function SessionGate({ children }: { children: ReactNode }) {
  return mayRequireSignIn() ? <Gate>{children}</Gate> : children
}

function Gate({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const { data: session, error, refetch, isFetching } = useQuery(sessionQuery())
  const [lost, setLost] = useState(false)
  const [asked, setAsked] = useState(false)
  useEffect(
    () =>
      onSessionEnd(client, () => {
        setLost(true)
        endSession(client)
      }),
    [client],
  )
  const signedOut = session?.way === 'sign-in' && session.state === 'signed-out'
  // who has just signed in is told what the key allows
  if (signedOut && !asked) setAsked(true)
  const user = session?.user ?? null
  if (user && lost) setLost(false)

  const welcomed = asked && user !== null && !user.admin
  const stage = !session ? null : signedOut ? 'sign-in' : welcomed ? 'welcome' : 'inside'
  const stageBefore = useRef(stage)
  useEffect(() => {
    const before = stageBefore.current
    stageBefore.current = stage
    // the button that was pressed is gone: a keyboard goes on at what comes instead
    return before === null || before === stage || stage === 'sign-in' ? undefined : focusMain()
  }, [stage])

  if (error && !session) {
    return (
      <main id="main" tabIndex={-1} className="sign-in">
        <h1 className="p-heading--3">The gateway does not say who is signed in</h1>
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
    return <Welcome username={user.username} onGoOn={() => setAsked(false)} />
  }
  return <Fragment key={user?.username}>{children}</Fragment>
}
