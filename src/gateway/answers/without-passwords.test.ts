import { expect, test } from 'vitest'
import { withoutPasswords } from './without-passwords.ts'

test.each([
  ['http://proxy:3128/', 'http://proxy:3128/'],
  ['http://token@proxy:3128/', 'http://***@proxy:3128/'],
  ['see http://host/a@b', 'see http://host/a@b'],
  ['http://me:secret@proxy:3128/', 'http://me:***@proxy:3128/'],
  ['http://me:sec@r/et@proxy:3128/', 'http://me:***@proxy:3128/'],
  ['http://:secret@proxy/', 'http://:***@proxy/'],
  [
    'Failed. Verify network connectivity via your external proxy (http://me:secret@proxy:3128) and try again.',
    'Failed. Verify network connectivity via your external proxy (http://me:***@proxy:3128) and try again.',
  ],
  ['http://a:b@one/ and http://c:d@two/', 'http://a:***@one/ and http://c:***@two/'],
])('%s', (text, shown) => {
  expect(withoutPasswords(text)).toBe(shown)
})
