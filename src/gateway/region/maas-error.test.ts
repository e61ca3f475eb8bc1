import { expect, test } from 'vitest'
import { refusalOf } from './maas-error.ts'

const json = 'application/json; charset=utf-8'
const text = 'text/plain; charset=utf-8'
const html = 'text/html; charset=utf-8'

const said = (status: number, type: string, body: string) => {
  const { status: answered, code, message, fields } = refusalOf({ status, type, text: body })
  return { status: answered, code, message, fields }
}

test('a validation error keeps its fields and reads as a sentence', () => {
  expect(said(400, json, '{"url":["Enter a valid URL."],"__all__":["One of a or b."]}')).toEqual({
    status: 400,
    code: 'bad-request',
    message:
      'Address: MAAS does not accept this address: it must begin with http:// or https://, and its host needs a dot and no underscore. One of a or b.',
    fields: {
      url: [
        'MAAS does not accept this address: it must begin with http:// or https://, and its host needs a dot and no underscore.',
      ],
      __all__: ['One of a or b.'],
    },
  })
})

test.each([
  ['api/2.0/boot-sources/', { priority: ['Another boot source has this priority. Choose another number.'] }],
  [
    'api/2.0/boot-sources/3/',
    { priority: ['Another boot source has this priority. Choose another number.'] },
  ],
  ['api/2.0/boot-sources/3/selections/', undefined],
])('a conflict page of MAAS 3.8 is explained: %s', (path, fields) => {
  const page = '<h2>Conflict error. Try your request again, as it will most likely succeed.</h2>'
  const refusal = refusalOf({ status: 409, type: html, text: page, retryAfter: 5 }, path)
  expect(refusal).toMatchObject({ status: 409, code: 'region-refused', retryAfter: undefined })
  expect(refusal.fields).toEqual(fields)
  expect(refusal.message).not.toContain('most likely')
})

test.each([
  [400, text, 'No provided name!', 400, 'bad-request', 'No provided name!'],
  [400, html, '<h1>Bad Request</h1>', 400, 'bad-request', 'MAAS did not accept the request.'],
  [400, json, '[1]', 400, 'bad-request', 'MAAS did not accept the request.'],
  [403, html, '<p>CSRF</p>', 403, 'forbidden', 'MAAS does not allow this user to do that.'],
  [
    500,
    text,
    'database is locked',
    502,
    'region-refused',
    'MAAS answered with an error (500): database is locked. Try again. If the error persists, check the log of the region.',
  ],
  [
    500,
    html,
    '<html>Traceback</html>',
    502,
    'region-refused',
    'MAAS answered with an error (500). Try again. If the error persists, check the log of the region.',
  ],
  [
    413,
    html,
    '<html>',
    413,
    'region-refused',
    'The web server of MAAS refused the request because it is too large. Its default limit is 10 MB.',
  ],
  [
    405,
    text,
    '',
    405,
    'region-refused',
    'MAAS answered with an error (405). Try again. If the error persists, check the log of the region.',
  ],
])('the answer %i of MAAS (%s, %j) is explained', (status, type, body, answered, code, message) => {
  expect(said(status, type, body)).toEqual({ status: answered, code, message, fields: undefined })
})

test('the body of a 401 is not used, because it can contain the secret', () => {
  const refusal = refusalOf({ status: 401, type: text, text: 'Expected signature base string: &SECRET' })
  expect(refusal.code).toBe('unauthorized')
  expect(refusal.message).not.toContain('SECRET')
})

test.each([
  [502, undefined, 'region-unreachable', 'the region behind it does not'],
  [504, undefined, 'region-unreachable', 'the region behind it does not'],
  [
    503,
    undefined,
    'region-unreachable',
    'MAAS is not ready: it is starting, stopping or overloaded. Try again',
  ],
  [503, 0, 'region-unreachable', 'Try again in a moment.'],
  [503, 1, 'region-unreachable', 'MAAS asks to wait 1 second before the next try.'],
  [503, 119, 'region-unreachable', 'MAAS asks to wait 119 seconds before the next try.'],
  [503, 121, 'region-unreachable', 'MAAS asks to wait 3 minutes before the next try.'],
  [
    429,
    30,
    'region-refused',
    'MAAS receives too many requests. MAAS asks to wait 30 seconds before the next try.',
  ],
])(
  'the status %i with Retry-After %s is reported with the time of the next try',
  (status, retryAfter, code, message) => {
    const refusal = refusalOf({
      status,
      type: html,
      text: '<h1>Busy</h1>',
      ...(retryAfter !== undefined && { retryAfter }),
    })
    expect(refusal).toMatchObject({ status: status === 429 ? 429 : 502, code, retryAfter })
    expect(refusal.message).toContain(message)
    expect(refusal.message).not.toContain('Busy')
  },
)

test.each([
  [
    301,
    'https://maas.example.com:5443/MAAS/r/?token=s3cret',
    'it redirects to maas.example.com:5443 (https)',
  ],
  [302, 'http://user:s3cret@login.example.com/?next=/MAAS', 'it redirects to login.example.com (http)'],
  [302, '/MAAS/accounts/login/?s3cret', 'it redirects to another address'],
  [302, 'javascript:s3cret', 'it redirects to another address'],
  [304, undefined, 'it redirects to another address'],
])(
  '%i with location %s means that the address of MAAS is wrong, and only its host is shown',
  (status, location, message) => {
    const refusal = refusalOf({ status, type: html, text: '', ...(location && { location }) })
    expect(refusal).toMatchObject({ status: 502, code: 'region-unreadable' })
    expect(refusal.message).toContain(`The address of MAAS is wrong: ${message}`)
    expect(refusal.message).not.toContain('s3cret')
  },
)

test('a clock that is behind is reported, because MAAS then refuses every key', () => {
  const late = { status: 401, type: html, text: "Authorization Error: 'Expired timestamp'" }
  expect(refusalOf({ ...late, ahead: 3_600 })).toMatchObject({ status: 502, code: 'region-refused' })
  expect(refusalOf({ ...late, ahead: 3_600 }).message).toContain('60 minutes behind that of MAAS')
  expect(refusalOf({ ...late, ahead: 299 }).code).toBe('unauthorized')
  expect(refusalOf({ ...late, ahead: -3_600 }).code).toBe('unauthorized')
})
