import type { Clock } from '#simulator/state/clock.ts'
import { ask, recordedRegion, type Question } from '#testing/simulator/fixture-client.ts'
import type { Region } from '#simulator/rules/region.ts'
import { bootloadersOf, hold, imported, kernelsOf } from '#simulator/demo/scenario-parts.ts'
import type { State } from '#simulator/state/state.ts'
import { base64Body } from './base64-body.ts'
import { differenceOf, type ReplayedAnswer } from './compare.ts'
import { recordedStreams } from './recorded-streams.ts'
import type { Exchange, Recording } from './recording.ts'
import { filled, wordsOf } from './words.ts'

/** Slow enough that no file is complete while a recording looks at an import. */
export const BYTES_PER_SECOND = 1_000_000

export type Replayed = { exchange: string; difference: string | null }

type Place = { region: Region; clock: Clock }

/** Asks a region everything that was recorded, in order; `send` carries the questions. */
export async function replay(
  { texts = {}, bodies = {}, exchanges }: Recording,
  { region, clock }: Place,
  send: typeof ask = ask,
): Promise<Replayed[]> {
  const cookies = new Map<string, string>()
  const words = wordsOf(region, clock, texts, cookies)
  const replayed: Replayed[] = []
  for (const [index, exchange] of exchanges.entries()) {
    clock.advance(exchange.wait ?? 0)
    const { jsonAs } = exchange
    const expected = filled(jsonAs === undefined ? exchange : { ...exchange, json: bodies[jsonAs] }, words)
    const response = await send(region, clock, questionOf(expected))
    remember(cookies, response)
    const difference = differenceOf(expected, await givenOf(response))
    replayed.push({ exchange: `${index} ${exchange.note ?? exchange.ask}`, difference })
  }
  return replayed
}

/** The region that the recordings of 3.5.13 began with. */
export const regionOf35 = ({ region: start }: Recording): Place =>
  recordedRegion((state) => prepare(state, start), { streams: recordedStreams(), hasRack: false })

function prepare(state: State, start: string): void {
  state.bytesPerSecond = BYTES_PER_SECOND
  state.config.set('maas_name', 'vm')
  state.config.set('completed_intro', false)
  if (start === 'jammy imported') holdJammy(state)
  // no recording waited for the hourly import
  state.nextSyncAt = Infinity
}

function holdJammy(state: State): void {
  const offer = state.offers.get(1) ?? []
  hold(state, kernelsOf(offer, 'ubuntu', 'jammy', 'amd64'))
  hold(state, bootloadersOf(offer))
  for (const minutesAgo of [21, 20]) imported(state, minutesAgo)
}

/** Keeps the cookies that a response sets, by their names; one that it deletes stays known, as in the recordings. */
function remember(cookies: Map<string, string>, { headers }: Response): void {
  for (const cookie of headers.getSetCookie()) {
    const [, name = '', value = ''] = /^(\w+)=(\w+)/.exec(cookie) ?? []
    if (name !== '') cookies.set(name, value)
  }
}

async function givenOf(response: Response): Promise<ReplayedAnswer> {
  return {
    status: response.status,
    type: response.headers.get('Content-Type'),
    allow: response.headers.get('Allow'),
    body: await response.text(),
  }
}

function questionOf({ ask: asked, as, authorization, cookie, csrf, body }: Exchange): Question {
  const space = asked.indexOf(' ')
  const headers = {
    ...(authorization !== undefined && { Authorization: authorization }),
    ...(cookie !== undefined && { Cookie: cookie }),
    ...(csrf !== undefined && { 'X-CSRFToken': csrf }),
  }
  return {
    method: asked.slice(0, space),
    path: asked.slice(space + 1),
    headers,
    ...(as !== undefined && { as }),
    ...(body !== undefined && { body: 'base64Parts' in body ? base64Body(body.base64Parts) : body }),
  }
}
