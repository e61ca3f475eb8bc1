import { http } from 'msw'
import { request } from 'undici'
import { problem } from '#contract/gateway.ts'
import { session } from '#contract/session.ts'
import { startSimulator } from '#simulator/serve.ts'
import { createLog } from '#gateway/http/log.ts'
import { type GatewayOptions, startGateway } from '#gateway/server.ts'
import type { KeyAccess } from '#gateway/session/sessions.ts'
import { leakedIn } from '#testing/hostile/leaks.ts'
import { leapingClock } from '#lib/leaping-clock.ts'

export const START = Date.UTC(2026, 10, 23, 9, 0, 0)
const SECRET = 'a secret for tests, long enough to seal with'

type SignIn = Extract<KeyAccess, { kind: 'sign-in' }>
type Setting = Partial<SignIn> &
  Pick<GatewayOptions, 'trustedProxies'> & {
    readonly credentials?: KeyAccess
    readonly embedded?: boolean
  }
export type StackAnswer = {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly text: string
  readonly json: unknown
}

/** An embedded region, gateways in front of it where people sign in, and browsers, for tests. Time stands still. */
export async function startStack() {
  let wall = START
  const now = () => wall
  const simulator = await startSimulator({ speed: 0, now })
  const open: { close(): Promise<void> }[] = [simulator]
  /** Everything that any gateway answered or logged. */
  const heard: string[] = []
  const keys = new Set<string>()
  const learnKeys = () => {
    for (const { keys: own } of simulator.region.users)
      for (const { consumer, token, secret } of own)
        for (const part of [consumer, token, secret]) keys.add(part)
  }

  async function gateway(setting: Setting = {}) {
    const { credentials, embedded = false, trustedProxies = [], ...signIn } = setting
    const started = await startGateway({
      maasUrl: simulator.maasUrl,
      credentials: credentials ?? { kind: 'sign-in', secret: SECRET, secure: false, ...signIn },
      embedded,
      trustedProxies,
      keyringFile: async () => ({ state: 'read', bytes: simulator.keyring }),
      log: createLog('debug', (line) => heard.push(line)),
      now,
      pace: leapingClock(),
      exchange: { wait: async () => undefined },
    })
    open.push(started)
    return started
  }

  /** A browser that keeps the cookies of one host, as all gateways here are. */
  function browser(at: { readonly url: string }, cookies: Record<string, string> = {}) {
    const jar = new Map(Object.entries(cookies))
    async function call(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<StackAnswer> {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await request(at.url + path, {
        method: method as 'GET',
        headers: {
          'x-maas-images': '1',
          'content-type': 'application/json',
          ...(cookie && { cookie }),
          ...headers,
        },
        body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      })
      const text = await answer.body.text()
      heard.push(JSON.stringify(answer.headers), text)
      learnKeys()
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (/Max-Age=0\b/.test(line)) jar.delete(name)
        else jar.set(name, value)
      }
      return { status: answer.statusCode, headers: answer.headers, text, json: JSON.parse(text || 'null') }
    }
    return {
      call,
      get: (path: string) => call('GET', path),
      signIn: (username: string, password = username) =>
        call('POST', '/gateway/session', { kind: 'password', username, password }),
      signInWith: (key: string) => call('POST', '/gateway/session', { kind: 'api-key', key }),
      signOut: () => call('DELETE', '/gateway/session'),
      session: async () => session.parse((await call('GET', '/gateway/session')).json),
      cookies: () => Object.fromEntries(jar),
    }
  }

  /** Parts of API keys in the recorded texts, even inside base64. */
  function leaked(): string[] {
    learnKeys()
    const all = heard.join('\n')
    return leakedIn(all, keys)
  }

  /** The API key that a sign-in with a password has received from MAAS, as text: `consumer:token:secret` */
  function keyOf(username: string): string {
    const user = simulator.region.users.find((one) => one.username === username)
    const key = user?.keys.find(({ name }) => name === 'MAAS Images')
    return `${key?.consumer}:${key?.token}:${key?.secret}`
  }

  /** Collects every call that reaches the region from now on: `GET /MAAS/api/2.0/users/` */
  function callsToRegion(): string[] {
    const calls: string[] = []
    simulator.use(
      http.all('*/MAAS/*', ({ request: call }) => {
        calls.push(`${call.method} ${new URL(call.url).pathname}`)
      }),
    )
    return calls
  }

  return {
    simulator,
    gateway,
    browser,
    keyOf,
    callsToRegion,
    heard,
    wait(ms: number) {
      wall += ms
    },
    leaked,
    /** Throws if any recorded text contains a part of a key. */
    async close() {
      for (const one of open.reverse()) await one.close()
      if (heard.length === 0)
        throw new Error('No answer or log line was recorded, so nothing can be said about leaks.')
      if (leaked().length > 0) throw new Error(`Parts of API keys leaked: ${leaked().join(', ')}`)
    },
  }
}

export const codeOf = ({ json }: StackAnswer) => problem.parse(json).error.code
export const problemMessage = ({ json }: StackAnswer) => problem.parse(json).error.message
/** Whether an answer deletes the cookie. */
export const clears = ({ headers }: StackAnswer) => /=; .*Max-Age=0$/.test(String(headers['set-cookie']))
