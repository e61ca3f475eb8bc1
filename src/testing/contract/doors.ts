import { getResponse } from 'msw'
import { setupServer } from 'msw/node'
import { demoStreams } from '#simulator/demo/demo-streams.ts'
import { handlers } from '#simulator/http/handlers.ts'
import { startSimulator } from '#simulator/serve.ts'
import { apiKeyOf } from '#simulator/state/users.ts'
import { standingClock } from '#testing/simulator/fixture-client.ts'
import { scenarioRegion } from '#testing/simulator/scenario-region.ts'
import type { Door, ReceivedAnswer, SentRequest } from './contract-call.ts'

/* The doors of the embedded region in Node. That of the demo's service worker: e2e/setup/demo-door.ts */

export type OpenDoor = Door & { readonly close: () => Promise<void> }

const requestOf = ({ method, url, headers, body }: SentRequest) =>
  new Request(url, { method, headers, body, redirect: 'manual' })

const givenOf = async (response: Response): Promise<ReceivedAnswer> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: await response.text(),
})

const send = async (sent: SentRequest) => givenOf(await fetch(requestOf(sent)))

/** A port of this machine. */
export async function httpDoor(): Promise<OpenDoor> {
  const clock = standingClock()
  const simulator = await startSimulator({ speed: 0, now: () => clock.wall() })
  const { maasUrl, region, control } = simulator
  return { maasUrl, ...commonOf({ region, control, clock }), call: send, close: () => simulator.close() }
}

/** Requests of this process are answered before they leave it. */
export async function mswDoor(): Promise<OpenDoor> {
  const alone = await regionAlone()
  const server = setupServer(...handlers(alone.region))
  server.listen({ onUnhandledRequest: 'error' })
  return {
    maasUrl: 'http://maas.example.com:5240/MAAS',
    ...commonOf(alone),
    call: send,
    close: async () => server.close(),
  }
}

/** A request is given to the handlers, without any network. */
export async function handlersDoor(): Promise<OpenDoor> {
  const alone = await regionAlone()
  const all = handlers(alone.region)
  return {
    maasUrl: 'http://localhost:4173/MAAS',
    ...commonOf(alone),
    async call(sent) {
      return givenOf((await getResponse(all, requestOf(sent))) ?? new Response('', { status: 404 }))
    },
    close: async () => undefined,
  }
}

async function regionAlone() {
  const clock = standingClock()
  return { clock, ...scenarioRegion('default', clock, await demoStreams()) }
}

function commonOf({
  region,
  control,
  clock,
}: Awaited<ReturnType<typeof regionAlone>>): Pick<Door, 'keys' | 'now' | 'restart'> {
  const operator = region.users.find(({ username }) => username === 'operator')
  return {
    keys: { admin: region.apiKey, operator: operator === undefined ? '' : apiKeyOf(operator) },
    now: () => clock.wall(),
    restart: async (scenario) => void control.reset({ scenario }),
  }
}
