import { parseApiKey } from '#gateway/region/oauth.ts'
import { type SecretSource, SHORTEST_SECRET, tooShort } from '#gateway/session/session-secret.ts'

/** With whose keys the gateway shall ask MAAS. */
export type Access =
  /** That of the embedded region's own user. */
  | { readonly kind: 'embedded' }
  /** `shared`: by which address or name others than people on this machine reach it; null: by none. */
  | { readonly kind: 'fixed'; readonly apiKey: string; readonly shared: string | null }
  | { readonly kind: 'sign-in'; readonly secret: SecretSource }

/** For parseArgs. */
export const ACCESS_FLAGS = {
  'sign-in': { type: 'boolean' },
  'shared-key': { type: 'boolean' },
} as const
type Values = { readonly [Flag in keyof typeof ACCESS_FLAGS]?: boolean | undefined }
type Where = {
  readonly maas: boolean
  /** Addresses, names and proxies by which others than people on this machine reach the gateway. */
  readonly doors: readonly string[]
}

/** Arguments and environment, checked. `wrong` is a sentence for the terminal. */
export function readAccess(
  values: Values,
  env: Readonly<Record<string, string | undefined>>,
  { maas, doors }: Where,
): Access | { wrong: string } {
  const apiKey = (maas && env['MAAS_API_KEY']) || null
  const { 'sign-in': signIn = false, 'shared-key': shared = false } = values
  if (shared && apiKey === null) {
    return {
      wrong: '--shared-key shares the key in MAAS_API_KEY with everybody; it needs --maas and that key.',
    }
  }
  if (apiKey === null) {
    if (!maas && !signIn) return { kind: 'embedded' }
    const secret = readSecretSource(env)
    return 'wrong' in secret ? secret : { kind: 'sign-in', secret }
  }
  if (signIn) {
    return { wrong: 'With MAAS_API_KEY no one signs in. Leave out --sign-in, or unset MAAS_API_KEY.' }
  }
  if (!parseApiKey(apiKey)) return { wrong: 'MAAS_API_KEY must have the form consumer:token:secret.' }
  const [door = null] = doors
  if (door !== null && !shared) {
    return {
      wrong: `With MAAS_API_KEY there is no sign-in: everybody who reaches ${door} could do in MAAS what its owner may. Unset MAAS_API_KEY, so that everybody signs in; or leave out --host, --allow-host and --trusted-proxy and reach it through an SSH tunnel; or add --shared-key if everybody there shall have those rights.`,
    }
  }
  return { kind: 'fixed', apiKey, shared: door }
}

function readSecretSource(
  env: Readonly<Record<string, string | undefined>>,
): SecretSource | { wrong: string } {
  const { MAAS_IMAGES_SECRET: secret, MAAS_IMAGES_SECRET_FILE: path } = env
  if (secret && path) return { wrong: 'Set MAAS_IMAGES_SECRET or MAAS_IMAGES_SECRET_FILE, not both.' }
  if (path) return { kind: 'file', path }
  if (!secret) return { kind: 'generated' }
  return secret.length < SHORTEST_SECRET
    ? { wrong: tooShort('MAAS_IMAGES_SECRET') }
    : { kind: 'given', secret }
}
