import { credentials, type Session } from '#contract/session.ts'
import type { Attempts } from '#gateway/session/attempts.ts'
import { MOST_BODY } from '#gateway/requests/caller-limits.ts'
import { parseBody } from '#gateway/http/parse-body.ts'
import type { Devices } from '#gateway/session/devices.ts'
import type { ApiKey } from '#gateway/region/oauth.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { MaasRegion } from '#gateway/region/region-client.ts'
import { type RegionFacts, refusalMessage } from '#gateway/images/region-facts.ts'
import type { OpenRoute, Reply, Who } from './routes.ts'
import { noSignIn, type Sessions } from '#gateway/session/sessions.ts'
import { claimedBy, claimedName, signIn, triedUser } from '#gateway/session/sign-in.ts'
import { whoami } from '#gateway/answers/whoami.ts'

type Needs = {
  readonly region: MaasRegion
  readonly sessions: Sessions
  readonly devices: Devices
  readonly attempts: Attempts
  readonly facts: RegionFacts
  /** Called with each key that a user has signed in with. */
  readonly onSignIn?: (key: ApiKey) => void
}

/** `/gateway/session`: the current session, sign in, sign out. No answer contains a key. */
export function sessionRoutes({ region, sessions, devices, attempts, facts, onSignIn }: Needs): OpenRoute[] {
  const { way } = sessions
  const route = (method: OpenRoute['method'], handle: OpenRoute['handle']): OpenRoute => ({
    method,
    path: '/gateway/session',
    open: true,
    most: MOST_BODY.signIn,
    handle,
  })
  const signedOut = (region: Session['region']): Session => ({
    state: 'signed-out',
    way,
    user: null,
    region,
    expires: null,
  })
  const reply = (body: Session, cookie?: Reply['cookie'] | null): Reply => ({
    status: 200,
    body,
    ...(cookie && { cookie }),
  })

  async function current({ visitor }: Who): Promise<Reply> {
    if (!visitor.key) return reply(signedOut(await facts.read()), visitor.stale ? sessions.end : null)
    const { expires } = visitor
    const [asked, known] = await Promise.all([
      whoami(region.as(visitor.key)).catch((error: unknown) => error),
      facts.read(),
    ])
    if (asked instanceof Refusal && asked.code === 'unauthorized') {
      const error = way === 'sign-in' ? known.error : asked.message
      return reply(signedOut({ ...known, error }), sessions.end)
    }
    const signedIn = { state: 'signed-in', way, expires: isoOf(expires) } as const
    if (isUser(asked)) {
      const user = { username: asked.username, admin: asked.is_superuser }
      return reply({ ...signedIn, user, region: known })
    }
    // a region that is temporarily unreachable does not end the session
    return reply({ ...signedIn, user: visitor.user, region: { ...known, error: refusalMessage(asked) } })
  }

  async function begin(body: unknown, { address, plain, cookie }: Who): Promise<Reply> {
    if (way !== 'sign-in') throw noSignIn()
    if (plain) throw new Refusal(400, 'bad-request', PLAIN)
    const given = parseBody(credentials, body)
    const claimed = claimedBy(given)
    const device = await devices.of(cookie)
    const undo = attempts.take({
      address,
      user: triedUser(given),
      device: device?.names.includes(claimed) ? device.id : null,
    })
    const { key, user } = await signIn(region, given).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.code !== 'sign-in-refused') undo()
      throw error
    })
    undo()
    onSignIn?.(key)
    const known = await facts.read()
    const session = await sessions.begin(key, user)
    const remembered = await devices.begin([claimedName(user.username), claimed])
    return reply(
      { state: 'signed-in', way, user, region: known, expires: isoOf(session.expires) },
      [session.cookie, remembered ?? []].flat(),
    )
  }

  return [
    route('GET', (_, who) => current(who)),
    route('POST', ({ body }, who) => begin(body, who)),
    // works even when the region is unreachable
    route('DELETE', async () => {
      if (sessions.end === null) throw noSignIn()
      return reply(signedOut(facts.known()), sessions.end)
    }),
  ]
}

/** The browser would not keep the cookie, and the password was sent unencrypted. */
const PLAIN =
  'This page came over plain HTTP, so the session could not be kept safely. Open it with https://; the proxy in front of the gateway must speak TLS.'

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

const isUser = (asked: unknown): asked is Awaited<ReturnType<typeof whoami>> =>
  typeof asked === 'object' && asked !== null && !(asked instanceof Error)
