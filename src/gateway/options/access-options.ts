import type { SecretSource } from '#gateway/session/session-secret.ts'
import type { Values } from './option-table.ts'
import { type Environment, readVariable, type Wrong } from './parse-options.ts'

/** Whose API keys the gateway uses for MAAS. */
export type AccessOptions =
  /** The key of the embedded region's own user. */
  | { readonly kind: 'embedded' }
  /** `shared`: an address or name by which people on other machines reach the gateway; null: they cannot. */
  | { readonly kind: 'fixed'; readonly apiKey: string; readonly shared: string | null }
  | { readonly kind: 'sign-in'; readonly secret: SecretSource }

/** @param reachableAs addresses, names and proxies by which people on other machines reach the gateway */
export function readAccess(
  { maas, 'sign-in': signIn, 'shared-key': shared }: Pick<Values, 'maas' | 'sign-in' | 'shared-key'>,
  env: Environment,
  reachableAs: readonly string[],
): AccessOptions | Wrong {
  // the embedded region has its own key
  const key = maas === null ? { value: null } : readVariable('MAAS_API_KEY', env)
  if ('wrong' in key) return key
  const { value: apiKey } = key
  if (shared && apiKey === null) {
    return {
      wrong: '--shared-key shares the key in MAAS_API_KEY, so it needs --maas and MAAS_API_KEY.',
    }
  }
  if (apiKey === null) {
    if (maas === null && !signIn) return { kind: 'embedded' }
    const secret = readSecretSource(env)
    return 'wrong' in secret ? secret : { kind: 'sign-in', secret }
  }
  if (signIn) {
    return { wrong: 'With MAAS_API_KEY there is no sign-in. Leave out --sign-in, or unset MAAS_API_KEY.' }
  }
  const [address = null] = reachableAs
  if (address !== null && !shared) return { wrong: unshared(address) }
  return { kind: 'fixed', apiKey, shared: address }
}

const unshared = (address: string) =>
  `With MAAS_API_KEY there is no sign-in: anyone who can reach ${address} could do in MAAS whatever the owner of the key can. Unset MAAS_API_KEY so that users sign in; or leave out --host, --allow-host and --trusted-proxy and use an SSH tunnel; or add --shared-key to give those rights to everyone there.`

function readSecretSource(env: Environment): SecretSource | Wrong {
  const { MAAS_IMAGES_SECRET: given, MAAS_IMAGES_SECRET_FILE: path } = env
  if (given && path) return { wrong: 'Set MAAS_IMAGES_SECRET or MAAS_IMAGES_SECRET_FILE, not both.' }
  if (path) return { kind: 'file', path }
  const secret = readVariable('MAAS_IMAGES_SECRET', env)
  if ('wrong' in secret) return secret
  return secret.value === null ? { kind: 'generated' } : { kind: 'given', secret: secret.value }
}
