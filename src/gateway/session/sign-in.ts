import * as z from 'zod/mini'
import type { Credentials } from '#contract/session.ts'
import { encodeForm } from '#gateway/answers/encode.ts'
import { type ApiKey, parseApiKey } from '#gateway/region/oauth.ts'
import { parseJson } from '#lib/parse-json.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { MaasRegion } from '#gateway/region/region-client.ts'
import type { Sealed } from './session-seal.ts'
import { whoami } from '#gateway/answers/whoami.ts'

/** MAAS lists the key under this name among the user's API keys, and returns the same key next time. */
const CONSUMER = 'MAAS Images'

/** `POST accounts/authenticate/`, as recorded. */
const givenKey = z.object({ consumer_key: z.string(), token_key: z.string(), token_secret: z.string() })

/** The user and key for these credentials, confirmed by a call to MAAS with the key. Throws a Refusal. */
export async function signIn(region: MaasRegion, given: Credentials): Promise<Pick<Sealed, 'key' | 'user'>> {
  const key = given.kind === 'password' ? await keyOf(region, given) : readKey(given.key)
  const { username, is_superuser: admin } = await whoami(region.as(key)).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'unauthorized' ? refused(given.kind) : error
  })
  return { key, user: { username, admin } }
}

/** The user that an attempt counts for: the name in any spelling, or the public part of a key. */
export const triedUser = (given: Credentials): string =>
  given.kind === 'password'
    ? `name ${given.username.normalize('NFKC').trim().toLowerCase()}`
    : `key ${readKey(given.key).consumer}`

/** The exact user name or key of a sign-in: `Admin` and `admin` may be two users. */
export const claimedBy = (given: Credentials): string =>
  given.kind === 'password' ? claimedName(given.username) : triedUser(given)

/** The result of `claimedBy` for this user with a password. */
export const claimedName = (username: string) => `name ${username}`

function readKey(text: string): ApiKey {
  const key = parseApiKey(text)
  if (key) return key
  const message = 'A MAAS API key has three parts separated by colons: consumer:token:secret. Copy all of it.'
  throw new Refusal(400, 'bad-request', message, { key: [message] })
}

async function keyOf(
  region: MaasRegion,
  { username, password }: Extract<Credentials, { kind: 'password' }>,
): Promise<ApiKey> {
  const form = encodeForm({ username, password, consumer: CONSUMER })
  const { text } = await region.post('accounts/authenticate/', form).catch(failed)
  const { consumer_key: consumer, token_key: token, token_secret: secret } = parseKey(text)
  // checked like any other key, so that it cannot break a header
  const key = parseApiKey(`${consumer}:${token}:${secret}`)
  if (!key) throw noKey()
  return key
}

function parseKey(text: string): z.infer<typeof givenKey> {
  const { data } = givenKey.safeParse(parseJson(text))
  // the answer may contain the key, so the error does not repeat it
  if (!data) throw noKey()
  return data
}

const noKey = () =>
  new Refusal(
    502,
    'region-unreadable',
    'MAAS answered the sign-in in a form that this page does not understand. Sign in with an API key instead.',
  )

/** For `catch`: only our own messages, because those of MAAS may repeat the password. */
function failed(error: unknown): never {
  if (!(error instanceof Refusal)) throw error
  const { code, status } = error
  if (code === 'forbidden') throw refused('password')
  if (code === 'not-found' || code === 'unauthorized' || status === 405) throw noPasswords()
  if (code === 'region-unreachable' || code === 'region-unreadable' || status === 429) throw error
  const message = 'MAAS failed during sign-in. Try again, or sign in with an API key.'
  throw new Refusal(502, 'region-refused', message)
}

const noPasswords = () =>
  new Refusal(
    502,
    'region-refused',
    'This MAAS does not issue API keys for a user name and password. Sign in with an API key instead (in MAAS: your user name, then API keys).',
  )

const refused = (kind: Credentials['kind']) =>
  new Refusal(
    403,
    'sign-in-refused',
    kind === 'password'
      ? 'MAAS has no active user with this name and password. Both are case-sensitive. Anyone who signs in to MAAS through another service needs an API key here.'
      : 'MAAS does not accept this API key. It may have been deleted: copy a current one (in MAAS: your user name, then API keys).',
  )
