import { expect, test } from 'vitest'
import { ALL_OF, draftOf, jammy, noble } from '#testing/image-fixtures.ts'
import { undecided, type MergeChange } from './merge.ts'
import { releaseKey } from '#selections/keys.ts'

const BASE = ALL_OF('amd64')
const MINE = ALL_OF('amd64', 'arm64')
const THEIRS = ALL_OF('arm64')
const change = (part: Partial<MergeChange>): MergeChange => ({
  id: noble,
  base: BASE,
  theirs: THEIRS,
  merged: MINE,
  conflict: true,
  ...part,
})
const draft = draftOf([noble, THEIRS, MINE], [jammy, THEIRS, MINE])
const basesOf = (changes: readonly MergeChange[]) => {
  const edited = undecided(draft, changes)
  expect([...edited.keys()]).toEqual([...draft.keys()])
  for (const { wanted } of edited.values()) expect(wanted).toEqual(MINE)
  return [noble, jammy].map((id) => edited.get(releaseKey(id))?.base)
}

test.each<[rule: string, changes: readonly MergeChange[], bases: unknown[]]>([
  ['a conflict starts from its own base again', [change({})], [BASE, THEIRS]],
  [
    'a conflict about a release that was not selected starts from nothing',
    [change({ base: null })],
    [null, THEIRS],
  ],
  ['a change without a conflict stays merged', [change({ conflict: false })], [THEIRS, THEIRS]],
  ['each conflict has its own base', [change({}), change({ id: jammy, base: null })], [BASE, null]],
  ['without changes nothing is undecided', [], [THEIRS, THEIRS]],
])('%s', (_, changes, bases) => {
  expect(basesOf(changes)).toEqual(bases)
})
