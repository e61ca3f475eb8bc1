import { describe, expect, test } from 'vitest'
import { ALL_OF, aSource, jammy, savedOf } from '#testing/image-fixtures.ts'
import { releaseKey } from '#selections/keys.ts'
import { beganWith, isAnother, isOlder, type RunningImport } from './running-import.ts'

const FIRST = '2026-11-27T09:00:00.000Z'
const SECOND = '2026-11-27T09:05:00.000Z'

describe('what the running import began with', () => {
  const source = aSource()
  const { selectionId: _, ...selection } = savedOf([jammy, ALL_OF('amd64')]).get(releaseKey(jammy))!
  const running: RunningImport = {
    lastStarted: FIRST,
    began: { sources: [source], selections: [selection] },
  }
  const now = { lastStarted: FIRST, importing: true, sources: [source] }

  test('is known while that import runs', () => {
    const selected = new Map([[releaseKey(jammy), selection]])
    expect(beganWith(running, now)).toEqual({ selected, sure: false })
    const sure = { ...running, began: { sources: [source], selections: [selection], sure: true } }
    expect(beganWith(sure, now)).toEqual({ selected, sure: true })
  })

  test.each<[string, RunningImport | undefined, Partial<typeof now>]>([
    ['no selection was written during it', undefined, {}],
    ['something may have been written during it before', { lastStarted: FIRST }, {}],
    ['it is over', running, { importing: false }],
    ['another one has begun', running, { lastStarted: SECOND }],
    ['a source was added', running, { sources: [source, aSource(2)] }],
    ['a source was deleted', running, { sources: [] }],
    ['a source has another address', running, { sources: [aSource(1, 'http://mirror.example.com/')] }],
    ['a source was changed', running, { sources: [{ ...source, updated: SECOND }] }],
  ])('is not known if %s', (_case, stored, change) => {
    expect(beganWith(stored, { ...now, ...change })).toBeUndefined()
  })
})

test.each([
  [FIRST, SECOND, true],
  [null, FIRST, true],
  [FIRST, FIRST, false],
  // the page has not read the start of the running import yet
  [SECOND, FIRST, false],
  [FIRST, null, false],
  [FIRST, undefined, false],
])('an import that began at %s is followed by another one at %s: %s', (lastStarted, now, expected) => {
  expect(isAnother({ lastStarted }, now)).toBe(expected)
})

test.each([
  ['hours before', '2026-11-27T07:00:00Z', FIRST, true],
  ['five minutes before', '2026-11-27T08:55:00Z', FIRST, true],
  ['less than the clocks may differ', '2026-11-27T08:55:01Z', FIRST, false],
  ['after it', '2026-11-27T09:10:00Z', FIRST, false],
  ['an import without an event', '2026-11-27T07:00:00Z', null, false],
])('what was known %s was there when the import began: %s, %s: %s', (_, since, lastStarted, expected) => {
  expect(isOlder(Date.parse(since), { lastStarted })).toBe(expected)
})
