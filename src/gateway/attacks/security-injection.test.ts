import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  API,
  EXPECTED_SOURCE,
  CREATION,
  SELECTION,
  SOURCE,
  startWire,
  statusOf,
  type TestWire,
} from '#testing/gateway/test-wire.ts'

let wire: TestWire
beforeEach(async () => {
  wire = await startWire()
})
// close() fails if a secret has leaked
afterEach(() => wire.close())

/** Texts that would end a line, a field, a part or a header in careless code. */
const BREAKING = [
  'a\r\nX-Injected: 1',
  'a\nop=stop_import',
  'a\r\n\r\nGET /MAAS/api/2.0/users/ HTTP/1.1\r\n\r\n',
  'a&op=delete&url=http://evil.example/',
  'a;b=c',
  'a=b',
  '%0d%0aX-Injected:%201',
  '%26op%3ddelete',
  'a\0b',
  'a"; filename="keyring_data',
  '"\r\nContent-Type: text/html\r\n\r\n<script>',
  '--\r\n--x--\r\n',
  '\u2028\u2029\u0085',
  '嘊嘍X-Injected: 1',
  'č\u010aX',
  '../../users/',
  '?op=whoami',
  '#',
  '\ud800 alone',
]
/** A field as MAAS receives it: a lone surrogate cannot be encoded. */
const whole = (text: string) => Buffer.from(text).toString()

test.each(BREAKING)('the text %j in a selection stays one form field', async (text) => {
  const said = await wire.write(`POST ${API}/boot-sources/1/selections/`, {
    ...CREATION,
    os: text,
    release: text,
    arches: [text, 'b'],
  })
  expect(statusOf(said)).toBe(200)
  expect(wire.calls()).toEqual([
    `GET ${API}/boot-sources/1/selections/`,
    `POST ${API}/boot-sources/1/selections/`,
  ])
  const [got] = wire.writes()
  expect([...new URLSearchParams(got?.body.toString())]).toEqual([
    ['os', whole(text)],
    ['release', whole(text)],
    ['arches', whole(text)],
    ['arches', 'b'],
    ['subarches', '*'],
    ['labels', '*'],
  ])
  // only ASCII, and no separators except those of the form itself
  expect(got?.body.toString('latin1')).toMatch(/^[\w.*%+&=-]+$/)
})

test.each(BREAKING)('the text %j in a source stays one part of a multipart form', async (text) => {
  const source = {
    url: text,
    keyring_filename: '',
    name: text,
    keyring_data: Buffer.from(`${text}\r\n--`).toString('base64'),
    expected: EXPECTED_SOURCE,
  }
  expect(statusOf(await wire.write(`PUT ${API}/boot-sources/1/`, source))).toBe(200)
  const [got] = wire.writes()
  const form = await new Response(new Uint8Array(got?.body ?? Buffer.alloc(0)), {
    headers: { 'content-type': got?.headers['content-type'] ?? '' },
  }).formData()
  expect([...form.keys()]).toEqual(['url', 'keyring_filename', 'name', 'keyring_data'])
  // a multipart form has only one kind of line break
  const inForm = whole(text).replaceAll(/\r\n|\r|\n/g, '\r\n')
  expect([form.get('url'), form.get('name')]).toEqual([inForm, inForm])
  const file = form.get('keyring_data')
  expect(file).toBeInstanceOf(File)
  expect(Buffer.from(await (file as File).arrayBuffer()).equals(Buffer.from(`${text}\r\n--`))).toBe(true)
  expect((file as File).name).toBe('keyring_data')
})

test.each(BREAKING)('the text %j in a setting and at sign-in stays one field', async (text) => {
  expect(
    statusOf(
      await wire.write(`POST ${API}/maas/?op=set_config`, {
        name: 'default_osystem',
        value: text,
        expected: 'ubuntu',
      }),
    ),
  ).toBe(204)
  expect([...new URLSearchParams(wire.received.at(-1)?.body.toString())]).toEqual([
    ['name', 'default_osystem'],
    ['value', whole(text)],
  ])
  const asking = await startWire({
    credentials: { kind: 'sign-in', secret: 'SEALofTheTests, which is hard to guess', secure: false },
  })
  try {
    await asking.write('POST /gateway/session', {
      kind: 'password',
      username: `a${text}`,
      password: `b${text}`,
      consumer: 'other',
    })
    const [got] = asking.received
    expect([...new URLSearchParams(got?.body.toString())]).toEqual([
      ['username', whole(`a${text}`)],
      ['password', whole(`b${text}`)],
      ['consumer', 'MAAS Images'],
    ])
  } finally {
    await asking.close()
  }
})

