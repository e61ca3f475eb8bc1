import * as z from 'zod/mini'
import type { Credentials } from '#contract/session.ts'
import { encodeForm } from '#gateway/answers/encode.ts'
import { type ApiKey, parseApiKey } from '#gateway/region/oauth.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Region } from '#gateway/region/region-client.ts'
import type { Sealed } from './session-seal.ts'
import { whoami } from '#gateway/region/whoami.ts'

/** Under this name MAAS lists the key among a person's API keys; it gives the same one the next time. */
const CONSUMER = 'MAAS Images'

/** `POST accounts/authenticate/`, as recorded. */
const givenKey = z.object({ consumer_key: z.string(), token_key: z.string(), token_secret: z.string() })

/** The person behind what was typed at sign-in, proven by asking MAAS with their key. Throws a Refusal. */
export async function signIn(region: Region, given: Credentials): Promise<Pick<Sealed, 'key' | 'user'>> {
  const key = given.kind === 'password' ? await keyOf(region, given) : readKey(given.key)
  const { username, is_superuser: admin } = await whoami(region.as(key)).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'unauthorised' ? refused(given.kind) : error
  })
  return { key, user: { username, admin } }
}

/** Whom a try counts for: the name, however it is written, or the part of a key that is no secret. */
export const triedUser = (given: Credentials): string =>
  given.kind === 'password'
    ? `name ${given.username.normalize('NFKC').trim().toLowerCase()}`
    : `key ${readKey(given.key).consumer}`

/** The user or key that a sign-in claims to be, to the letter: `Admin` and `admin` may be two users. */
export const claimedBy = (given: Credentials): string =>
  given.kind === 'password' ? nameOf(given.username) : triedUser(given)

/** What `claimedBy` says of a password for this user. */
export const nameOf = (username: string) => `name ${username}`

function readKey(text: string): ApiKey {
  const key = parseApiKey(text)
  if (key) return key
  const message = 'A MAAS API key has three parts separated by colons: consumer:token:secret. Copy all of it.'
  throw new Refusal(400, 'bad-request', message, { key: [message] })
}

async function keyOf(
  region: Region,
  { username, password }: Extract<Credentials, { kind: 'password' }>,
): Promise<ApiKey> {
  const form = encodeForm({ username, password, consumer: CONSUMER })
  const { text } = await region.post('accounts/authenticate/', form).catch(failed)
  const { consumer_key: consumer, token_key: token, token_secret: secret } = understand(text)
  // as any other key, so that it cannot hold what would break a header
  const key = parseApiKey(`${consumer}:${token}:${secret}`)
  if (!key) throw noKey()
  return key
}

function understand(text: string): z.infer<typeof givenKey> {
  try {
    return givenKey.parse(JSON.parse(text))
  } catch {
    // what was said may hold the key: it is not part of the error
    throw noKey()
  }
}

const noKey = () =>
  new Refusal(
    502,
    'region-unreadable',
    'MAAS answered the sign-in in a form this page does not understand. Sign in with an API key instead.',
  )

/** For `catch`: only sentences of our own, for what MAAS says may repeat the password. */
function failed(error: unknown): never {
  if (!(error instanceof Refusal)) throw error
  const { code, status } = error
  if (code === 'forbidden') throw refused('password')
  if (code === 'not-found' || code === 'unauthorised' || status === 405) throw noPasswords()
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
