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
    message: 'url: Enter a valid URL. One of a or b.',
    fields: { url: ['Enter a valid URL.'], __all__: ['One of a or b.'] },
  })
})

test.each([
  [400, text, 'No provided name!', 400, 'bad-request', 'No provided name!'],
  [400, html, '<h1>Bad Request</h1>', 400, 'bad-request', 'MAAS did not accept the request.'],
  [400, json, '[1]', 400, 'bad-request', 'MAAS did not accept the request.'],
  [
    400,
    text,
    'Unable to delete %s %s. It is the operating system used in ephemeral environments.',
    400,
    'bad-request',
    'Unable to delete this selection. It is the operating system used in ephemeral environments.',
  ],
  [
    403,
    text,
    'This method is reserved for admin users.',
    403,
    'forbidden',
    'This method is reserved for admin users.',
  ],
  [403, html, '<p>CSRF</p>', 403, 'forbidden', 'MAAS does not allow this user to do that.'],
  [
    404,
    text,
    'No BootSource matches the given query.',
    404,
    'not-found',
    'No BootSource matches the given query.',
  ],
  [
    500,
    text,
    'BootResource matching query does not exist.',
    404,
    'not-found',
    'BootResource matching query does not exist.',
  ],
  [
    500,
    text,
    "'memoryview' object has no attribute 'read'",
    502,
    'region-refused',
    "MAAS answered with an error (500): 'memoryview' object has no attribute 'read'",
  ],
  [500, html, '<html>Traceback</html>', 502, 'region-refused', 'MAAS answered with an error (500).'],
  [413, html, '<html>', 413, 'region-refused', 'MAAS answered with an error (413).'],
  [405, text, '', 405, 'region-refused', 'MAAS answered with an error (405).'],
])('MAAS says %i %s %j', (status, type, body, answered, code, message) => {
  expect(said(status, type, body)).toEqual({ status: answered, code, message, fields: undefined })
})

test('nothing of the body of a 401 is used, for it can hold the secret', () => {
  const refusal = refusalOf({ status: 401, type: text, text: 'Expected signature base string: &SECRET' })
  expect(refusal.code).toBe('unauthorised')
  expect(refusal.message).not.toContain('SECRET')
})

test('a proxy in front of a stopped region counts as a region that cannot be reached', () => {
  expect(said(502, html, '<h1>Bad Gateway</h1>')).toMatchObject({ status: 502, code: 'region-unreachable' })
})
