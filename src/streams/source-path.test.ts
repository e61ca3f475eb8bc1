import { expect, test } from 'vitest'
import { leavesSource } from './source-path.ts'

test.each([
  ['streams/v1/com.ubuntu.maas:stable:v3:download.sjson', false],
  ['noble/amd64/20260706/squashfs', false],
  ['a..b/c', false],
  ['/etc/passwd', true],
  ['//elsewhere.example.com/x', true],
  ['\\\\elsewhere.example.com\\x', true],
  ['../x', true],
  ['a/../../x', true],
  ['a\\..\\..\\x', true],
  ['%2e%2E/x', true],
  ['.%2e/x', true],
  ['http://elsewhere.example.com/x', true],
  ['.\t./x', true],
  ['.%2\ne/x', true],
  ['a/.. ', true],
  ['..\u0000', true],
  ['..?x', true],
  ['a/..#x', true],
])('that %j leads out of the source is %s', (path, leaves) => {
  expect(leavesSource(path)).toBe(leaves)
})

test.each(['.\t./x', '..?x', '..#x', '.. ', '.%2\re/x', '..\u0001'])(
  'a URL made of %j would indeed leave the source',
  (path) => {
    expect(new URL(`http://a.example.com/root/${path}`).href).not.toContain('/root/')
  },
)
