import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALL_OF, draftOf, jammy, noble, savedOf } from '#testing/image-fixtures.ts'
import { mergeDraft, notAsSaved } from './merge.ts'
import { wantedOf } from '#features/images/rules/selection.ts'
import { effective, sameWanted, type Wanted } from '#selections/wanted.ts'
import { releaseKey } from '#selections/keys.ts'

const NOTHING = null
const kernels = (subarches: string[], ...arches: string[]): Wanted => ({ ...ALL_OF(...arches), subarches })
const savedNow = (theirs: Wanted | null) => (theirs ? savedOf([noble, theirs]) : savedOf())

type Case = [
  rule: string,
  base: Wanted | null,
  mine: Wanted | null,
  theirs: Wanted | null,
  merged: Wanted | null,
]

describe('compatible changes', () => {
  test.each<Case>([
    [
      'both select one more',
      ALL_OF('amd64'),
      ALL_OF('amd64', 'arm64'),
      ALL_OF('amd64', 's390x'),
      ALL_OF('amd64', 'arm64', 's390x'),
    ],
    [
      'one selects, one clears',
      ALL_OF('amd64', 'arm64'),
      ALL_OF('amd64', 'arm64', 's390x'),
      ALL_OF('amd64'),
      ALL_OF('amd64', 's390x'),
    ],
    ['both add the release', NOTHING, ALL_OF('amd64'), ALL_OF('arm64'), ALL_OF('amd64', 'arm64')],
    [
      'I chose architectures, they kernels',
      ALL_OF('amd64'),
      ALL_OF('amd64', 'arm64'),
      kernels(['ga-24.04'], 'amd64'),
      kernels(['ga-24.04'], 'amd64', 'arm64'),
    ],
    [
      'I chose kernels, they architectures',
      ALL_OF('amd64'),
      kernels(['ga-24.04'], 'amd64'),
      ALL_OF('arm64'),
      kernels(['ga-24.04'], 'arm64'),
    ],
    [
      'I drop it, they only clear an architecture',
      ALL_OF('amd64', 'arm64'),
      NOTHING,
      ALL_OF('amd64'),
      NOTHING,
    ],
    [
      'they selected all, I selected one',
      ALL_OF('amd64'),
      ALL_OF('amd64', 'arm64'),
      ALL_OF('*'),
      ALL_OF('*'),
    ],
    [
      'I selected all, they selected one',
      ALL_OF('amd64'),
      ALL_OF('*'),
      ALL_OF('amd64', 'arm64'),
      ALL_OF('*'),
    ],
    [
      'both replace “all” with a list: what both kept',
      ALL_OF('*'),
      ALL_OF('amd64', 'arm64'),
      ALL_OF('amd64', 's390x'),
      ALL_OF('amd64'),
    ],
    [
      'I replace “all” with a list, they choose kernels',
      ALL_OF('*'),
      ALL_OF('amd64'),
      kernels(['ga-24.04'], '*'),
      kernels(['ga-24.04'], 'amd64'),
    ],
  ])('%s', (_, base, mine, theirs, merged) => {
    const result = mergeDraft(draftOf([noble, base, mine]), savedNow(theirs))
    expect(result.changes).toEqual([{ id: noble, base, theirs, merged, conflict: false }])
    expect(wantedOf(savedNow(theirs), result.draft, releaseKey(noble))).toEqual(merged)
  })
})

describe('changes that contradict each other keep mine and are marked', () => {
  test.each<Case>([
    [
      'they dropped it, I selected more',
      ALL_OF('amd64'),
      ALL_OF('amd64', 'arm64'),
      NOTHING,
      ALL_OF('amd64', 'arm64'),
    ],
    ['I drop it, they selected more', ALL_OF('amd64'), NOTHING, ALL_OF('amd64', 'arm64'), NOTHING],
    ['I drop it, they chose kernels', ALL_OF('amd64'), NOTHING, kernels(['ga-24.04'], 'amd64'), NOTHING],
    [
      'both chose kernels',
      ALL_OF('amd64'),
      kernels(['ga-24.04'], 'amd64'),
      kernels(['hwe-24.04'], 'amd64'),
      kernels(['ga-24.04'], 'amd64'),
    ],
    [
      'both add the release with different kernels',
      NOTHING,
      ALL_OF('amd64'),
      kernels(['ga-24.04'], 'amd64'),
      ALL_OF('amd64'),
    ],
    [
      'each cleared what the other kept',
      ALL_OF('amd64', 'arm64'),
      ALL_OF('amd64'),
      ALL_OF('arm64'),
      ALL_OF('amd64'),
    ],
    [
      'they selected all, I cleared one',
      ALL_OF('amd64', 'arm64'),
      ALL_OF('amd64'),
      ALL_OF('*'),
      ALL_OF('amd64'),
    ],
    ['I selected all, they cleared one', ALL_OF('amd64', 'arm64'), ALL_OF('*'), ALL_OF('amd64'), ALL_OF('*')],
    [
      'both replace “all” with lists that have nothing in common',
      ALL_OF('*'),
      ALL_OF('amd64'),
      ALL_OF('arm64'),
      ALL_OF('amd64'),
    ],
  ])('%s', (_, base, mine, theirs, merged) => {
    const result = mergeDraft(draftOf([noble, base, mine]), savedNow(theirs))
    expect(result.changes).toEqual([{ id: noble, base, theirs, merged, conflict: true }])
    expect(wantedOf(savedNow(theirs), result.draft, releaseKey(noble))).toEqual(merged)
  })
})

