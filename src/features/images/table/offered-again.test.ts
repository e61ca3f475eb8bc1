import { expect, test } from 'vitest'
import { imageKey } from '#selections/keys.ts'
import { ALL_OF, aCatalogue, anImage, aRegion, aRelease, draftOf, noble } from '#testing/image-fixtures.ts'
import type { TableInput } from '#features/images/rules/table-input.ts'
import { buildTable } from './table.ts'
import { offeredAgain } from './offered-again.ts'

const NOBLE = imageKey('ubuntu', 'noble', 'amd64')
const OFFERED = new Map([[1, aCatalogue([aRelease()])]])
const WITHDRAWN = new Map([[1, aCatalogue([])]])

const againIn = (part: Partial<TableInput>, kept: readonly string[] = [NOBLE]) => {
  const withoutUpdates = new Set(kept)
  const table = buildTable({
    ...aRegion([[noble, ALL_OF('amd64')]]),
    catalogues: OFFERED,
    images: [anImage()],
    draft: new Map(),
    importing: false,
    kernelsFiltered: true,
    syncsSelections: false,
    commissioningRelease: '',
    lastByteAt: new Map(),
    now: 0,
    withoutUpdates,
    ...part,
  })
  return offeredAgain(table, withoutUpdates)
}

test.each<[string, Partial<TableInput>, readonly string[]]>([
  ['its source offers it again', {}, [NOBLE]],
  ['no source offers it', { catalogues: WITHDRAWN }, []],
  ['its source has not been read', { catalogues: new Map() }, []],
  ['it is not selected any more', aRegion([]), []],
  ['it is cleared, but that is not saved', { draft: draftOf([noble, ALL_OF('amd64'), null]) }, []],
])('a kept image, if %s', (_, part, again) => {
  expect(againIn(part)).toEqual(again)
})

test('an image that is not kept is left out', () => {
  expect(againIn({}, [])).toEqual([])
})
