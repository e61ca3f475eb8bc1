import { expect, test } from 'vitest'
import { BOTH_KEYRINGS, keyringConflict } from './keyring-conflict.ts'

test.each<[filename: string, data: string, conflict: string | null]>([
  ['/etc/key.gpg', 'mQENBA==', BOTH_KEYRINGS],
  ['/etc/key.gpg', ' \n', null],
  ['', 'mQENBA==', null],
  ['', '', null],
])('file “%s” and data “%s”', (filename, data, conflict) => {
  expect(keyringConflict(filename, data)).toBe(conflict)
})
