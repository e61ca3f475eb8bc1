import { describe, expect, test } from 'vitest'
import { ALL_OF, draftOf, jammy, noble, savedOf } from '#testing/image-fixtures.ts'
import type { Draft, Saved } from './model.ts'
import {
  isSelected,
  followSource,
  rebase,
  setAllArches,
  setArches,
  setKernels,
  wantedOf,
} from './selection.ts'
import { type ReleaseId, releaseKey } from '#selections/keys.ts'

const EMPTY: Draft = new Map()
const OFFERED = ['amd64', 'arm64', 's390x']
const key = releaseKey(noble)

const select = (
  draft: Draft,
  saved: Saved,
  id: ReleaseId,
  arches: readonly string[],
  on: boolean,
  offered: readonly string[],
) => setArches(draft, saved, [{ id, arches, offered }], on)

describe('selecting', () => {
  test('selecting a new release includes all kernels and labels, also future ones', () => {
    const draft = select(EMPTY, savedOf(), noble, ['amd64'], true, OFFERED)
    expect(draft.get(key)).toEqual({ ...noble, base: null, wanted: ALL_OF('amd64') })
  })

  test('a release that is selected keeps its kernels and labels', () => {
    const saved = savedOf([noble, { arches: ['amd64'], subarches: ['ga-24.04'], labels: ['stable'] }])
    const draft = select(EMPTY, saved, noble, ['arm64'], true, OFFERED)
    expect(wantedOf(saved, draft, key)).toEqual({
      arches: ['amd64', 'arm64'],
      subarches: ['ga-24.04'],
      labels: ['stable'],
    })
  })

  test('clearing everything and selecting it again restores the kernels', () => {
    const saved = savedOf([noble, { ...ALL_OF('amd64', 'arm64'), subarches: ['ga-24.04'] }])
    const without = select(EMPTY, saved, noble, OFFERED, false, OFFERED)
    expect(wantedOf(saved, without, key)).toBeNull()
    const again = select(without, saved, noble, ['arm64'], true, OFFERED)
    expect(wantedOf(saved, again, key)).toEqual({ ...ALL_OF('arm64'), subarches: ['ga-24.04'] })
  })

  test('selecting and clearing leaves nothing to save', () => {
    const selected = select(EMPTY, savedOf(), noble, ['amd64'], true, OFFERED)
    expect(select(selected, savedOf(), noble, ['amd64'], false, OFFERED).size).toBe(0)
  })

  test('selecting every architecture by hand does not include future ones', () => {
    const draft = select(EMPTY, savedOf(), noble, OFFERED, true, OFFERED)
    expect(draft.get(key)?.wanted?.arches).toEqual(OFFERED)
  })

  test('a selection that imports nothing counts as none, and is filled when something is selected', () => {
    const saved = savedOf([noble, { arches: ['amd64'], subarches: [], labels: ['stable'] }])
    expect(wantedOf(saved, EMPTY, key)).toBeNull()
    const draft = select(EMPTY, saved, noble, ['arm64'], true, OFFERED)
    expect(wantedOf(saved, draft, key)).toEqual({ arches: ['arm64'], subarches: ['*'], labels: ['stable'] })
  })

  test('what the region had when a release was first touched stays its base', () => {
    const first = savedOf([noble, ALL_OF('amd64')])
    const draft = select(EMPTY, first, noble, ['arm64'], true, OFFERED)
    const now = savedOf([noble, ALL_OF('amd64', 's390x')])
    expect(select(draft, now, noble, ['amd64'], false, OFFERED).get(key)?.base).toEqual(ALL_OF('amd64'))
  })

  test('other releases of the draft are left alone, and the old draft is not changed', () => {
    const draft = select(EMPTY, savedOf(), jammy, ['amd64'], true, OFFERED)
    const next = select(draft, savedOf(), noble, ['amd64'], true, OFFERED)
    expect([...next.keys()]).toEqual([releaseKey(jammy), key])
    expect(draft.size).toBe(1)
  })
})

