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
  /** A user was signed in on this page, and the session has ended. */
  lost: boolean
}

/** The sign-in page. It is shown in place of the requested page, so that signing in leads to that page. */
export function SignInPage({ session, lost }: Props) {
  const client = useQueryClient()
  const [form, setForm] = useState<SignInForm>(EMPTY_SIGN_IN)
  const [errors, setErrors] = useState<SignInErrors>({})
  const order = useMutation(signIn(client))
  const group = useId()
  const fields = useRef<HTMLFormElement>(null)
  // a user who changes the method with the arrow keys keeps the focus on the radio buttons
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
    // the region may answer again by now
    if (session.region.error !== null) void client.refetchQueries(sessionQuery())
  }
  return (
    <main id="main" tabIndex={-1} className="sign-in">
      <title>Sign in | MAAS</title>
      <h1 className="p-heading--3">Sign in</h1>
      <p>
        Use your account on the MAAS at {session.region.address}
        {session.region.version !== null && ` (${session.region.version})`}.
      </p>
      {session.region.error !== null && (
        <Notice tone="caution" title="This MAAS does not answer">
          {session.region.error}
        </Notice>
      )}
      {lost && (
        <Notice tone="information" title="You are signed out">
          Your session has ended, or MAAS no longer accepts its API key. Your unsaved changes are kept. Sign
          in to continue where you left off.
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
              hint="Used once to get an API key from MAAS, then discarded."
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
            hint="Format: consumer:token:secret. Find it in your MAAS preferences, or run: maas apikey --username NAME"
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
