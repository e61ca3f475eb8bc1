import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDraft, serialiseDraft } from './draft-storage.ts'
import { ALL_OF, aSource, draftOf, jammy, noble } from './fixtures.ts'
import { noteSources } from './tick-source.ts'

const draft = draftOf([noble, null, ALL_OF('amd64', 'arm64')], [jammy, ALL_OF('*'), null])

test('a draft comes back from its text as it was', () => {
  expect(parseDraft(serialiseDraft(draft))).toEqual(draft)
  expect(parseDraft(serialiseDraft(new Map()))).toEqual(new Map())
})

test('what the ticks were made on comes back with them', () => {
  const noted = noteSources(draft, [aSource(1)])
  expect(parseDraft(serialiseDraft(noted))).toEqual(noted)
})

test.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['something else', '[1,2]'],
  ['another version of it', serialiseDraft(draft).replace('"version":1', '"version":2')],
  ['a list that is none', serialiseDraft(draft).replace('["*"]', '"*"')],
  ['a release without a name', serialiseDraft(draft).replace('"noble"', '""')],
])('%s gives an empty draft', (_, text) => {
  expect(parseDraft(text).size).toBe(0)
})

test('no text at all makes reading it throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseDraft(text).size >= 0))
})
