import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALL_OF, aSource, draftOf, jammy, noble } from '#testing/image-fixtures.ts'
import {
  atFirstWrite,
  draftFrom,
  draftOn,
  draftPart,
  interrupted,
  isNothing,
  isOwed,
  NOTHING_UNSAVED,
  type Unsaved,
  UNSAVED,
  withPart,
} from './unsaved.ts'
import type { RunningImport } from './running-import.ts'
import type { BoardStep } from '#selections/step-board.ts'

const A = 'http://a.example.com/'
const B = 'http://b.example.com/'
const draft = draftOf([noble, null, ALL_OF('amd64', 'arm64')], [jammy, ALL_OF('*'), null])
const AT = '2026-11-23T10:42:00.000Z'
const unsaved: Unsaved = { ...NOTHING_UNSAVED, at: AT, ...draftPart(draft, [aSource(1, A), aSource(2, B)]) }
const [first] = unsaved.releases

const step = (status: BoardStep['status'], note?: string): BoardStep => ({
  label: status,
  status,
  ...(note !== undefined && { note }),
})

test('a draft is stored with the addresses of its sources, and restored unchanged', () => {
  expect(unsaved.releases.map(({ url }) => url)).toEqual([A, A])
  expect(UNSAVED.schema.parse(structuredClone(unsaved))).toEqual(unsaved)
  expect(draftFrom(unsaved)).toEqual(draft)
})

describe('a stored draft is only for the address that it was selected from:', () => {
  test.each<[string, [number, string][], number[]]>([
    ['the same source', [[1, A]], [1, 1]],
    ['the same address, created again with another id', [[4, A]], [4, 4]],
    [
      'the same source beside its address twice',
      [
        [4, A],
        [1, A],
      ],
      [1, 1],
    ],
    ['another address under the same id', [[1, B]], []],
    ['another source alone', [[2, B]], []],
    ['no source', [], []],
  ])('%s', (_, sources, ids) => {
    const found = draftOn(
      unsaved,
      sources.map(([id, url]) => aSource(id, url)),
    )
    expect([...found.values()].map(({ sourceId }) => sourceId)).toEqual(ids)
    expect([...found.keys()]).toEqual([...found.values()].map((e) => `${e.sourceId}/${e.os}/${e.release}`))
  })
})

describe('the time of a stored draft is that of the last selection:', () => {
  const LATER = '2026-11-23T11:00:00.000Z'
  test.each<[string, Partial<Unsaved>, string]>([
    [
      'another release is selected',
      {
        releases: [
          ...unsaved.releases,
          { ...noble, url: A, release: 'questing', base: null, wanted: ALL_OF('amd64') },
        ],
      },
      LATER,
    ],
    [
      'the selection of a release changes',
      { releases: [{ ...noble, url: A, base: null, wanted: ALL_OF('s390x') }] },
      LATER,
    ],
    ['a part of it is saved', { releases: first ? [first] : [] }, AT],
    ['nothing of it changes', { releases: [...unsaved.releases] }, AT],
    ['a save writes', { steps: [{ label: 'Select', status: 'running' }] }, LATER],
    ['a write is done', { importOwed: true }, LATER],
    ['a save ends', { steps: [] }, AT],
  ])('%s', (_, part, at) => {
    expect(withPart(unsaved, part, LATER).at).toBe(at)
  })
  test('if nothing is stored and nothing has to be stored, nothing changes', () => {
    expect(withPart(NOTHING_UNSAVED, { releases: [], importOwed: false, steps: [] }, LATER)).toEqual(
      NOTHING_UNSAVED,
    )
  })
  test('it begins with the first one', () => {
    expect(withPart(NOTHING_UNSAVED, { releases: unsaved.releases }, LATER).at).toBe(LATER)
  })
})

test('a selection that stays while its source gets another address belongs to the former address', () => {
  const more = draftOf([{ ...noble, release: 'questing' }, null, ALL_OF('amd64')])
  const next = withPart(unsaved, draftPart(new Map([...draft, ...more]), [aSource(1, B)]), AT)
  expect(next.releases.map(({ url }) => url)).toEqual([A, A, B])
  expect(draftOn(next, [aSource(1, B)])).toEqual(more)
})

test('additional fields of a release or a step are stored with it', () => {
  const noted = {
    ...unsaved,
    releases: [{ ...first, on: { url: A, keyring: '/k.gpg' }, mark: 1 }],
    steps: [{ ...step('done'), pair: 'x', mark: 2 }],
  }
  expect(UNSAVED.schema.parse(structuredClone(noted))).toEqual(noted)
})

test('if everything is saved and its import has begun, no step is left to continue', () => {
  const steps: BoardStep[] = [{ label: 'Start the import', status: 'failed' }]
  const owed = withPart(NOTHING_UNSAVED, { importOwed: true, steps }, AT)
  expect(isNothing(owed)).toBe(false)
  expect(isNothing(withPart(owed, { importOwed: false }, AT))).toBe(true)
  expect(withPart({ ...unsaved, steps }, { importOwed: false }, AT).steps).toEqual(steps)
})

