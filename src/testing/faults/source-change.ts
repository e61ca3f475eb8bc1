import { getResponse, http, HttpResponse, type RequestHandler } from 'msw'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import { applyChange, type ChangeOrder } from '#features/source/change/apply-change.ts'
import type { ListedStep } from '#ui/step-list.tsx'
import { startGateway, type Gateway } from '#gateway/server.ts'
import { standingClock } from '#testing/simulator/fixture-client.ts'
import { handlers } from '#simulator/http/handlers.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { regionWith, statesOf, type Circumstances, type GivenSource } from '#testing/region.ts'
import { leapingClock } from '#lib/leaping-clock.ts'

/* Source changes through the real gateway, on regions that a test creates and breaks. */

/** What goes wrong with one write. */
export type Failure =
  /** The region answers 500 and applies nothing. */
  | 'refused'
  /** The region applies the write, and its answer is lost. */
  | 'answer lost'
  /** The gateway forwards the write and dies: nothing answers any more. */
  | 'gateway gone'

type FetchLike = (path: string, init?: RequestInit) => Promise<Response>

/** Call it once in a test file: one gateway for all tests, and a new region for each test that needs one. */
export function sourceChanges() {
  let simulator: Simulator
  let gateway: Gateway
  const { fetch } = globalThis
  beforeAll(async () => {
    simulator = await startSimulator({ speed: 0 })
    const { maasUrl, apiKey } = simulator
    gateway = await startGateway({
      maasUrl,
      credentials: { kind: 'fixed', apiKey },
      keyringFile: async () => ({ state: 'elsewhere' }),
      // the clock of every region
      now: () => standingClock().wall(),
      pace: leapingClock(),
    })
  })
  afterEach(() => vi.unstubAllGlobals())
  afterAll(async () => {
    await gateway.close()
    await simulator.close()
  })

  /** From now on the gateway forwards to this region. */
  return function open(sources: readonly GivenSource[], circumstances: Omit<Circumstances, 'users'> = {}) {
    const handle = regionWith(sources, { ...circumstances, users: simulator.region.users })
    const { region } = handle
    const writes: string[] = []
    const waits: number[] = []
    let failing: { at: number; how: Failure } | null = null
    let before: (call: string) => Promise<void> | void = () => undefined
    let gone = false

    const ask: FetchLike = async (path, init = {}) => {
      if (gone) throw new TypeError('fetch failed')
      if (init.method !== 'GET') await before(`${init.method} ${path.replace('/MAAS/api/2.0/', '')}`)
      const answer = await fetch(new URL(path, gateway.url), init)
      if (gone) throw new TypeError('fetch failed')
      return answer
    }
    vi.stubGlobal('fetch', ask)
    simulator.resetHandlers()
    simulator.use(
      http.all('*/MAAS/api/2.0/*', async ({ request }) => {
        if (request.method === 'GET') return undefined
        const { pathname, search } = new URL(request.url)
        writes.push(`${request.method} ${pathname.replace('/MAAS/api/2.0/', '')}${search}`)
        if (failing?.at !== writes.length) return undefined
        if (failing.how === 'refused') return new HttpResponse('The database is locked.', { status: 500 })
        await getResponse(handlers(region), request)
        gone = failing.how === 'gateway gone'
        return HttpResponse.error()
      }),
      ...handlers(region),
    )

    let shown: readonly ListedStep[] = []
    const published: ListedStep[][] = []
    return {
      region,
      wait: handle.wait,
      /** Writes that reached the region. */
      writes,
      /** Waits that the product requested, ms. */
      waits,
      states: () => statesOf(handle),
      /** Makes the nth write fail, counted from 1. */
      fail: (at: number, how: Failure) => void (failing = { at, how }),
      /** Stops the gateway now. */
      die: () => void (gone = true),
      /** Ends all faults. */
      mend: () => {
        failing = null
        gone = false
      },
      /** Called before the page sends each write. */
      beforeWrites: (then: typeof before) => void (before = then),
      use: (...added: RequestHandler[]) => simulator.use(...added),
      run: (
        order: Pick<ChangeOrder, 'target' | 'before' | 'resumes' | 'runningStop'>,
        onWait = handle.wait,
      ) =>
        applyChange({
          ...order,
          version: region.version,
          owner: null,
          onSteps: (steps) => {
            shown = steps
            published.push([...steps])
          },
          wait: async (ms) => {
            waits.push(ms)
            onWait(ms)
          },
        }),
      /** The steps that the user saw last: `Start the import: done`. */
      steps: () => shown.map(({ label, status }) => `${label}: ${status}`),
      notes: () => shown.flatMap(({ note }) => note ?? []),
      published,
    }
  }
}
