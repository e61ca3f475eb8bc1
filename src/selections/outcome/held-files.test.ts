import { expect, test } from 'vitest'
import { bytesByFile, bytesKept, totalBytes } from './held-files.ts'

const held = [
  { sets: [{ files: [['root', 300, 300] as const, ['ga', 100, 40] as const] }] },
  { sets: [{ files: [['root', 300, 120] as const] }, { files: [['old', 50, 50] as const] }] },
]

test('the region has as much of a shared file as the resource with the most bytes of it', () => {
  expect([...bytesByFile(held)]).toEqual([
    ['root', 300],
    ['ga', 40],
    ['old', 50],
  ])
  expect(totalBytes(bytesByFile(held))).toBe(390)
})

test('a new import downloads a partial file from its start', () => {
  expect([...bytesKept(held)]).toEqual([
    ['root', 300],
    ['old', 50],
  ])
})
