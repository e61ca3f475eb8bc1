import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ApiError } from '#api/client.ts'
import { sessionQuery, signIn } from '#api/session.ts'
import type { Session } from '#contract/session.ts'
import { EMPTY_SIGN_IN, readSignIn, type SignInErrors, type SignInForm } from './sign-in-form.ts'

/** The entries of the sign-in form, and signing in with them. */
export function useSignIn(session: Session) {
  const client = useQueryClient()
  const [form, setForm] = useState<SignInForm>(EMPTY_SIGN_IN)
  const [errors, setErrors] = useState<SignInErrors>({})
  const order = useMutation(signIn(client))
  const fields = useRef<HTMLFormElement>(null)

  const refused = (error: unknown) => {
    if (error instanceof ApiError && error.status === 403) {
      const secret = fields.current?.querySelector<HTMLInputElement>('input[type="password"]')
      secret?.focus()
      secret?.select()
    }
    // the region may answer again by now
    if (session.region.error !== null) void client.refetchQueries(sessionQuery())
  }
  return {
    form,
    errors,
    /** For the form: a wrong field gets the focus. */
    fields,
    isPending: order.isPending,
    /** Why MAAS or the gateway refused; null: it has not. */
    error: order.error,
    edit: (change: Partial<SignInForm>) => {
      setForm({ ...form, ...change })
      setErrors({})
    },
    submit: () => {
      if (order.isPending) return
      const read = readSignIn(form)
      flushSync(() => setErrors('errors' in read ? read.errors : {}))
      fields.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus()
      if ('credentials' in read) order.mutate(read.credentials, { onError: refused })
    },
  }
}
