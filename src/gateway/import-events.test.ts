import { expect, test } from 'vitest'
import { isoOfEvent } from './import-events.ts'

test.each([
  ['Mon, 23 Nov. 2026 00:06:50', '2026-11-23T00:06:50.000Z'],
  ['Tue, 04 Jul. 2023 12:00:00', '2023-07-04T12:00:00.000Z'],
  ['Fri, 01 May. 2026 23:59:59', '2026-05-01T23:59:59.000Z'],
  ['Fri, 1 May 2026 23:59:59', '2026-05-01T23:59:59.000Z'],
  ['Wed, 31 Sept. 2026 99:00:00', null],
  ['Mon, 23 Anov. 2026 00:06:50', null],
  ['2026-11-23T00:06:50', null],
  ['', null],
])('the time of an event, %j, is %j', (created, iso) => {
  expect(isoOfEvent(created)).toBe(iso)
})
