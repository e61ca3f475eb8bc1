import { expect, test } from 'vitest'
import { bytesHere, bytesKept, sumOf } from './held-files.ts'

const held = [
  { sets: [{ files: [['root', 300, 300] as const, ['ga', 100, 40] as const] }] },
  { sets: [{ files: [['root', 300, 120] as const] }, { files: [['old', 50, 50] as const] }] },
]

test('a file that several resources share is here as far as the one that has most of it', () => {
  expect([...bytesHere(held)]).toEqual([
    ['root', 300],
    ['ga', 40],
    ['old', 50],
  ])
  expect(sumOf(bytesHere(held))).toBe(390)
})

test('an import that is not running yet downloads a half-downloaded file from its start', () => {
  expect([...bytesKept(held)]).toEqual([
    ['root', 300],
    ['old', 50],
  ])
})
