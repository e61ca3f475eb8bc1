import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ApiError, messageOf } from '#api/client.ts'
import { sessionQuery, signIn } from '#api/session.ts'
import type { Session } from '#contract/session.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { TextField } from '#ui/text-field.tsx'
import { EMPTY_SIGN_IN, readSignIn, type SignInErrors, type SignInForm } from './sign-in-form.ts'

type Props = {
  session: Session
  /** Somebody was signed in on this page, and is not any more. */
  lost: boolean
}

/** Asks who is there. Stands in place of the page that was asked for, so that signing in leads on to it. */
export function SignInPage({ session, lost }: Props) {
  const client = useQueryClient()
  const [form, setForm] = useState<SignInForm>(EMPTY_SIGN_IN)
  const [errors, setErrors] = useState<SignInErrors>({})
  const order = useMutation(signIn(client))
  const group = useId()
  const fields = useRef<HTMLFormElement>(null)
  // somebody who chooses the other way by the arrow keys keeps the focus there
  const [chosen, setChosen] = useState(false)

  const edit = (change: Partial<SignInForm>) => {
    setForm({ ...form, ...change })
    setErrors({})
  }
  const submit = () => {
    if (order.isPending) return
    const read = readSignIn(form)
    flushSync(() => setErrors('errors' in read ? read.errors : {}))
    fields.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus()
    if ('credentials' in read) order.mutate(read.credentials, { onError: refused })
  }
  const refused = (error: unknown) => {
    if (error instanceof ApiError && error.status === 403) {
      const secret = fields.current?.querySelector<HTMLInputElement>('input[type="password"]')
      secret?.focus()
      secret?.select()
    }
    // it may answer by now
    if (session.region.error !== null) void client.refetchQueries(sessionQuery())
  }
  return (
    <main id="main" tabIndex={-1} className="sign-in">
      <title>Sign in | MAAS</title>
      <h1 className="p-heading--3">Sign in</h1>
      <p>
        To the MAAS at {session.region.address}
        {session.region.version !== null && ` (${session.region.version})`}.
      </p>
      {session.region.error !== null && (
        <Notice tone="caution" title="This MAAS does not answer now">
          {session.region.error}
        </Notice>
      )}
      {lost && (
        <Notice tone="information" title="You are signed out">
          The session has ended, or MAAS does not accept its key any more. Nothing that you ticked is lost:
          sign in to go on where you were.
        </Notice>
      )}
      <form
        ref={fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <fieldset className="sign-in__way">
          <legend className="u-off-screen">Sign in with</legend>
          {(
            [
              ['password', 'User name and password'],
              ['api-key', 'API key'],
            ] as const
          ).map(([kind, label]) => (
            <label key={kind} className="p-radio">
              <input
                type="radio"
                className="p-radio__input"
                name={group}
                checked={form.kind === kind}
                onChange={() => {
                  setChosen(true)
                  edit({ kind })
                }}
              />
              <span className="p-radio__label">{label}</span>
            </label>
          ))}
        </fieldset>
        {form.kind === 'password' ? (
          <>
            <TextField
              key="username"
              label="User name"
              error={errors.username}
              value={form.username}
              autoComplete="username"
              takesFocus={!chosen}
              onChange={(username) => edit({ username })}
            />
            <TextField
              label="Password"
              type="password"
              error={errors.password}
              value={form.password}
              autoComplete="current-password"
              hint="It is used once, to get an API key from MAAS, and not kept."
              onChange={(password) => edit({ password })}
            />
          </>
        ) : (
          <TextField
            key="key"
            label="API key"
            type="password"
            error={errors.key}
            value={form.key}
            hint="consumer:token:secret, from your preferences in MAAS or from: maas apikey --username NAME"
            onChange={(key) => edit({ key })}
          />
        )}
        {order.error && (
          <Notice tone="negative" title="Could not sign in">
            {messageOf(order.error)}
          </Notice>
        )}
        <BusyButton type="submit" tone="positive" busy={order.isPending} busyLabel="Signing in…">
          Sign in
        </BusyButton>
      </form>
    </main>
  )
}
