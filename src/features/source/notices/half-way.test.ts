import { describe, expect, test } from 'vitest'
import type { NewSelection } from '#contract/maas.ts'
import { carryOut, regionWith, statesOf, type GivenSource } from '#testing/region.ts'
import { JAMMY, KEYRINGS, NOBLE, OTHER_DATA, select } from '#testing/faults/whole-change.ts'
import { halfWayOf } from './half-way.ts'
import type { SourceTarget } from '#features/source/rules/model.ts'
import { contentOf, wayBack } from '#features/source/rules/change-progress.ts'

const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const LARGE = 'http://mirror.example.com/large/'
const FOCAL = select('focal', 'amd64', 'arm64')
const EMPTY: NewSelection = { ...FOCAL, arches: [] }

const data = (...selections: NewSelection[]): GivenSource => ({ url: STABLE, ...KEYRINGS.data, selections })
const file = (...selections: NewSelection[]): GivenSource => ({ url: STABLE, ...KEYRINGS.file, selections })
const mirror = (...selections: NewSelection[]): GivenSource => ({ url: LARGE, ...KEYRINGS.file, selections })

describe('up to MAAS 3.7, a change that stopped half-way is detected:', () => {
  test.each<[string, GivenSource[], 'whole' | 'part' | null]>([
    ['one source', [data(NOBLE, JAMMY)], null],
    ['no source', [], null],
    ['three sources', [data(NOBLE), mirror(NOBLE), { ...mirror(NOBLE), url: `${LARGE}2/` }], null],
    ['the first selection is carried over', [data(NOBLE, JAMMY), mirror(NOBLE)], 'part'],
    ['all selections are carried over', [data(NOBLE, JAMMY), mirror(NOBLE, JAMMY)], 'whole'],
    ['in another order', [data(NOBLE, JAMMY), mirror(JAMMY, NOBLE)], 'whole'],
    ['without an architecture that is not offered', [data(FOCAL), mirror(select('focal', 'arm64'))], 'whole'],
    ['a source that was just added', [data(NOBLE, JAMMY), mirror()], null],
    ['nothing is selected anywhere', [data(), mirror()], null],
    ['the new one also selects something of its own', [data(NOBLE), mirror(NOBLE, JAMMY)], null],
    ['the new one selects more architectures', [data(select('focal', 'arm64')), mirror(FOCAL)], null],
    ['other kernels', [data(NOBLE), mirror({ ...NOBLE, subarches: ['ga-24.04'] })], null],
    ['selections of their own', [data(NOBLE), mirror(JAMMY)], null],
    // only if MAAS cannot update the first source does a change create a second one, so otherwise a part is intended
    ['a part, although the source would have been updated', [file(NOBLE, JAMMY), mirror(NOBLE)], null],
    ['a part, to other keyring data', [data(NOBLE, JAMMY), { ...mirror(NOBLE), ...OTHER_DATA }], null],
    [
      'all of it, although the source would have been updated',
      [file(NOBLE, JAMMY), mirror(NOBLE, JAMMY)],
      'whole',
    ],
    ['the older one is a part of the newer one', [file(NOBLE), mirror(NOBLE, JAMMY)], null],
    ['a selection that selects nothing is ignored', [data(NOBLE, EMPTY), mirror(NOBLE)], 'whole'],
    ['two spellings of one address', [data(NOBLE), { ...file(NOBLE), url: STABLE.slice(0, -1) }], 'whole'],
  ])('%s', (_, sources, whole) => {
    const found = halfWayOf(statesOf(regionWith(sources, { firstId: 3 })), '3.5.13')
    expect(found && (found.whole ? 'whole' : 'part')).toBe(whole)
  })

  test('from MAAS 3.8 on, sources are ranked and several are usual, so nothing is detected', () => {
    const sources = statesOf(regionWith([data(NOBLE), mirror(NOBLE)], { version: '3.8.0' }))
    expect(halfWayOf(sources, '3.8.0')).toBeNull()
  })

  test('the order in which MAAS lists the sources does not matter', () => {
    const sources = statesOf(regionWith([data(NOBLE, JAMMY), mirror(NOBLE)]))
    expect(halfWayOf([...sources].reverse(), '3.7.1')).toEqual(halfWayOf(sources, '3.7.1'))
  })

  test('a dismissal applies only to these two sources', () => {
    const ids = [LARGE, `${LARGE}2/`, LARGE].map(
      (url, index) =>
        halfWayOf(
          statesOf(regionWith([data(NOBLE), { ...mirror(NOBLE), url }], { firstId: index === 2 ? 7 : 3 })),
          '3.5.13',
        )?.id,
    )
    expect(new Set(ids).size).toBe(3)
  })
})

describe('A change is detected from its first selection until the old source is deleted, and can be finished or undone:', () => {
  test.each<[string, string, GivenSource]>([
    ['to another address', LARGE, data(NOBLE, JAMMY)],
    ['to a keyring file at the same address', STABLE, data(NOBLE, JAMMY)],
  ])('%s', (_, url, source) => {
    const make = () => regionWith([source], { firstId: 3 })
    const target: SourceTarget = {
      spec: { url, ...KEYRINGS.file },
      selections: source.selections,
      replaces: 3,
    }
    const stands = carryOut(make(), target)
    const seen = stands.map(({ now }) => halfWayOf(now, '3.5.13'))
    const shown = stands.map(({ now }) => now.length === 2 && (now[1]?.selections.length ?? 0) > 0)
    expect(seen.map(Boolean)).toEqual(shown)
    expect(shown.filter(Boolean).length).toBe(2)
    for (const [calls, found] of seen.entries()) {
      if (!found) continue
      const halfWay = () => {
        const region = make()
        carryOut(region, target, { calls })
        return region
      }
      const finished = halfWay()
      carryOut(finished, found.target, found)
      expect(contentOf(statesOf(finished))).toBe(contentOf(stands.at(-1)?.now ?? []))
      const back = halfWay()
      carryOut(back, wayBack(found.before, statesOf(back), found.target), found)
      expect(contentOf(statesOf(back))).toBe(contentOf(stands[0]?.now ?? []))
    }
  })
})
