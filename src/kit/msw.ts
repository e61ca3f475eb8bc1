import { http, HttpResponse, type HttpHandler } from 'msw'
import { demoStreams } from '#simulator/demo/demo-streams.ts'
import { createEmbedded, type Embedded } from '#simulator/embedded.ts'
import { createClock } from '#simulator/state/clock.ts'
import { controlHere } from './control-here.ts'
import { checkRegion } from './check-region.ts'
import type { ControlClient, RegionOptions } from './region.ts'

/** How a region without a port starts. Everything can be left out. */
export type HandledRegionOptions = Omit<RegionOptions, 'port'> & {
  /** The address of its API, with `/MAAS` at the end; by default `http://maas.example.com:5240/MAAS`. */
  readonly url?: string
}

/** A MAAS region with demo data that msw answers for. */
export type HandledRegion = {
  /** The address of its API. */
  readonly url: string
  /** An API key: of `admin`, or of `operator` in the scenario `read-only`. */
  readonly key: string
  /** Where its streams are served: `http://maas.example.com:5240/streams` */
  readonly streams: string
  /** Changes it from outside: state, time, streams, faults, people. */
  readonly control: ControlClient
  /**
   * For `setupServer` of `msw/node` or `setupWorker` of `msw/browser`: answers all calls to the address of the region, and
   * those for the files of its streams, also at their public addresses. No other call.
   */
  readonly handlers: readonly HttpHandler[]
}

/**
 * A region that answers through msw, in a test of Node.js or in a browser. Any number can exist side by side, each at its
 * own address.
 * @throws Error for a scenario, a version or a speed that no region can have, or a key or an address of another form
 */
export async function createRegion(options: HandledRegionOptions = {}): Promise<HandledRegion> {
  checkRegion(options)
  const { scenario = 'default', version, speed = 0, key, now = Date.now } = options
  const url = options.url ?? 'http://maas.example.com:5240/MAAS'
  if (!/^https?:\/\/[^/]+\/MAAS$/.test(url)) throw new Error(`The address must end with /MAAS: ${url}`)
  const { origin } = new URL(url)
  const embedded = createEmbedded({
    scenario,
    version,
    clock: createClock({ now, speed }),
    streams: await demoStreams(),
    apiKey: key,
  })
  embedded.openStreams(origin)
  return {
    url,
    key: embedded.region.apiKey,
    streams: `${origin}/streams`,
    control: controlHere(embedded.control),
    handlers: handlersOf(embedded, origin),
  }
}

function handlersOf(embedded: Embedded, origin: string): HttpHandler[] {
  const answer = async (request: Request) => {
    if (!embedded.isReachable()) return HttpResponse.error()
    return (await embedded.answer(request)) ?? new Response('Not Found', { status: 404 })
  }
  return [
    http.all(`${origin}/MAAS/*`, ({ request }) => answer(request)),
    http.all(`${origin}/streams/*`, ({ request }) => answer(request)),
    ...embedded.rewrites.map(([from, to]) =>
      http.all(`${from}*`, ({ request }) => answer(at(to + request.url.slice(from.length), request))),
    ),
  ]
}

/** The same call, to another address. */
const at = (url: string, { method, headers }: Request) => new Request(url, { method, headers })
