import type { Credentials } from '#contract/session.ts'

/** What the form holds; what is not asked for at the moment is kept. */
export type SignInForm = {
  readonly kind: Credentials['kind']
  readonly username: string
  readonly password: string
  readonly key: string
}
export type SignInErrors = { readonly username?: string; readonly password?: string; readonly key?: string }

export const EMPTY_SIGN_IN: SignInForm = { kind: 'password', username: '', password: '', key: '' }

/** What to send, or what is missing, by field. */
export function readSignIn(form: SignInForm): { credentials: Credentials } | { errors: SignInErrors } {
  if (form.kind === 'api-key') {
    const key = form.key.trim()
    if (key === '') return { errors: { key: 'Paste an API key of your MAAS user.' } }
    if (!/^[^:\s]+:[^:\s]+:[^:\s]+$/.test(key)) {
      return { errors: { key: 'An API key has three parts with colons between: consumer:token:secret.' } }
    }
    return { credentials: { kind: 'api-key', key } }
  }
  const username = form.username.trim()
  const errors: SignInErrors = {
    ...(username === '' && { username: 'Give your MAAS user name.' }),
    ...(form.password === '' && { password: 'Give your MAAS password.' }),
  }
  if (Object.keys(errors).length > 0) return { errors }
  return { credentials: { kind: 'password', username, password: form.password } }
}