describe('a save whose page was closed reports how far it was:', () => {
  test.each<[string, BoardStep[], BoardStep['status'][]]>([
    ['nothing was written', [step('done'), step('waiting'), step('waiting')], ['done', 'failed', 'waiting']],
    ['a write was sent', [step('done'), step('running'), step('waiting')], ['done', 'failed', 'waiting']],
    [
      'a write was refused',
      [step('done'), step('failed', 'No.'), step('waiting')],
      ['done', 'failed', 'waiting'],
    ],
    ['all was done', [step('done'), step('done')], []],
    ['no save has begun', [], []],
  ])('%s', (_, steps, statuses) => {
    expect(interrupted(steps).map(({ status }) => status)).toEqual(statuses)
    expect(isOwed({ ...NOTHING_UNSAVED, steps })).toBe(statuses.length > 0)
  })

  test('confirmed answers of MAAS are stored, and uncertain ones are marked', () => {
    expect(interrupted([step('failed', 'Out of disk')])[0]?.note).toBe('Out of disk')
    expect(interrupted([step('running', 'Waiting…')])[0]?.note).toContain('Continue checks first')
  })
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a text', 'ticks'],
  ['no time', { ...unsaved, at: 'yesterday' }],
  ['a list of the wrong type', { ...unsaved, releases: [{ ...first, wanted: { arches: '*' } }] }],
  ['a release without a name', { ...unsaved, releases: [{ ...first, release: '' }] }],
  ['a step with an unknown status', { ...unsaved, steps: [{ label: 'x', status: 'lost' }] }],
])('%s is not accepted as a stored draft', (_, value) => {
  expect(UNSAVED.schema.safeParse(value).success).toBe(false)
})

test('reading it never throws, whatever is stored', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => typeof UNSAVED.schema.safeParse(value).success === 'boolean'),
  )
})

describe('the import during which a selection is written', () => {
  const running = { lastStarted: AT, began: { sources: [], selections: [] } }
  const owed = withPart(NOTHING_UNSAVED, { importOwed: true, runningImport: running }, AT)

  test('is stored while an import is owed', () => {
    expect(UNSAVED.schema.parse(structuredClone(owed))).toEqual(owed)
    expect(withPart(owed, { importOwed: false }, AT).runningImport).toBeUndefined()
    expect(withPart(unsaved, { runningImport: running }, AT).runningImport).toBeUndefined()
  })

  test('keeps what it began with, whatever is written later during it', () => {
    const later = { lastStarted: AT, began: { sources: [aSource()], selections: [] } }
    expect(atFirstWrite(NOTHING_UNSAVED, later)).toBe(later)
    expect(atFirstWrite(owed, later)).toBe(running)
  })

  test.each([
    ['it is not known what was written before', { ...owed, runningImport: undefined }, AT],
    ['another one runs by now', owed, '2026-11-23T12:00:00.000Z'],
  ])('has no known beginning if %s', (_, before, lastStarted) => {
    expect(atFirstWrite(before, { ...running, lastStarted })).toEqual({ lastStarted })
  })

  describe('of which other tabs have stored the beginning', () => {
    const mine = { lastStarted: AT, began: { sources: [aSource()], selections: [] } }
    const first = { sources: [aSource(1), aSource(2)], selections: [] }
    const proven = { sources: [aSource(2)], selections: [], sure: true }
    const tab = (began: RunningImport['began'], lastStarted = AT): Unsaved => ({
      ...owed,
      runningImport: { lastStarted, began },
    })
    const before = { ...owed, runningImport: undefined }

    test.each<[string, Unsaved, RunningImport, Unsaved[], RunningImport['began']]>([
      ['the first tab that wrote knows it', NOTHING_UNSAVED, mine, [tab(first)], first],
      ['also if this tab wrote before', before, mine, [tab(first)], first],
      ['one that is sure knows better', NOTHING_UNSAVED, mine, [tab(first), tab(proven)], proven],
      ['none of another import', NOTHING_UNSAVED, mine, [tab(first, '2026-11-23T12:00:00.000Z')], mine.began],
      ['none where it was not known', NOTHING_UNSAVED, mine, [tab(undefined), NOTHING_UNSAVED], mine.began],
      ['this tab is sure itself', NOTHING_UNSAVED, { ...mine, began: proven }, [tab(first)], proven],
    ])('%s', (_, left, running, tabs, began) => {
      expect(atFirstWrite(left, running, tabs)).toEqual({ lastStarted: AT, began })
    })
  })

  test('is left out if no import runs', () => {
    expect(atFirstWrite(owed, undefined)).toBeUndefined()
  })
})
