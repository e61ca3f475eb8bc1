import { getResponse, http, HttpResponse } from 'msw'
import type { HttpHandler } from 'msw'
import { handlers } from '#simulator/http/handlers.ts'
import type { Simulator } from '#simulator/serve.ts'

/** The calls of a source change that can fail. */
export const CALLS = {
  'stop-import': ['post', 'boot-resources/', 'stop_import'],
  import: ['post', 'boot-resources/', 'import'],
  'create-source': ['post', 'boot-sources/'],
  'update-source': ['put', 'boot-sources/:source/'],
  'create-selection': ['post', 'boot-sources/:source/selections/'],
  'update-selection': ['put', 'boot-sources/:source/selections/:selection/'],
} as const
export type CallName = keyof typeof CALLS

/**
 * `cut`: the connection breaks, and nothing is applied. `lost`: MAAS applies the call, but the connection breaks before
 * the answer.
 */
export type Fault = '500' | 'cut' | 'lost'

/** From now on, every such call of a change fails until `simulator.resetHandlers()`. */
export function breakCall(simulator: Simulator, call: CallName, fault: Fault): void {
  simulator.use(
    onCall(call, async (request) => {
      if (fault === '500') return new HttpResponse('database is locked', { status: 500 })
      if (fault === 'lost') await pass(simulator, request)
      return HttpResponse.error()
    }),
  )
}

/** Holds this call once, until `release` is called; `held` resolves when it has arrived. Then the call continues. */
export function holdCall(simulator: Simulator, call: CallName) {
  let [arrive, release]: (() => void)[] = [() => undefined, () => undefined]
  const held = new Promise<void>((resolve) => (arrive = resolve))
  const released = new Promise<void>((resolve) => (release = resolve))
  simulator.use(
    onCall(call, async (request) => {
      arrive?.()
      await released
      await pass(simulator, request)
      return HttpResponse.error()
    }),
  )
  return { held, release: () => release?.() }
}

/** Calls back after the region's n-th write call (from 1), before its answer is sent. */
export function afterWrite(simulator: Simulator, nth: number, then: () => Promise<void>): void {
  const all = handlers(simulator.region)
  let writes = 0
  simulator.use(
    http.all('*/MAAS/api/2.0/*', async ({ request }) => {
      if (request.method === 'GET') return undefined
      const done = await getResponse(all, request)
      // MAAS refuses selections of a source that it has not read yet, and the page sends them again
      if (done?.ok) writes += 1
      if (done?.ok && writes === nth) await then()
      return done
    }),
  )
}

function onCall(call: CallName, answer: (request: Request) => Promise<Response>): HttpHandler {
  const [method, path, op] = CALLS[call]
  return http[method](`*/MAAS/api/2.0/${path}`, async ({ request }) => {
    const asked = new URL(request.url).searchParams.get('op') ?? undefined
    // undefined: the next handler answers
    return asked === op ? answer(request) : undefined
  })
}

/** Applies the request in the region; the fault is over by then. */
async function pass(simulator: Simulator, { url, method, headers, body }: Request): Promise<void> {
  simulator.resetHandlers()
  const content = body === null ? null : await new Response(body).arrayBuffer()
  await fetch(url, { method, headers, body: content })
}
