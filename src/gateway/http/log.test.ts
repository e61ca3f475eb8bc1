import { expect, test } from 'vitest'
import { createLog, withoutSecrets } from './log.ts'

test('a line is one JSON object with time, level, fields and message', () => {
  const lines: string[] = []
  createLog('info', (line) => lines.push(line)).warn({ id: 'abc', status: 502 }, 'answered')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    id: 'abc',
    status: 502,
    msg: 'answered',
  })
})

test('lines below the level are not written', () => {
  const lines: string[] = []
  const log = createLog('warn', (line) => lines.push(line))
  log.info({}, 'no')
  log.debug({}, 'no')
  log.error({}, 'yes')
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['yes'])
})

const SECRET = 'q7Hk2mVbTn4RwYx8LcPz5sDf9GjQa3Eu'
test.each([
  ['an OAuth header', `OAuth oauth_token="ToKeNtOkEnToKeN", oauth_signature="%26${SECRET}"`],
  [
    'a part of one that MAAS quotes',
    `Invalid signature. Expected signature base string: oauth_signature=%26${SECRET}`,
  ],
  ['an API key', `failed with consumer1234567890:token12345678901:${SECRET}`],
  ['a sealed session', `cookie __Host-maas-images-0a1b2c3d=${SECRET}.x.y was`],
  ['a device cookie', `cookie __Host-maas-images-device-0a1b2c3d=${SECRET}.x.y was`],
])('secrets are removed: %s', (_, text) => {
  expect(withoutSecrets(text)).not.toContain(SECRET)
  const lines: string[] = []
  createLog('error', (line) => lines.push(line)).error({ error: text, password: 'hunter2hunter2' }, text)
  expect(lines.join('')).not.toContain(SECRET)
  expect(lines.join('')).not.toContain('hunter2')
})
