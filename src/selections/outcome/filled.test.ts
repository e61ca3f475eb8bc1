import { expect, test } from 'vitest'
import { filledBy } from './filled.ts'
import type { Brought, HeldResource } from '#selections/source-offer.ts'

const read = (version: string): Brought => ({
  name: 'ubuntu/noble',
  architecture: 'amd64/ga',
  version,
  files: new Map([[`file of ${version}`, 100]]),
})
const held = (...versions: string[]): HeldResource[] => [
  {
    synced: true,
    name: 'ubuntu/noble',
    architecture: 'amd64/ga',
    sets: versions.map((version) => ({
      version,
      label: 'stable',
      complete: true,
      files: [[`file of ${version}`, 100, 100]],
    })),
  },
]

test.each<[string, Brought[], HeldResource[], string, string[]]>([
  ['one version is what stays', [read('1')], [], '1', []],
  ['of two versions the one that is read last', [read('1'), read('2')], [], '2', ['file of 1']],
  ['the same version of two sources is one', [read('1'), read('1')], held('1'), '1', []],
  // its set is made after that of the version that is there
  ['of two versions the one that is not held', [read('1'), read('2')], held('2'), '1', ['file of 2']],
  ['of two versions that are held the later one', [read('1'), read('2')], held('2', '1'), '1', ['file of 2']],
  [
    'of one version that is held before another the other one',
    [read('1')],
    held('1', '2'),
    '2',
    ['file of 1'],
  ],
])('%s', (_, list, before, version, passing) => {
  const filled = filledBy(list, before).get('ubuntu/noble amd64/ga')
  expect(filled?.version).toBe(version)
  expect(filled?.others?.flatMap(({ files }) => [...files.keys()]) ?? []).toEqual(passing)
})
