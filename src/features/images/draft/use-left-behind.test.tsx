import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { listRecords, writeRecord } from '#api/store/records.ts'
import { tabIdFor } from '#api/store/tab-id.ts'
import { ALL_OF, aRegion, aSource, draftOf, jammy, noble } from '#testing/image-fixtures.ts'
import { draftPart, NOTHING_UNSAVED, UNSAVED, type Unsaved } from './unsaved.ts'
import { firstOf, leftBehind } from './use-left-behind.ts'

const AT = '2026-11-23T10:42:00.000Z'
const region = aRegion([[jammy, ALL_OF('amd64')]])
const [{ source }] = region.sources as [(typeof region.sources)[0]]
const drafted = draftOf([noble, null, ALL_OF('amd64')])
const unsaved: Unsaved = { ...NOTHING_UNSAVED, at: AT, ...draftPart(drafted, [source]) }
const saved = { ...unsaved, ...draftPart(draftOf([jammy, null, ALL_OF('amd64')]), [source]) }
const elsewhere = { ...unsaved, ...draftPart(drafted, [aSource(1, 'http://other.example.com/')]) }
const owed: Unsaved = { ...NOTHING_UNSAVED, at: AT, importOwed: true }

describe('the unsaved work of another tab is offered, the newest first:', () => {
  test.each<[string, Unsaved[], string | null, number]>([
    ['nothing', [], null, 0],
    ['a selection', [unsaved], 'tab 0', 1],
    ['a selection that is newer than a saved one', [saved, unsaved], 'tab 1', 1],
    ['a selection for a source with another address', [elsewhere], null, 0],
    ['an import that still has to be started, with nothing selected', [owed], 'tab 0', 0],
    [
      'a save that stopped in its first write',
      [{ ...owed, importOwed: false, steps: [{ label: 'Select', status: 'running' }] }],
      'tab 0',
      0,
    ],
    ['an import that has begun since', [{ ...owed, at: '2026-11-23T07:00:00.000Z' }], null, 0],
    [
      'a selection whose import has begun since',
      [{ ...unsaved, importOwed: true, at: '2026-11-23T07:00:00.000Z' }],
      'tab 0',
      1,
    ],
  ])('%s', (_, list, tab, size) => {
    const found = firstOf(
      list.map((one, index) => ({ tab: `tab ${index}`, unsaved: one })),
      { saved: region.saved, sources: region.sources, lastStarted: '2026-11-23T08:00:00' },
    )
    expect(found?.tab ?? null).toBe(tab)
    expect(found?.draft.size ?? 0).toBe(size)
  })

  test('an import that has begun since does not have to be started again', () => {
    const [left] = [{ tab: 'tab', unsaved: { ...unsaved, importOwed: true, at: '2026-11-23T07:00:00.000Z' } }]
    const now = { saved: region.saved, sources: region.sources }
    expect(firstOf([left], { ...now, lastStarted: '2026-11-23T08:00:00' })?.unsaved.importOwed).toBe(false)
    expect(firstOf([left], { ...now, lastStarted: null })?.unsaved.importOwed).toBe(true)
  })
})

test('work that no one restored for 30 days is deleted, of all users; an open tab keeps its own', async () => {
  vi.useFakeTimers({ now: new Date('2026-12-24T10:00:00.000Z'), toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const [ann, bert] = [
    { region: 'region-1', user: 'ann' },
    { region: 'region-2', user: 'bert' },
  ]
  const recent = { ...unsaved, at: '2026-11-25T10:00:00.000Z' }
  const mine = tabIdFor(ann)
  await writeRecord(UNSAVED, ann, unsaved, mine)
  await writeRecord(UNSAVED, ann, unsaved, 'old')
  await writeRecord(UNSAVED, ann, recent, 'recent')
  await writeRecord(UNSAVED, bert, unsaved, 'old')
  await writeRecord(UNSAVED, bert, recent, 'recent')
  expect((await leftBehind(ann)).map(({ tab }) => tab)).toEqual(['recent'])
  expect(new Set((await listRecords(UNSAVED, ann)).keys())).toEqual(new Set([mine, 'recent']))
  expect([...(await listRecords(UNSAVED, bert)).keys()]).toEqual(['recent'])
})
