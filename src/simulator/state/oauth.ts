import type { User } from './state.ts'

/** How many seconds a request's clock may be behind. A clock that is ahead is accepted. */
const PATIENCE = 300

const NEEDED = [
  'oauth_consumer_key',
  'oauth_token',
  'oauth_signature',
  'oauth_signature_method',
  'oauth_timestamp',
  'oauth_nonce',
]

type Verdict =
  | { kind: 'user'; user: User }
  /** There is no signature to check: MAAS treats the request as anonymous. */
  | { kind: 'anonymous' }
  /** The text after "Authorization Error: ". */
  | { kind: 'wrong'; message: string }

/** Checks OAuth 1.0 PLAINTEXT signatures as MAAS does, in its order. Stores nonces. */
export function createOAuthCheck(users: () => readonly User[], wall: () => number) {
  const nonces = new Map<string, number>()

  return (header: string | null, query: URLSearchParams): Verdict => {
    const sent = oauthParameters(header, query)
    const value = (name: string) => sent.get(name) ?? ''
    if (NEEDED.some((name) => !sent.has(name))) return { kind: 'anonymous' }

    const keys = users().flatMap((user) => user.keys.map((key) => ({ user, key })))
    const ofConsumer = keys.filter(({ key }) => key.consumer === value('oauth_consumer_key'))
    if (ofConsumer.length === 0) return wrong('Invalid API key.')
    const owner = ofConsumer.find(({ key }) => key.token === value('oauth_token'))
    if (owner === undefined) return wrong(`'Invalid access token: ${value('oauth_token')}'`)

    const now = Math.floor(wall() / 1000)
    const given = Number(value('oauth_timestamp'))
    if (now - given > PATIENCE)
      return wrong(
        `'Expired timestamp: given ${given} and now ${now} has a greater difference than threshold ${PATIENCE}'`,
      )

    const nonce = `${owner.key.consumer} ${owner.key.token} ${value('oauth_nonce')}`
    if (nonces.has(nonce)) return wrong(`'Nonce already used: ${value('oauth_nonce')}'`)
    forgetOld(nonces, now)
    nonces.set(nonce, Math.max(now, given))

    const method = value('oauth_signature_method')
    // MAAS also supports HMAC-SHA1, but no client of images needs it
    if (method !== 'PLAINTEXT')
      return wrong(
        `'Signature method ${method} not supported try one of the following: PLAINTEXT, HMAC-SHA1'`,
      )

    const expected = `&${owner.key.secret}`
    if (value('oauth_signature') !== expected)
      // MAAS really sends back the correct signature, which is the secret: clients must never show it
      return wrong(`'Invalid signature. Expected signature base string: ${expected}'`)
    return { kind: 'user', user: owner.user }
  }
}

const wrong = (message: string): Verdict => ({ kind: 'wrong', message })

function forgetOld(nonces: Map<string, number>, now: number): void {
  if (nonces.size % 1000 !== 999) return
  for (const [nonce, at] of nonces) if (at < now - 2 * PATIENCE) nonces.delete(nonce)
}

/** The parameters from the Authorization header, or else from the query string. */
function oauthParameters(header: string | null, query: URLSearchParams): Map<string, string> {
  if (header === null) return new Map([...query].filter(([name]) => name.startsWith('oauth_')))
  const parameters = new Map<string, string>()
  if (!header.startsWith('OAuth ')) return parameters
  for (const part of header.slice('OAuth '.length).split(',')) {
    const found = /^\s*(\w+)="(.*)"\s*$/.exec(part)
    if (found?.[1] !== undefined) parameters.set(found[1], unescaped(found[2] ?? ''))
  }
  return parameters
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
