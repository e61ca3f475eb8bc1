import { describe, expect, test } from 'vitest'
import { aCatalogue, ALL_OF, aRelease, aSource, draftOf, jammy, noble } from '#testing/image-fixtures.ts'
import { discardSelected, keepSelected, movedSources, offeredNow, stillOffered } from './moved-sources.ts'
import { noteSources, sourceIdentity } from '#features/images/draft/note-sources.ts'
import { offerText, whatMoved } from '#features/images/draft/moved-words.ts'
import type { Draft } from './model.ts'
import { releaseKey } from '#selections/keys.ts'

const STABLE = aSource(1)
const MIRROR = { ...STABLE, url: 'http://mirror.example.com/ubuntu/' }
const WITH_DATA = { ...STABLE, keyring_filename: '', keyring_data: 'mQEN\nBA==' }
const draft = draftOf(
  [noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')],
  [jammy, null, ALL_OF('amd64', 's390x')],
)
const noted = noteSources(draft, [STABLE])
const entryOf = (of: Draft, id = noble) => of.get(releaseKey(id))

describe('the source of an unsaved selection', () => {
  test('is recorded once: a later change of the source does not change the record', () => {
    expect(entryOf(noted)?.on).toEqual(sourceIdentity(STABLE))
    expect(entryOf(noteSources(noted, [MIRROR]))?.on).toEqual(sourceIdentity(STABLE))
    expect(noteSources(noted, [MIRROR])).toBe(noted)
  })

  test('is not recorded if the source is not known', () => {
    expect(entryOf(noteSources(draft, [aSource(2)]))?.on).toBeUndefined()
  })

  test.each([
    ['another address', STABLE, MIRROR, true],
    ['another keyring file', STABLE, { ...STABLE, keyring_filename: '/etc/k.gpg' }, true],
    ['keyring data in place of a file', STABLE, WITH_DATA, true],
    ['other keyring data', WITH_DATA, { ...WITH_DATA, keyring_data: 'mQENBQ==' }, true],
    ['the same data in other lines', WITH_DATA, { ...WITH_DATA, keyring_data: 'mQENBA==' }, false],
    ['another time of its last change', STABLE, { ...STABLE, updated: '2026-11-24T00:00:00' }, false],
    ['another name and priority', STABLE, { ...STABLE, name: 'Mirror', priority: 7 }, false],
  ])('a source with %s: whether it counts as changed', (_, then, now, isNoticed) => {
    const moved = movedSources(noteSources(draft, [then]), [now])
    expect(moved.flatMap(({ entries }) => entries.map(({ release }) => release))).toEqual(
      isNoticed ? ['noble', 'jammy'] : [],
    )
  })

  test('selections of other sources are not affected', () => {
    const other = { sourceId: 2, os: 'ubuntu', release: 'noble' }
    const both = noteSources(draftOf([noble, null, ALL_OF('amd64')], [other, null, ALL_OF('amd64')]), [
      STABLE,
      aSource(2),
    ])
    const [moved, ...more] = movedSources(both, [MIRROR, aSource(2)])
    expect(moved?.entries.map(({ sourceId }) => sourceId)).toEqual([1])
    expect(more).toEqual([])
  })
})

describe('the selection of a changed source', () => {
  const moved = movedSources(noted, [MIRROR])
  const offers = (...arches: string[]) =>
    offeredNow(
      new Map([
        [
          1,
          aCatalogue([aRelease({ arches: aRelease().arches.filter(({ arch }) => arches.includes(arch)) })]),
        ],
      ]),
    )

  test('if kept, it refers to the source as it is now, as far as the source offers it', () => {
    const kept = keepSelected(noted, moved, offers('amd64', 'arm64'))
    expect(movedSources(kept, [MIRROR])).toEqual([])
    expect(entryOf(kept)?.wanted).toEqual(ALL_OF('amd64', 'arm64'))
    // the source does not offer jammy at all
    expect(entryOf(kept, jammy)).toBeUndefined()
  })

  test('what was saved before stays selected, because no one cleared it', () => {
    expect(keepSelected(noted, moved, offers()).size).toBe(0)
    const more = noteSources(draftOf([noble, ALL_OF('amd64', 's390x'), ALL_OF('amd64', 'arm64')]), [STABLE])
    expect(entryOf(keepSelected(more, movedSources(more, [MIRROR]), offers()))?.wanted).toEqual(
      ALL_OF('amd64'),
    )
  })

  test('if the source has not been read yet, all of it is kept', () => {
    const kept = keepSelected(noted, moved, offeredNow(new Map()))
    expect([...kept.values()].map(({ wanted }) => wanted)).toEqual(
      [...noted.values()].map(({ wanted }) => wanted),
    )
  })

  test('a release that is cleared stays cleared', () => {
    const clearing = noteSources(draftOf([noble, ALL_OF('amd64'), null]), [STABLE])
    const kept = keepSelected(clearing, movedSources(clearing, [MIRROR]), offers())
    expect(entryOf(kept)).toMatchObject({ wanted: null, on: sourceIdentity(MIRROR) })
  })

  test('if discarded, only the selections of other sources remain', () => {
    const other = { sourceId: 2, os: 'ubuntu', release: 'noble' }
    const both = noteSources(new Map([...noted, ...draftOf([other, null, ALL_OF('amd64')])]), [aSource(2)])
    expect([...discardSelected(both, movedSources(both, [MIRROR, aSource(2)])).keys()]).toEqual([
      releaseKey(other),
    ])
  })
})

test.each<[string, Parameters<typeof stillOffered>[1], string]>([
  ['the source is not read', null, 'Not known yet'],
  ['all is offered', ['amd64', 's390x', 'arm64'], 'All of it'],
  ['a part is offered', ['s390x', 'arm64'], 's390x'],
  ['nothing is offered', [], 'Not offered'],
])('when %s, the comparison says so', (_, offered, text) => {
  const entry = entryOf(noted, jammy)
  expect(entry && offerText(entry, offered)).toBe(text)
})

test('“all architectures” keeps every offered architecture, and none of a release that is not offered', () => {
  const entry = { ...noble, base: null, wanted: ALL_OF('*') }
  expect([stillOffered(entry, ['amd64']), stillOffered(entry, [])]).toEqual([['*'], []])
})

test('the message names the change of the source', () => {
  expect(movedSources(noted, [MIRROR]).map(whatMoved)).toEqual([
    'You selected images from maas.io. This source is now http://mirror.example.com/ubuntu/.',
  ])
  expect(movedSources(noted, [WITH_DATA]).map(whatMoved)).toEqual([
    'You selected images from maas.io. This source now has a different keyring.',
  ])
})