test.each([
  'a:b:c\r\nX-Injected: 1',
  'a:b:c"',
  'a:b,c:d',
  'a:b:c d',
  'a:b:ü',
  'a:b:c\0',
  'a:b',
  'a:b:c:d',
  '::',
  `a:b:${'c'.repeat(201)}`,
])('%j is refused as a key, and never sent in a header', async (key) => {
  const asking = await startWire({
    credentials: { kind: 'sign-in', secret: 'SEALofTheTests, which is hard to guess', secure: false },
  })
  try {
    expect(statusOf(await asking.write('POST /gateway/session', { kind: 'api-key', key }))).toBe(400)
    expect(asking.calls()).toEqual([])
  } finally {
    await asking.close()
  }
})

test.each([
  ['an unknown field', { ...CREATION, user: 'admin' }],
  [
    '__proto__',
    JSON.parse(
      `{"__proto__":{"user":"admin","url":"http://evil.example/"},${JSON.stringify(CREATION).slice(1)}`,
    ) as object,
  ],
  ['constructor', { ...CREATION, constructor: { prototype: { user: 'admin' } } }],
  [
    'a duplicate field',
    `${JSON.stringify({ ...CREATION, os: 'evil', user: 1 }).slice(0, -1)},${JSON.stringify(CREATION).slice(1)}`,
  ],
])('%s does not reach MAAS, and changes nothing in the gateway', async (_, body) => {
  expect(statusOf(await wire.write(`POST ${API}/boot-sources/1/selections/`, body))).toBe(200)
  expect(wire.writes()[0]?.body.toString()).toBe('os=ubuntu&release=noble&arches=amd64&subarches=*&labels=*')
  expect(Reflect.get({}, 'user')).toBeUndefined()
})

const JAMMY = { ...SELECTION, release: 'jammy' }
test('the expected state does not reach MAAS, alone in a body or beside fields', async () => {
  const path = `${API}/boot-sources/1/selections/1/`
  expect(statusOf(await wire.write(`PUT ${path}`, { ...JAMMY, arches: ['*'], expected: JAMMY }))).toBe(200)
  expect(statusOf(await wire.write(`DELETE ${path}`, { expected: JAMMY }))).toBe(204)
  const deletion = { expected: { ...EXPECTED_SOURCE, selections: [JAMMY] } }
  expect(statusOf(await wire.write(`DELETE ${API}/boot-sources/1/`, deletion))).toBe(204)
  expect(wire.writes().map(({ method, body }) => `${method} ${body.toString()}`)).toEqual([
    'PUT os=ubuntu&release=jammy&arches=*&subarches=*&labels=*',
    'DELETE ',
    'DELETE ',
  ])
})

const LONG = 'x'.repeat(10_001)
test.each<[what: string, expected: unknown]>([
  ['none', undefined],
  ['null, which is for creations', null],
  ['a text', 'jammy'],
  ['a list', [JAMMY]],
  ['without the lists', { os: 'ubuntu', release: 'jammy' }],
  ['with a list of numbers', { ...JAMMY, arches: [1] }],
  ['with more than any stream has', { ...JAMMY, arches: Array<string>(501).fill('a') }],
  ['with an endless text', { ...JAMMY, labels: [LONG] }],
])('an expected state that is %s is refused, and MAAS is not called', async (_, expected) => {
  const path = `${API}/boot-sources/1/selections/1/`
  expect(statusOf(await wire.write(`PUT ${path}`, { ...JAMMY, expected }))).toBe(400)
  expect(statusOf(await wire.write(`DELETE ${path}`, { expected }))).toBe(400)
  expect(wire.calls()).toEqual([])
})

test('an expected state in the prototype does not count', async () => {
  const body = `{"__proto__":{"expected":null},${JSON.stringify(SELECTION).slice(1)}`
  expect(statusOf(await wire.write(`POST ${API}/boot-sources/1/selections/`, body))).toBe(400)
  expect(wire.calls()).toEqual([])
})

test.each([
  ['a list', { os: ['a'] }],
  ['a number', { os: 1 }],
  ['null', { release: null }],
  ['an object with toString', { release: { toString: 'x' } }],
  ['a list in a list', { arches: [['amd64']] }],
  ['a text for a list', { arches: 'amd64' }],
])('%s instead of a text is refused by the gateway', async (_, wrong) => {
  expect(
    statusOf(await wire.write(`POST ${API}/boot-sources/1/selections/`, { ...CREATION, ...wrong })),
  ).toBe(400)
  expect(wire.calls()).toEqual([])
})

test.each(['aGk', '=', 'a=b=', 'a===', 'aGk=x', '<script>', 'aGk\0', 'aGk-', 'aGk_', '%61'])(
  'the keyring data %j is refused unless it is base64',
  async (keyring_data) => {
    const said = await wire.write(`PUT ${API}/boot-sources/1/`, {
      url: SOURCE.url,
      keyring_filename: '',
      keyring_data,
      expected: EXPECTED_SOURCE,
    })
    const good = ['aGk', '='].includes(keyring_data)
    expect(statusOf(said)).toBe(good ? 200 : 400)
    expect(wire.writes()).toHaveLength(good ? 1 : 0)
  },
)
