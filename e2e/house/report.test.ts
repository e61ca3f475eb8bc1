import { expect, test } from 'vitest'
import type { House } from './measure.ts'
import { brokenLaws, tableOf } from './report.ts'

const SOUND: House = {
  folders: [
    { path: 'src/api', files: 25, tests: 10 },
    { path: 'src/lib', files: 3, tests: 1 },
  ],
  cycles: [],
  wrongArrows: [],
  unused: [],
}

test.each<[law: string, part: Partial<House>, broken: string[]]>([
  ['a correct house breaks no law', {}, []],
  [
    'a folder with 26 files is too full',
    { folders: [{ path: 'src/api', files: 26, tests: 0 }] },
    ['src/api holds 26 files, more than 25'],
  ],
  [
    'each cycle names its files',
    { cycles: [['src/a.ts', 'src/b.ts']] },
    ['These files import one another in a circle: src/a.ts, src/b.ts'],
  ],
  [
    'each wrong import names file, target and law',
    { wrongArrows: [{ file: 'src/lib/a.ts', imports: '#api/b.ts', law: 'lib imports no other room.' }] },
    ['src/lib/a.ts imports #api/b.ts. lib imports no other room.'],
  ],
  [
    'unused exports are listed with their file',
    { unused: [{ what: 'exports', name: 'sum', file: 'src/lib/a.ts' }] },
    ['Nothing uses sum of src/lib/a.ts (exports)'],
  ],
])('%s', (_, part, broken) => {
  expect(brokenLaws({ ...SOUND, ...part })).toEqual(broken)
})

test('the table lists each folder, and the figures that two commits are compared by', () => {
  const unused = ['a', 'b'].map((name) => ({ what: 'exports', name, file: 'src/lib/a.ts' }))
  const cycles = [['src/a.ts', 'src/b.ts']]
  const lines = tableOf({ ...SOUND, cycles, unused }).split('\n')
  expect(lines).toContain('src/api     25     10')
  expect(lines).toContain('all         28     11')
  expect(lines).toContain('files per folder     14.0, at most 25 (src/api)')
  expect(lines).toContain('import cycles        1 with 2 files')
  expect(lines).toContain('unused               2 exports')
})
