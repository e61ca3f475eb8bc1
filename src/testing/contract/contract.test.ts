import { beforeAll, describe, expect, test } from 'vitest'
import { CONTRACT } from './all-calls.ts'
import { handlersDoor, httpDoor, mswDoor, type OpenDoor } from './doors.ts'
import { comparable, differences, runContract } from './run-calls.ts'

const ALL = CONTRACT.flatMap(({ calls }) => calls)
const DOORS: readonly (readonly [name: string, open: () => Promise<OpenDoor>])[] = [
  ['HTTP', httpDoor],
  ['msw in Node', mswDoor],
  ['the handlers alone', handlersDoor],
]

describe('MAAS’s API gives the answers of the table at each door of the embedded region', () => {
  const answers = new Map<string, Awaited<ReturnType<typeof runContract>>>()
  beforeAll(async () => {
    for (const [name, open] of DOORS) {
      const door = await open()
      answers.set(name, await runContract(door))
      await door.close()
    }
  })
  const at = (name: string) => answers.get(name) ?? []

  test.each(DOORS)('%s', (name) => {
    expect(at(name)).toHaveLength(ALL.length)
    expect(at(name).flatMap(differences)).toEqual([])
  })

  test('the whole answers are the same', () => {
    const [first, ...others] = DOORS.map(([name]) => at(name).map(({ given }) => comparable(given)))
    for (const other of others) expect(other).toEqual(first)
  })
})

test('the table has 100 calls or more, each with an expected answer, and all kinds of errors', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(100)
  for (const { call, text, has, json, allow } of ALL)
    expect([call, text ?? has ?? json ?? allow ?? null]).not.toEqual([call, null])
  expect(new Set(ALL.map(({ status }) => status))).toEqual(
    new Set([200, 201, 204, 400, 401, 403, 404, 405, 409, 410, 500]),
  )
})

test('a wrong answer is named', () => {
  const call = {
    title: 'x',
    call: 'GET x/',
    status: 200,
    json: [{ id: 1 }],
    allow: 'GET',
    has: 'abc',
  } as const
  const given = { status: 404, headers: {}, body: '[{"id": 2}]' }
  expect(differences({ call, given })).toEqual([
    'GET x/ (x): status 404 instead of 200',
    'GET x/ (x): no abc in [{"id": 2}]',
    'GET x/ (x): Allow: undefined instead of GET',
    'GET x/ (x): no [{"id":1}] in [{"id": 2}]',
  ])
  expect(differences({ call: { ...call, json: [] }, given })).toContain('GET x/ (x): no [] in [{"id": 2}]')
  expect(
    differences({
      call: { title: 'x', call: 'GET x/', status: 404, text: '' },
      given: { ...given, body: '' },
    }),
  ).toEqual([])
})
