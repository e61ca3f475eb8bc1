import { expect, test } from 'vitest'
import { readMetricsOptions } from './metrics-options.ts'

const TOKEN = 't'.repeat(32)
const OTHER = 'o'.repeat(32)

test.each([
  ['nothing: no metrics', {}, {}, { metrics: false, metricsToken: null }],
  ['--metrics: for anyone', { metrics: true }, {}, { metrics: true, metricsToken: null }],
  ['METRICS=1: for anyone', {}, { METRICS: '1' }, { metrics: true, metricsToken: null }],
  [
    'a token alone turns them on',
    { 'metrics-token': TOKEN },
    {},
    { metrics: true, metricsToken: { kind: 'given', secret: TOKEN } },
  ],
  [
    'an argument wins',
    { 'metrics-token': TOKEN },
    { METRICS_TOKEN: OTHER, METRICS_TOKEN_FILE: '/run/token' },
    { metrics: true, metricsToken: { kind: 'given', secret: TOKEN } },
  ],
  [
    'the environment may hold it',
    {},
    { METRICS_TOKEN: TOKEN },
    { metrics: true, metricsToken: { kind: 'given', secret: TOKEN } },
  ],
  [
    'or name its file',
    {},
    { METRICS_TOKEN_FILE: '/run/token' },
    { metrics: true, metricsToken: { kind: 'file', path: '/run/token' } },
  ],
  ['empty variables are none', {}, { METRICS_TOKEN: '' }, { metrics: false, metricsToken: null }],
])('%s', (_, values, env, expected) => {
  expect(readMetricsOptions(values, env)).toEqual(expected)
})

test.each([
  [{ 'metrics-token': '' }, {}, '--metrics-token must hold at least 32 letters'],
  [{ 'metrics-token': TOKEN.slice(1) }, {}, '--metrics-token must hold at least 32 letters'],
  [{}, { METRICS_TOKEN: TOKEN.slice(1) }, 'METRICS_TOKEN must hold at least 32 letters'],
  [{ 'metrics-token': `${TOKEN} ${TOKEN}` }, {}, '--metrics-token must hold ASCII letters'],
  [{}, { METRICS_TOKEN: `${TOKEN}ü` }, 'METRICS_TOKEN must hold ASCII letters'],
  [{}, { METRICS_TOKEN: TOKEN, METRICS_TOKEN_FILE: '/run/token' }, 'not both'],
])('%j with %j is refused, without repeating it', (values, env, words) => {
  const read = readMetricsOptions(values, env)
  expect(read).toEqual({ wrong: expect.stringContaining(words) })
  expect(JSON.stringify(read)).not.toContain('ttt')
})
