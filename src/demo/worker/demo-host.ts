import { createCore } from '#gateway/core.ts'
import { keyringsOf } from '#gateway/fetch/kept-keyrings.ts'
import { problemOf, asRefusal } from '#gateway/refusal.ts'
import { createMaasRegion } from '#gateway/region/region-client.ts'
import { parseApiKey } from '#gateway/region/oauth.ts'
import { isKeptPath, offersNothing } from '#gateway/http/kept-paths.ts'
import { createDevices } from '#gateway/session/devices.ts'
import { createSessions } from '#gateway/session/sessions.ts'
import { workHere } from '#gateway/sources/process/source-work.ts'
import { answerCall, refused as controlRefused } from '#simulator/control/door/answer-call.ts'
import { CONTROL_PATH } from '#simulator/control/operations.ts'
import { demoKeyOf } from '#simulator/demo/demo-key.ts'
import { keyringFiles } from '#simulator/demo/scenario-parts.ts'
import { type SignedAhead, streamsSignedAhead } from '#simulator/demo/signed-ahead.ts'
import { createEmbedded } from '#simulator/embedded.ts'
import { leapingClock } from '#lib/leaping-clock.ts'
import { createClock } from '#simulator/state/clock.ts'
import { CONTROL_AT, MAAS_AT } from '#demo/paths.ts'
import { createCookieJar } from './cookie-jar.ts'
import { beginDigest } from './digests.ts'
import { inboundOf } from './inbound.ts'
import type { Keeper } from './kept.ts'
import { ownSecrets } from './own-secrets.ts'
import { keepRegion } from './region-keeper.ts'
import { createStreamFetcher } from './stream-fetcher.ts'
import { answerOf, createWire } from './wire.ts'

/** Where the region of the demo seems to be. No request goes there. */
const ORIGIN = 'http://maas.example.com:5240'
/** A session that lasts as long as a demo. */
const HOURS = 24 * 365

type Needs = {
  /** The streams as they were signed when the demo was built. */
  readonly ahead: SignedAhead
  /** Where a visitor's changes are kept. */
  readonly keeper: Keeper
  /** Wall clock, ms. */
  readonly now?: () => number
  /** As in GatewayOptions. */
  readonly detailWaitMs?: number
}
export type DemoHost = {
  /** Answers a request of the page. @param url path and query below the folder of the page: `/gateway/images` */
  answer(request: Request, url: string): Promise<Response>
}

const CONTROL = `/${CONTROL_AT}/`
const MAAS = `/${MAAS_AT}/`

/** Whether a request is for the gateway, the control API or MAAS; all others are for files. */
export const isForDemo = (url: string): boolean =>
  url.startsWith(CONTROL) || url.startsWith(MAAS) || isKeptPath(url)

/** The region of the demo and the core of the gateway in one thread, as the visitor left them. */
export async function createDemoHost(needs: Needs): Promise<DemoHost> {
  const { ahead, keeper, now = Date.now, detailWaitMs } = needs
  const own = await ownSecrets(keeper)
  const [demo, other] = await Promise.all([demoKeyOf(own.demoKey), demoKeyOf(own.otherKey)])
  const streams = await streamsSignedAhead(ahead, { demo, other })
  const clock = createClock({ now })
  const embedded = createEmbedded({ scenario: 'default', clock, streams, apiKey: own.apiKey })
  embedded.openStreams(ORIGIN)
  const saved = await keepRegion(embedded.control, keeper, now)

  const region = createMaasRegion(`${ORIGIN}/MAAS`, { wire: createWire(embedded, ORIGIN, now), now })
  const credentials = { kind: 'sign-in', secret: own.seal, secure: false, hours: HOURS } as const
  const seals = { embedded: true, region: region.address, now }
  const sessions = await createSessions(credentials, seals)
  const core = createCore({
    region,
    sessions,
    devices: await createDevices(credentials, seals),
    // no one else can reach this gateway
    attempts: { take: () => () => undefined },
    fetcher: createStreamFetcher(embedded, ORIGIN, now),
    work: workHere(beginDigest),
    keyringFile: keyringsOf(keyringFiles(streams)),
    embedded: true,
    now,
    // a call to a region in the same thread costs little, and a presenter waits for what changes
    pace: leapingClock(),
    ...(detailWaitMs !== undefined && { detailWaitMs }),
  })
  embedded.onReplaced(() => core.forgetRegion())
  const jar = createCookieJar((await keeper.read('cookies')) ?? {})
  if ((await keeper.read('cookies')) === null) await signInAsAdmin()

  async function signInAsAdmin(): Promise<void> {
    const key = parseApiKey(own.apiKey)
    if (!key) throw new Error('The API key of the demo is malformed.')
    jar.take((await sessions.begin(key, { username: 'admin', admin: true })).cookie)
    await keeper.write('cookies', jar.all())
  }

  const hasFaults = () => embedded.control.listFaults({}).length > 0

  async function route(request: Request, url: string): Promise<Response> {
    const match = core.match(request.method, url)
    if (!match) throw offersNothing()
    const changes = request.method !== 'GET' || hasFaults()
    const length = request.method === 'GET' ? 0 : (await request.clone().arrayBuffer()).byteLength
    try {
      const reply = await core.answer(match, inboundOf(request, url, { cookie: jar.header(), length }))
      if (reply.cookie !== undefined) {
        jar.take(reply.cookie)
        await keeper.write('cookies', jar.all())
      }
      return json(reply.status, reply.body)
    } finally {
      // what a read changes follows from the state before it and from the time, but for the faults that it meets
      if (changes) await saved()
    }
  }

  async function control(request: Request, rest: string): Promise<Response> {
    const { method } = request
    // a form on a page of another site can lead the browser here
    if (request.mode === 'navigate' && method !== 'GET') {
      const { status, body } = controlRefused(403, 'Only the pages of this demo can change it.')
      return json(status, body)
    }
    const path = CONTROL_PATH.replace(/\/v1$/, '') + (rest.split('?', 1)[0] ?? '')
    const body = async (most: number) => {
      const text = await request.text()
      return text.length > most ? null : text
    }
    const reply = await answerCall(embedded.control, { method, path, body })
    if (method !== 'GET') await saved()
    return json(reply.status, reply.body, reply.headers)
  }

  /** MAAS's API without the gateway, as clients of a MAAS call it: they sign each call with a key. */
  async function maas(request: Request, rest: string): Promise<Response> {
    const asked = new Request(`${ORIGIN}/MAAS${rest}`, request)
    const { response } = await answerOf(embedded, asked, { signal: request.signal, now: now() })
    if (request.method !== 'GET') await saved()
    return response
  }

  return {
    answer(request, url) {
      if (url.startsWith(CONTROL)) return control(request, url.slice(CONTROL.length - 1))
      if (url.startsWith(MAAS)) return maas(request, url.slice(MAAS.length - 1))
      return route(request, url).catch(refused)
    },
  }
}

function refused(error: unknown): Response {
  const refusal = asRefusal(error)
  if (refusal !== error) console.error('The gateway of the demo failed', error)
  const { status, retryAfter } = refusal
  return json(
    status,
    problemOf(refusal),
    retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) },
  )
}

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { ...headers, 'Cache-Control': 'no-store', 'Content-Type': 'application/json' },
  })
