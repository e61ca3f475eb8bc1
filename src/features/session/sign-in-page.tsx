import { useId, useState } from 'react'
import { messageOf } from '#api/client.ts'
import type { Session } from '#contract/session.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { TextField } from '#ui/text-field.tsx'
import type { SignInErrors, SignInForm } from './sign-in-form.ts'
import { useSignIn } from './use-sign-in.ts'

type Props = {
  session: Session
  /** A user was signed in on this page, and the session has ended. */
  lost: boolean
}

/** The sign-in page. It is shown in place of the requested page, so that signing in leads to that page. */
export function SignInPage({ session, lost }: Props) {
  const { form, errors, fields, isPending, error, edit, submit } = useSignIn(session)
  // a user who changes the method with the arrow keys keeps the focus on the radio buttons
  const [chosen, setChosen] = useState(false)
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
        <Method
          kind={form.kind}
          onChoose={(kind) => {
            setChosen(true)
            edit({ kind })
          }}
        />
        <Credentials form={form} errors={errors} takesFocus={!chosen} onChange={edit} />
        {error && (
          <Notice tone="negative" title="Could not sign in">
            {messageOf(error)}
          </Notice>
        )}
        <BusyButton type="submit" tone="positive" busy={isPending} busyLabel="Signing in…">
          Sign in
        </BusyButton>
      </form>
    </main>
  )
}

const METHODS = [
  ['password', 'User name and password'],
  ['api-key', 'API key'],
] as const

type MethodProps = { kind: SignInForm['kind']; onChoose: (kind: SignInForm['kind']) => void }

function Method({ kind, onChoose }: MethodProps) {
  const group = useId()
  return (
    <fieldset className="sign-in__way">
      <legend className="u-off-screen">Sign in with</legend>
      {METHODS.map(([one, label]) => (
        <label key={one} className="p-radio">
          <input
            type="radio"
            className="p-radio__input"
            name={group}
            checked={kind === one}
            onChange={() => onChoose(one)}
          />
          <span className="p-radio__label">{label}</span>
        </label>
      ))}
    </fieldset>
  )
}

type CredentialsProps = {
  form: SignInForm
  errors: SignInErrors
  takesFocus: boolean
  onChange: (change: Partial<SignInForm>) => void
}

function Credentials({ form, errors, takesFocus, onChange }: CredentialsProps) {
  return form.kind === 'password' ? (
    <>
      <TextField
        key="username"
        label="User name"
        error={errors.username}
        value={form.username}
        autoComplete="username"
        takesFocus={takesFocus}
        onChange={(username) => onChange({ username })}
      />
      <TextField
        label="Password"
        type="password"
        error={errors.password}
        value={form.password}
        autoComplete="current-password"
        hint="Used once to get an API key from MAAS, then discarded."
        onChange={(password) => onChange({ password })}
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
      onChange={(key) => onChange({ key })}
    />
  )
}
