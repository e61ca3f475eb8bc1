import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const KEY = { MAAS_API_KEY: 'a:b:c' }
const MAAS = 'http://maas.example.com:5240/MAAS'

test('without arguments the embedded region is served on 127.0.0.1:8080', () => {
  expect(readOptions([], {})).toEqual({
    kind: 'start',
    options: { host: '127.0.0.1', port: 8080, dev: false, maas: null, scenario: null, speed: 1 },
  })
})

test('arguments win over the environment', () => {
  const env = { PORT: '9000', HOST: '0.0.0.0' }
  expect(readOptions([], env)).toMatchObject({ options: { port: 9000, host: '0.0.0.0' } })
  expect(readOptions(['--port', '0', '--host', '::1'], env)).toMatchObject({
    options: { port: 0, host: '::1' },
  })
})

test('a MAAS comes from the argument or the environment, its key only from the environment', () => {
  const maas = { url: MAAS, apiKey: 'a:b:c' }
  expect(readOptions(['--maas', MAAS], KEY)).toMatchObject({ options: { maas } })
  expect(readOptions([], { ...KEY, MAAS_URL: MAAS })).toMatchObject({ options: { maas } })
})

test('--help is understood beside anything else', () => {
  expect(readOptions(['--help', '--port', 'x'], {})).toEqual({ kind: 'help' })
})

test.each([
  [['--port', 'x'], {}, 'The port must be'],
  [['--port', '70000'], {}, 'The port must be'],
  [[], { PORT: 'tcp://x' }, 'The port must be'],
  [['--speed=-1'], {}, 'The speed must be'],
  [['--speed', '-1'], {}, "Option '--speed' argument is ambiguous. See"],
  [['--sped', '1'], {}, "Unknown option '--sped'"],
  [['extra'], {}, "Unexpected argument 'extra'"],
  [['--maas', 'maas.example.com'], KEY, 'The address of MAAS must look like'],
  [['--maas', 'file:///etc/passwd'], KEY, 'The address of MAAS must look like'],
  [['--maas', MAAS], {}, 'Set MAAS_API_KEY'],
  [['--maas', MAAS], { MAAS_API_KEY: 'nonsense' }, 'consumer:token:secret'],
  [['--maas', MAAS, '--scenario', 'fresh'], KEY, 'embedded region'],
  [['--maas', MAAS, '--host', '0.0.0.0'], KEY, 'no sign-in'],
])('%j with %j is refused: %s', (args, env, message) => {
  expect(readOptions(args, env)).toEqual({ kind: 'wrong', message: expect.stringContaining(message) })
})
