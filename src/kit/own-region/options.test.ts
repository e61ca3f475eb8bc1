import { expect, test } from 'vitest'
import { readSuiteOptions, suiteHelp } from './options.ts'

const MAAS = 'http://maas.example.com:5240/MAAS'
const KEY = { MAAS_API_KEY: 'consumer:token:secret' }
const MADE = `${'a'.repeat(18)}:${'b'.repeat(18)}:${'c'.repeat(32)}`

test.each([
  [
    'without options, the flows read, and the report has its usual folder',
    ['--maas', MAAS],
    KEY,
    { write: '', report: 'maas-report', rest: [] },
  ],
  [
    'variables stand for options',
    [],
    { ...KEY, MAAS_URL: MAAS, MAAS_E2E_WRITE: '1', MAAS_E2E_REPORT: 'mine' },
    { write: '1', report: 'mine', rest: [] },
  ],
  [
    'arguments win over variables',
    [`--maas=${MAAS}`, '--write', '--report', 'other'],
    { ...KEY, MAAS_URL: 'http://other.example.com/MAAS', MAAS_E2E_REPORT: 'mine' },
    { write: '1', report: 'other', rest: [] },
  ],
  [
    'everything else is for Playwright, in its order',
    ['-g', 'boot sources', '--maas', MAAS, 'maas.reads', '--headed', '--write', '--', '--list'],
    KEY,
    { write: '1', report: 'maas-report', rest: ['-g', 'boot sources', 'maas.reads', '--headed', '--list'] },
  ],
])('%s', (_, args, env, { write, report, rest }) => {
  expect(readSuiteOptions(args, env)).toEqual({
    env: { MAAS_URL: MAAS, MAAS_E2E_WRITE: write, MAAS_E2E_REPORT: report },
    rest,
  })
})

test.each([
  [[], KEY, 'Name the MAAS to test'],
  [['--maas'], KEY, '--maas needs a value: --maas URL.'],
  [['--maas', ''], KEY, '--maas needs a value: --maas URL.'],
  [['--write=1', '--maas', MAAS], KEY, '--write takes no value.'],
  [['--maas', 'maas.example.com'], KEY, '--maas must look like http://maas.example.com:5240/MAAS'],
  [[], { ...KEY, MAAS_URL: 'nonsense' }, 'MAAS_URL must look like'],
  [['--maas', MAAS], {}, 'Set the environment variable MAAS_API_KEY'],
  [['--maas', MAAS], { MAAS_API_KEY: 'nonsense' }, 'MAAS_API_KEY must have the form consumer:token:secret.'],
  [['--maas', MAAS], { ...KEY, MAAS_OPERATOR_KEY: 'nonsense' }, 'MAAS_OPERATOR_KEY must have the form'],
  [['--maas', MAAS, '--api-key', MADE], {}, 'An argument contains an API key'],
  [[`--maas=${MAAS}`, `--key=${MADE}`], KEY, 'An argument contains an API key'],
])('%j with %j is refused: %s', (args, env, message) => {
  const read = readSuiteOptions(args, env)
  expect(read).toEqual({ wrong: expect.stringContaining(message) })
  expect(JSON.stringify(read)).not.toContain(MADE)
})

test('--help lists every option and variable, in lines that fit a terminal', () => {
  expect(readSuiteOptions(['--maas', MAAS, '-h'], {})).toEqual({ help: true })
  const help = suiteHelp()
  for (const name of ['--maas URL', '--write', '--report FOLDER', 'MAAS_API_KEY', 'MAAS_OPERATOR_KEY'])
    expect(help).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  expect(help.replaceAll(/\s+/g, ' ')).toContain('(MAAS_E2E_REPORT, default maas-report)')
  expect(help.split('\n').filter((line) => line.length > 105)).toEqual([])
})
