import { isLoopback } from '#gateway/http/security.ts'
import type { AccessOptions } from './access-options.ts'

type Start = {
  readonly access: AccessOptions
  readonly host: string
  /** The region is the embedded one. */
  readonly embedded: boolean
  /** The page is served over TLS, by the gateway itself or by a trusted proxy. */
  readonly secure: boolean
}

/** Sentences for the terminal: what the administrator should know at the start about access and sign-in. */
export function startNotices({ access, host, embedded, secure }: Start): string[] {
  const notices: string[] = []
  const open = !isLoopback(host)
  if (access.kind === 'sign-in' && open && !secure) {
    notices.push(
      `Warning: ${host} is served without TLS, so passwords and API keys travel unencrypted from the browser to this gateway. Serve it over TLS, or leave out --host and use an SSH tunnel.`,
    )
  }
  if (access.kind === 'sign-in' && embedded) {
    notices.push(
      'Sign in as admin, or as operator, who has read-only access. Each password is the user name.',
    )
  }
  if (access.kind === 'fixed' && access.shared !== null) {
    notices.push(
      `Warning: anyone who can reach ${access.shared} can do in MAAS whatever the owner of MAAS_API_KEY can (--shared-key).`,
    )
  }
  if (access.kind === 'sign-in' && access.secret.kind === 'generated') {
    notices.push(
      'Sessions end when this process stops. To keep them across restarts, or to share them between gateways, set MAAS_IMAGES_SECRET or MAAS_IMAGES_SECRET_FILE.',
    )
  }
  return notices
}
