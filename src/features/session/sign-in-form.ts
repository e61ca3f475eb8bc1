import type { Credentials } from '#contract/session.ts'

/** The values of the form, including those of fields that are hidden at the moment. */
export type SignInForm = {
  readonly kind: Credentials['kind']
  readonly username: string
  readonly password: string
  readonly key: string
}
export type SignInErrors = { readonly username?: string; readonly password?: string; readonly key?: string }

export const EMPTY_SIGN_IN: SignInForm = { kind: 'password', username: '', password: '', key: '' }

/** The credentials to send, or the errors by field. */
export function readSignIn(form: SignInForm): { credentials: Credentials } | { errors: SignInErrors } {
  if (form.kind === 'api-key') {
    const key = form.key.trim()
    if (key === '') return { errors: { key: 'Paste an API key of your MAAS user.' } }
    if (!/^[^:\s]+:[^:\s]+:[^:\s]+$/.test(key)) {
      return { errors: { key: 'An API key has three parts separated by colons: consumer:token:secret.' } }
    }
    return { credentials: { kind: 'api-key', key } }
  }
  const username = form.username.trim()
  const errors: SignInErrors = {
    ...(username === '' && { username: 'Enter your MAAS user name.' }),
    ...(form.password === '' && { password: 'Enter your MAAS password.' }),
  }
  if (Object.keys(errors).length > 0) return { errors }
  return { credentials: { kind: 'password', username, password: form.password } }
}
