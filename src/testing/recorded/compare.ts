import { pythonJson } from '#simulator/http/answers.ts'
import type { Exchange } from './recording.ts'

export type ReplayedAnswer = { status: number; type: string | null; allow: string | null; body: string }

/**
 * How an answer differs from the recorded one in status, content type, allowed methods, shape, values and message;
 * null: they are alike. The message of an error and a bare JSON value must be the same text.
 */
export function differenceOf(expected: Exchange, given: ReplayedAnswer): string | null {
  const answer = `${given.status}${given.type === null ? '' : ` ${given.type}`}`
  if (answer !== expected.answer)
    return `answers ${answer}, recorded ${expected.answer}: ${given.body.slice(0, 80)}`
  if ((expected.allow ?? null) !== given.allow) return `allows ${given.allow}, recorded ${expected.allow}`
  if (expected.title !== undefined) return differs('title', titleOf(given.body), expected.title)
  if (expected.json === undefined) return textDifference(expected.text ?? '', given.body)

  const json = parsed(given.body)
  if (json === undefined) return `answers no JSON: ${given.body.slice(0, 80)}`
  const isMessage = given.status >= 400 || typeof expected.json !== 'object' || expected.json === null
  return isMessage
    ? textDifference(pythonJson(expected.json), given.body)
    : jsonDifference('', expected.json, json)
}

const differs = (what: string, given: unknown, recorded: unknown) =>
  given === recorded
    ? null
    : `${what} is ${JSON.stringify(given)?.slice(0, 90)}, recorded ${JSON.stringify(recorded)?.slice(0, 90)}`

const titleOf = (page: string) => /<title>(.*)<\/title>/.exec(page)?.[1]

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function textDifference(recorded: string, given: string): string | null {
  const pattern = recorded
    .split('{any}')
    .map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
  return new RegExp(`^${pattern.join('.*')}$`, 's').test(given) ? null : differs('text', given, recorded)
}

function jsonDifference(at: string, recorded: unknown, given: unknown): string | null {
  if (recorded === '{text}' || recorded === '{number}')
    return differs(`type of ${at}`, typeof given, recorded === '{text}' ? 'string' : 'number')
  if (typeof recorded === 'string' && typeof given === 'string') {
    const difference = textDifference(recorded, given)
    return difference === null ? null : `${at}: ${difference}`
  }
  if (typeof recorded !== 'object' || recorded === null || typeof given !== 'object' || given === null)
    return differs(at, given, recorded)

  const keys = differs(`keys of ${at || 'the answer'}`, keysOf(given), keysOf(recorded))
  if (keys !== null) return keys
  for (const [key, value] of Object.entries(recorded)) {
    const difference = jsonDifference(`${at}.${key}`, value, (given as Record<string, unknown>)[key])
    if (difference !== null) return difference
  }
  return null
}

const keysOf = (value: object) =>
  Array.isArray(value) ? `a list of ${value.length}` : Object.keys(value).sort().join(' ')