describe('all architectures, including future ones', () => {
  const saved = savedOf([noble, ALL_OF('*')])

  test('select every architecture', () => {
    const wanted = wantedOf(saved, EMPTY, key)
    expect(isSelected(wanted, 'amd64')).toBe(true)
    expect(isSelected(wanted, 'riscv64')).toBe(true)
    expect(isSelected(null, 'amd64')).toBe(false)
  })

  test('stay unchanged when one of them is selected', () => {
    expect(select(EMPTY, saved, noble, ['amd64'], true, OFFERED)).toBe(EMPTY)
  })

  test('become all other offered ones when one is cleared', () => {
    const draft = select(EMPTY, saved, noble, ['arm64'], false, OFFERED)
    expect(draft.get(key)).toEqual({ ...noble, base: ALL_OF('*'), wanted: ALL_OF('amd64', 's390x') })
  })

  test('are not restored by selecting the last one by hand', () => {
    const draft = select(EMPTY, saved, noble, ['arm64'], false, OFFERED)
    const again = select(draft, saved, noble, ['arm64'], true, OFFERED)
    expect(again.get(key)?.wanted?.arches).toEqual(OFFERED)
  })

  test('are restored by selecting all of them, which leaves nothing to save', () => {
    const draft = select(EMPTY, saved, noble, ['arm64'], false, OFFERED)
    expect(setAllArches(draft, saved, noble).size).toBe(0)
  })

  test('can be selected for a release without a selection', () => {
    expect(setAllArches(EMPTY, savedOf(), noble).get(key)?.wanted).toEqual(ALL_OF('*'))
  })
})

describe('kernels', () => {
  const saved = savedOf([noble, ALL_OF('amd64')])

  test('are chosen for the release as a whole', () => {
    const draft = setKernels(EMPTY, saved, noble, ['ga-24.04', 'ga-24.04'])
    expect(draft.get(key)?.wanted).toEqual({ ...ALL_OF('amd64'), subarches: ['ga-24.04'] })
  })

  test('all of them again leaves nothing to save', () => {
    const draft = setKernels(EMPTY, saved, noble, ['ga-24.04'])
    expect(setKernels(draft, saved, noble, ['*']).size).toBe(0)
  })

  test('an empty list changes nothing', () => {
    expect(setKernels(EMPTY, saved, noble, [])).toBe(EMPTY)
  })

  test('of a release that is not wanted cannot be chosen', () => {
    expect(setKernels(EMPTY, savedOf(), noble, ['ga-24.04'])).toBe(EMPTY)
  })
})

describe('unsaved selections of a deleted source', () => {
  const draft = draftOf([noble, null, ALL_OF('arm64')], [jammy, ALL_OF('amd64'), null])
  const moved = draftOf(
    [{ ...noble, sourceId: 4 }, null, ALL_OF('arm64')],
    [{ ...jammy, sourceId: 4 }, ALL_OF('amd64'), null],
  )
  test('move to the only remaining source', () => {
    expect(followSource(draft, [4])).toEqual(moved)
  })
  test('are replaced by the unsaved selection of that source', () => {
    const present = draftOf([{ ...noble, sourceId: 4 }, null, ALL_OF('s390x')])
    const both = new Map([...draft, ...present])
    expect(followSource(both, [4]).get('4/ubuntu/noble')?.wanted).toEqual(ALL_OF('s390x'))
  })
  test('are dropped if they could move to several sources', () => {
    expect(followSource(draft, [4, 5]).size).toBe(0)
    expect(followSource(draft, []).size).toBe(0)
  })
  test('stay unchanged while the source exists', () => {
    expect(followSource(draft, [1, 2])).toBe(draft)
  })
})

test('after a poll the draft holds only what still differs, and stays the same object when all of it does', () => {
  const draft = draftOf([noble, null, ALL_OF('arm64', 'amd64')], [jammy, ALL_OF('amd64'), null])
  const half = savedOf([noble, ALL_OF('amd64', 'arm64')], [jammy, ALL_OF('amd64')])
  expect([...rebase(draft, half).keys()]).toEqual([releaseKey(jammy)])
  expect(rebase(draft, savedOf([jammy, ALL_OF('amd64')]))).toBe(draft)
})
