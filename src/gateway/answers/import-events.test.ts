import { expect, test } from 'vitest'
import { createImportEvents, isoOfEvent } from './import-events.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'

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

/** A region with these events, newest first, and the requests it received. */
function regionWith(starts: readonly string[]) {
  const events = starts.map((time, index) => ({
    id: index + 1,
    level: 'DEBUG',
    type: 'Region import info',
    created: `Mon, 23 Nov. 2026 ${time}`,
    description: 'Started importing of boot images from 1 source(s).',
  }))
  const asked: (string | undefined)[] = []
  const region: Pick<RegionClient, 'get'> = {
    async get(_, schema, query) {
      asked.push(query?.['after'])
      const after = Number(query?.['after'] ?? 0)
      return schema.parse({ events: events.filter(({ id }) => id > after).toReversed() })
    },
  }
  return { region: region as RegionClient, asked }
}

const NOON = Date.UTC(2026, 10, 23, 12, 0, 0)

test('imports one hour apart reveal the minute of the hourly sync, and the newest one is the last import', async () => {
  const { region } = regionWith(['09:43:10', '10:43:12', '11:43:11', '11:50:00'])
  expect(await createImportEvents(() => NOON)(region)).toEqual({
    newest: { id: 4, at: '2026-11-23T11:50:00.000Z' },
    minute: 43,
    problems: [],
  })
})

test('an import that a person started does not reveal the minute', async () => {
  const { region } = regionWith(['10:43:12', '11:50:00'])
  expect(await createImportEvents(() => NOON)(region)).toMatchObject({ newest: { id: 2 }, minute: null })
})

test('later reads request new events and keep the known ones', async () => {
  const { region, asked } = regionWith(['09:43:10', '10:43:12', '11:43:11'])
  const events = createImportEvents(() => NOON)
  const first = await events(region)
  expect(await events(region)).toEqual(first)
  expect(asked).toEqual([undefined, '3'])
})

test('warnings and errors since the newest start are kept once, without passwords, until another start', async () => {
  const created = 'Mon, 23 Nov. 2026 09:43:10'
  const start = { level: 'DEBUG', type: 'Region import info', created, description: 'Started importing of' }
  const problem = (id: number, description: string, type = 'Region import error') => ({
    id,
    level: 'ERROR',
    type,
    created,
    description,
  })
  let events = [
    problem(4, 'Other.', 'Node failed'),
    problem(3, 'Cannot read http://me:secret@m/.', 'Region import warning'),
    problem(3, 'Cannot read http://me:secret@m/.', 'Region import warning'),
    { ...start, id: 2 },
    problem(1, 'Of an earlier import.'),
  ]
  const region: Pick<RegionClient, 'get'> = {
    async get(_, schema) {
      return schema.parse({ events })
    },
  }
  const read = createImportEvents(() => NOON)
  expect((await read(region as RegionClient)).problems).toEqual(['Cannot read http://me:***@m/.'])
  events = [{ ...start, id: 5 }]
  expect((await read(region as RegionClient)).problems).toEqual([])
})
