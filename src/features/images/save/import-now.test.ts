import { expect, test } from 'vitest'
import { ALL_OF, aSource, jammy, noble, savedOf } from '#testing/image-fixtures.ts'
import { beginningOf, type UnchangedRegion } from './import-now.ts'

const START = '2026-11-27T09:00:00Z'
const HOUR = 3_600_000
const now = { sources: [aSource()], saved: savedOf([noble, ALL_OF('amd64')]) }
const seen = { ...now, since: Date.parse(START) - HOUR }

test.each<[string, UnchangedRegion | null, string | null, boolean]>([
  ['if the page has seen the same since before it', seen, START, true],
  ['not if the page was opened during it', { ...seen, since: Date.parse(START) + HOUR }, START, false],
  [
    'not if another client has changed the selection',
    { ...seen, saved: savedOf([jammy, ALL_OF('amd64')]) },
    START,
    false,
  ],
  [
    'not if another client has changed a source',
    { ...seen, sources: [aSource(1, 'http://b.example/')] },
    START,
    false,
  ],
  ['not if MAAS has not reported its start', seen, null, false],
  ['not if the page shows nothing yet', null, START, false],
])('an import surely began with what is there before a first write: %s', (_, page, lastStarted, sure) => {
  const selection = now.saved.get([...now.saved.keys()][0]!)
  expect(beginningOf(now, page, lastStarted)).toMatchObject({
    sources: [{ id: 1 }],
    selections: [{ release: 'noble', wanted: selection?.wanted }],
    sure,
  })
})
