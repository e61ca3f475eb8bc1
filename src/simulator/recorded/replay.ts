import type { Clock } from '#simulator/clock.ts'
import { ask, recordedRegion, type Body, type Question } from '#simulator/fixture-client.ts'
import { DEFAULT_SOURCE } from '#simulator/import.ts'
import type { Region } from '#simulator/region.ts'
import { bootloadersOf, hold, imported, kernelsOf } from '#simulator/seed.ts'
import type { State } from '#simulator/state.ts'
import { apiKeyOf } from '#simulator/users.ts'
import { differenceOf, type Given } from './compare.ts'
import { recordedStreams } from './recorded-streams.ts'
import type { Exchange, Recording } from './recording.ts'

/** Slow enough that no file is complete while a recording looks at an import. */
const BYTES_PER_SECOND = 1_000_000

export type Replayed = { exchange: string; difference: string | null }

/** Asks a region of its own everything that was recorded, in order. */
export async function replay({
  region: start,
  texts = {},
  bodies = {},
  exchanges,
}: Recording): Promise<Replayed[]> {
  const { region, clock } = recordedRegion((state) => prepare(state, start), {
    streams: recordedStreams(),
    hasRack: false,
  })
  const words = wordsOf(region, clock, texts)
  const replayed: Replayed[] = []
  for (const [index, exchange] of exchanges.entries()) {
    clock.advance(exchange.wait ?? 0)
    const { json, jsonAs, ...rest } = filled(exchange, words)
    const recordedJson = filled(jsonAs === undefined ? json : bodies[jsonAs], words)
    const given = await answerOf(region, clock, rest)
    const expected = recordedJson === undefined ? rest : { ...rest, json: recordedJson }
    replayed.push({
      exchange: `${index} ${exchange.note ?? exchange.ask}`,
      difference: differenceOf(expected, given),
    })
  }
  return replayed
}

function prepare(state: State, start: Recording['region']): void {
  state.bytesPerSecond = BYTES_PER_SECOND
  state.nextSyncAt = Infinity
  state.config.set('maas_name', 'vm')
  state.config.set('completed_intro', false)
  if (start === 'nothing imported') return
  const offer = state.offers.get(1) ?? []
  hold(state, kernelsOf(offer, 'ubuntu', 'jammy', 'amd64'))
  hold(state, bootloadersOf(offer))
  imported(state, 21)
  imported(state, 20)
  state.nextSyncAt = Infinity
}

/** What stands for a word in braces. */
function wordsOf(region: Region, clock: Clock, texts: Record<string, string>) {
  const admin = region.users.find(({ username }) => username === 'admin')
  const [consumer = '', token = '', secret = ''] = admin === undefined ? [] : apiKeyOf(admin).split(':')
  const fixed: Record<string, string> = {
    ...texts,
    keyring: DEFAULT_SOURCE.keyringFilename,
    consumer,
    token,
    secret,
  }
  let nonces = 0
  const lastIds = new Map<string, string>()
  return (word: string): string | undefined => {
    const [, letter, times] = /^(.)\*(\d+)$/.exec(word) ?? []
    if (letter !== undefined) return letter.repeat(Number(times))
    const [, shift] = /^now([+-]\d+)?$/.exec(word) ?? []
    if (word.startsWith('now')) return String(Math.floor(clock.wall() / 1000) + Number(shift ?? 0))
    if (word === 'nonce') return `recorded-${(nonces += 1)}`
    if (!word.includes(' ')) return fixed[word]
    for (const { id, name, architecture } of region.resources())
      lastIds.set(`${name} ${architecture}`, String(id))
    return lastIds.get(word) ?? '9999'
  }
}

/** The same value with every word in braces replaced that has a meaning. */
function filled<Value>(value: Value, words: (word: string) => string | undefined): Value {
  const fill = (part: unknown): unknown => {
    if (typeof part === 'string')
      return part.replaceAll(/\{([^{}"]+)\}/g, (all, word: string) => words(word) ?? all)
    if (Array.isArray(part)) return part.map(fill)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [fill(key), fill(item)]))
  }
  return fill(value) as Value
}

async function answerOf(region: Region, clock: Clock, exchange: Exchange): Promise<Given> {
  const response = await ask(region, clock, questionOf(exchange))
  return {
    status: response.status,
    type: response.headers.get('Content-Type'),
    allow: response.headers.get('Allow'),
    body: await response.text(),
  }
}

function questionOf({ ask, as, authorization, cookie, csrf, body }: Exchange): Question {
  const space = ask.indexOf(' ')
  const headers = {
    ...(authorization !== undefined && { Authorization: authorization }),
    ...(cookie !== undefined && { Cookie: cookie }),
    ...(csrf !== undefined && { 'X-CSRFToken': csrf }),
  }
  return {
    method: ask.slice(0, space),
    path: ask.slice(space + 1),
    headers,
    ...(as !== undefined && { as }),
    ...(body !== undefined && { body: 'base64Parts' in body ? commandLineBody(body.base64Parts) : body }),
  }
}

function commandLineBody(parts: [name: string, value: string | number[]][]): Body {
  const lines = parts.flatMap(([name, value]) => [
    '--boundary',
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: form-data; name="${name}"${typeof value === 'string' ? '' : `; filename="${name}"`}`,
    'MIME-Version: 1.0',
    typeof value === 'string'
      ? 'Content-Type: text/plain; charset="utf-8"'
      : 'Content-Type: application/octet-stream',
    '',
    Buffer.from(value as string).toString('base64'),
    '',
  ])
  return {
    raw: [...lines, '--boundary--', ''].join('\r\n'),
    type: 'multipart/form-data; boundary="boundary"',
  }
}
