import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const TOKEN = 't'.repeat(32)
const OTHER = 'o'.repeat(32)

function metricsOf(args: readonly string[], env: Record<string, string>) {
  const understood = readOptions(args, env)
  if (understood.kind !== 'start') return understood
  const { metrics, metricsToken } = understood.options.network
  return { metrics, metricsToken }
}

test.each([
  ['metrics are off by default', [], {}, { metrics: false, metricsToken: null }],
  ['--metrics serves them to anyone', ['--metrics'], {}, { metrics: true, metricsToken: null }],
  ['METRICS=1 serves them to anyone', [], { METRICS: '1' }, { metrics: true, metricsToken: null }],
  ['another value of METRICS does not', [], { METRICS: 'no' }, { metrics: false, metricsToken: null }],
  [
    'a token turns them on',
    ['--metrics-token', TOKEN],
    {},
    { metrics: true, metricsToken: { kind: 'given', secret: TOKEN } },
  ],
  [
    'the argument wins',
    ['--metrics-token', TOKEN],
    { METRICS_TOKEN: OTHER, METRICS_TOKEN_FILE: '/run/token' },
    { metrics: true, metricsToken: { kind: 'given', secret: TOKEN } },
  ],
  [
    'METRICS_TOKEN holds the token',
    [],
    { METRICS_TOKEN: TOKEN },
    { metrics: true, metricsToken: { kind: 'given', secret: TOKEN } },
  ],
  [
    'METRICS_TOKEN_FILE names its file',
    [],
    { METRICS_TOKEN_FILE: '/run/token' },
    { metrics: true, metricsToken: { kind: 'file', path: '/run/token' } },
  ],
  ['an empty variable counts as unset', [], { METRICS_TOKEN: '' }, { metrics: false, metricsToken: null }],
])('%s', (_, args, env, expected) => {
  expect(metricsOf(args, env)).toEqual(expected)
})

test.each([
  [['--metrics-token='], {}, '--metrics-token must hold at least 32 characters'],
  [['--metrics-token', TOKEN.slice(1)], {}, '--metrics-token must hold at least 32 characters'],
  [[], { METRICS_TOKEN: TOKEN.slice(1) }, 'METRICS_TOKEN must hold at least 32 characters'],
  [['--metrics-token', `${TOKEN} ${TOKEN}`], {}, '--metrics-token must contain only ASCII'],
  [[], { METRICS_TOKEN: `${TOKEN}ü` }, 'METRICS_TOKEN must contain only ASCII'],
  [[], { METRICS_TOKEN: TOKEN, METRICS_TOKEN_FILE: '/run/token' }, 'not both'],
])('%j with %j is refused, and the message does not repeat the token', (args, env, words) => {
  const read = metricsOf(args, env)
  expect(read).toEqual({ kind: 'wrong', message: expect.stringContaining(words) })
  expect(JSON.stringify(read)).not.toContain('ttt')
})
