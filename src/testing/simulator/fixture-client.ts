import { getResponse } from 'msw'
import { createClock, type Clock } from '#simulator/state/clock.ts'
import { handlers } from '#simulator/http/handlers.ts'
import { Region } from '#simulator/rules/region.ts'
import { addSource, emptyState, readAlready, select } from '#simulator/demo/scenario-parts.ts'
import type { State } from '#simulator/state/state.ts'
import { tinyStreams } from './fixture-streams.ts'
import { apiKeyOf } from '#simulator/state/users.ts'

/* A region and a client for tests. */

/** A clock that a test moves by hand. */
export const standingClock = (): Clock => createClock({ now: () => Date.UTC(2026, 10, 23, 9, 0, 0, 196) })

/**
 * The region on which the recordings were made: one source that was read, jammy/amd64 selected, and nothing
 * imported yet.
 */
export function recordedRegion(
  change: (state: State) => void = () => {},
  { streams = tinyStreams(), hasRack = true, version = '3.5.13' } = {},
) {
  const clock = standingClock()
  const state = emptyState(clock, streams, version)
  const source = addSource(state)
  readAlready(state, source)
  select(state, source.id, 'ubuntu', 'jammy', ['amd64'])
  if (!hasRack) state.racks = []
  change(state)
  return { region: new Region(state, { apiKey: '' }), clock, state }
}

export type Body =
  | { form: Record<string, string | string[]> }
  /** A part is a text, or a file as its bytes. */
  | { parts: [name: string, value: string | number[]][] }
  | { json: unknown }
  | { raw: string; type?: string }

export type Question = {
  /** The name of a user, or no one. */
  as?: string
  method?: string
  /** Below `/MAAS/api/2.0/`, with its query; or an absolute path. */
  path: string
  body?: Body
  headers?: Record<string, string>
}

let nonce = 0

/** Sends a request to the handlers of a region, signed by a person. */
export async function ask(region: Region, clock: Clock, question: Question): Promise<Response> {
  const response = await getResponse(handlers(region), requestOf(region, clock, question))
  return response ?? new Response('Not Found', { status: 404 })
}

/** A request to a region at `maas.example.com`, signed by a person. */
export function requestOf(
  region: Region,
  clock: Clock,
  { as = 'admin', method = 'GET', path, body, headers = {} }: Question,
): Request {
  const url = new URL(path.startsWith('/') ? path : `/MAAS/api/2.0/${path}`, 'http://maas.example.com')
  const person = region.users.find(({ username }) => username === as)
  const sent: Partial<ReturnType<typeof bodyOf>> = body === undefined ? {} : bodyOf(body)
  return new Request(url, {
    method,
    body: sent.body ?? null,
    headers: {
      ...(sent.type !== undefined && { 'Content-Type': sent.type }),
      ...(person !== undefined && { Authorization: signature(apiKeyOf(person), clock.wall()) }),
      ...headers,
    },
  })
}

/** An OAuth PLAINTEXT header; parts can be replaced, and an empty one is left out. */
export function signature(apiKey: string, now: number, change: Record<string, string> = {}): string {
  const [consumer = '', token = '', secret = ''] = apiKey.split(':')
  nonce += 1
  const parts = {
    realm: '',
    oauth_version: '1.0',
    oauth_signature_method: 'PLAINTEXT',
    oauth_consumer_key: consumer,
    oauth_token: token,
    oauth_signature: `%26${secret}`,
    oauth_nonce: `nonce${nonce}`,
    oauth_timestamp: String(Math.floor(now / 1000)),
    ...change,
  }
  const shown = Object.entries(parts).filter(([name, value]) => value !== '' || name === 'realm')
  return `OAuth ${shown.map(([name, value]) => `${name}="${value}"`).join(', ')}`
}

function bodyOf(body: Body): { body: BodyInit; type?: string } {
  if ('json' in body) return { body: JSON.stringify(body.json), type: 'application/json' }
  if ('raw' in body) return { body: body.raw, ...(body.type !== undefined && { type: body.type }) }
  if ('form' in body) {
    const pairs = Object.entries(body.form).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    )
    return { body: new URLSearchParams(pairs) }
  }
  const data = new FormData()
  for (const [name, value] of body.parts) {
    if (typeof value === 'string') data.append(name, value)
    else data.append(name, new Blob([new Uint8Array(value)]), 'k.gpg')
  }
  return { body: data }
}
