import type { Access } from './access-options.ts'
import { isLoopback } from '#gateway/http/security.ts'

type Start = {
  readonly access: Access
  readonly host: string
  /** The region is the embedded one. */
  readonly embedded: boolean
  /** The page comes over TLS, from the gateway itself or from a proxy that is trusted. */
  readonly secure: boolean
}

/** What who starts the gateway should know about who can do what through it, in sentences for the terminal. */
export function startNotices({ access, host, embedded, secure }: Start): string[] {
  const notices: string[] = []
  const open = !isLoopback(host)
  if (access.kind === 'sign-in' && open && !secure) {
    notices.push(
      `Warning: ${host} is served without TLS, so passwords and API keys travel in the clear from the browser to this gateway. Serve it over TLS, or leave out --host and reach it through an SSH tunnel.`,
    )
  }
  if (access.kind === 'sign-in' && embedded) {
    notices.push('Sign in as admin, or as operator, who may only look; the passwords are the names.')
  }
  if (access.kind === 'fixed' && access.shared !== null) {
    notices.push(
      `Warning: everybody who reaches ${access.shared} can do in MAAS what the owner of MAAS_API_KEY may (--shared-key).`,
    )
  }
  if (access.kind === 'sign-in' && access.secret.kind === 'generated') {
    notices.push(
      'Who signs in is signed out when this process ends. To keep sessions over a restart, or to share them between gateways, set MAAS_IMAGES_SECRET or MAAS_IMAGES_SECRET_FILE.',
    )
  }
  return notices
}
