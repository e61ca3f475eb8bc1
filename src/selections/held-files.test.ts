import { expect, test } from 'vitest'
import { besideDue, bytesHere, totalHere } from './held-files.ts'

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
  expect(totalHere(held)).toBe(390)
})

test.each([
  ['adds to what is due', [500, 0], [200, 80], { download: 300, freed: 0, due: 200 }],
  ['drops what is due', [0, 300], [200, 80], { download: 0, freed: 220, due: 0 }],
  ['has nothing due', [500, 300], [0, 0], { download: 500, freed: 300, due: 0 }],
] as const)('a change that %s', (_, [download, freed], [dueDownload, dueFreed], expected) => {
  expect(besideDue({ download, freed }, { download: dueDownload, freed: dueFreed })).toEqual(expected)
})
