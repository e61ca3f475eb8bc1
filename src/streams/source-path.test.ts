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
])('that %s leads out of the source is %s', (path, leaves) => {
  expect(leavesSource(path)).toBe(leaves)
})