test('the new draft starts from the selection that is saved now', () => {
  const now = savedNow(ALL_OF('amd64', 's390x'))
  const { draft } = mergeDraft(draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')]), now)
  expect(draft.get(releaseKey(noble))?.base).toEqual(ALL_OF('amd64', 's390x'))
  expect(mergeDraft(draft, now).changes).toEqual([])
})

test('releases that no one else changed stay in the draft and are not reported', () => {
  const draft = draftOf([noble, ALL_OF('amd64'), ALL_OF('arm64')], [jammy, null, ALL_OF('amd64')])
  const { draft: next, changes } = mergeDraft(draft, savedOf([noble, ALL_OF('amd64')]))
  expect(changes).toEqual([])
  expect(next).toEqual(draft)
})

test('what an interrupted save has written already is neither a change nor a draft', () => {
  const draft = draftOf([noble, null, ALL_OF('amd64')], [jammy, ALL_OF('amd64'), null])
  const { draft: next, changes } = mergeDraft(
    draft,
    savedOf([noble, ALL_OF('amd64')], [jammy, ALL_OF('amd64')]),
  )
  expect(changes).toEqual([])
  expect([...next.keys()]).toEqual([releaseKey(jammy)])
})

test('a merge that agrees with what they saved leaves nothing to save', () => {
  const draft = draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')])
  expect(mergeDraft(draft, savedNow(ALL_OF('*'))).draft.size).toBe(0)
})

/** Saved was `mine`; `left` is what is then still to be saved, where the person wants it. */
describe('after a save', () => {
  test.each<[rule: string, base: Wanted | null, mine: Wanted | null]>([
    ['a change', ALL_OF('amd64'), ALL_OF('amd64', 'arm64')],
    ['a new release', NOTHING, ALL_OF('amd64')],
    ['a release that was dropped', ALL_OF('amd64'), NOTHING],
  ])('%s that is still as it was saved is not reported', (_, base, mine) => {
    expect(notAsSaved(draftOf([noble, base, mine]), savedNow(mine))).toBeNull()
  })

  type CaseAndVerdict = [...Case, conflict: boolean]
  test.each<CaseAndVerdict>([
    [
      'they put back what was there before: the person decides',
      ALL_OF('amd64'),
      ALL_OF('amd64', 'arm64'),
      ALL_OF('amd64'),
      ALL_OF('amd64', 'arm64'),
      true,
    ],
    ['they dropped what I selected', NOTHING, ALL_OF('amd64'), NOTHING, ALL_OF('amd64'), true],
    ['they selected again what I dropped', ALL_OF('amd64'), NOTHING, ALL_OF('amd64'), NOTHING, true],
    [
      'they wrote what they had read before my save: both are merged',
      ALL_OF('amd64'),
      ALL_OF('amd64', 'arm64'),
      ALL_OF('amd64', 's390x'),
      ALL_OF('amd64', 'arm64', 's390x'),
      false,
    ],
    [
      'they added to what I saved: nothing is left to save',
      ALL_OF('amd64'),
      ALL_OF('amd64', 'arm64'),
      ALL_OF('amd64', 'arm64', 's390x'),
      ALL_OF('amd64', 'arm64', 's390x'),
      false,
    ],
  ])('%s', (_, base, mine, theirs, merged, conflict) => {
    const now = savedNow(theirs)
    const unsaved = notAsSaved(draftOf([noble, base, mine]), now)
    expect(unsaved?.changes).toEqual([{ id: noble, base, theirs, merged, conflict }])
    expect(unsaved && wantedOf(now, unsaved.draft, releaseKey(noble))).toEqual(merged)
    expect(unsaved?.draft.size).toBe(sameWanted(merged, theirs) ? 0 : 1)
  })
})

const names = fc.oneof(fc.constant(['*']), fc.subarray(['amd64', 'arm64', 's390x']))
const someWanted = fc.option(
  fc.record({ arches: names, subarches: fc.constantFrom(['*'], ['ga-24.04']), labels: fc.constant(['*']) }),
)

describe('for any base, mine and theirs', () => {
  const property = (rule: (base: Wanted | null, mine: Wanted | null, theirs: Wanted | null) => void) =>
    fc.assert(fc.property(someWanted, someWanted, someWanted, rule))
  const resultOf = (base: Wanted | null, mine: Wanted | null, theirs: Wanted | null) => {
    const now = savedNow(theirs)
    const merged = mergeDraft(draftOf([noble, base, effective(mine)]), now)
    return { ...merged, wanted: wantedOf(now, merged.draft, releaseKey(noble)) }
  }

  test('without their change the result is mine, without mine it is theirs', () => {
    property((base, mine, theirs) => {
      expect(sameWanted(resultOf(base, mine, base).wanted, mine)).toBe(true)
      const { changes, wanted } = resultOf(base, base, theirs)
      expect(sameWanted(wanted, theirs) || changes[0]?.conflict).toBe(true)
    })
  })

  test('without a conflict both sides get the same result', () => {
    property((base, mine, theirs) => {
      const one = resultOf(base, mine, theirs)
      const other = resultOf(base, theirs, mine)
      if (one.changes[0]?.conflict || other.changes[0]?.conflict) return
      expect(sameWanted(one.wanted, other.wanted)).toBe(true)
    })
  })

  test('merging twice changes nothing more', () => {
    property((base, mine, theirs) => {
      const { draft } = resultOf(base, mine, theirs)
      const again = mergeDraft(draft, savedNow(theirs))
      expect(again.changes).toEqual([])
      expect(again.draft).toEqual(draft)
    })
  })

  test('a merge never results in an empty list', () => {
    property((base, mine, theirs) => {
      for (const { wanted } of resultOf(base, mine, theirs).draft.values()) {
        expect(wanted === null || effective(wanted) !== null).toBe(true)
      }
    })
  })
})
