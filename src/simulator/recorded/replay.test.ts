import { beforeAll, describe, expect, test } from 'vitest'
import { KNOWN_DIFFERENCES } from './known-differences.ts'
import { RECORDINGS } from './recording.ts'
import { replay, type Replayed } from './replay.ts'

const replayed = new Map<string, Replayed[]>()
beforeAll(async () => {
  for (const recording of RECORDINGS) replayed.set(recording.name, await replay(recording))
})

const namesOf = (exchanges: readonly Replayed[]) => exchanges.map(({ exchange }) => exchange)
const different = (exchanges: readonly Replayed[]) =>
  exchanges.filter(({ difference }) => difference !== null)
const knownOf = (recording: string) =>
  KNOWN_DIFFERENCES.filter((known) => known.recording === recording).flatMap(({ exchanges }) => exchanges)

describe.each(RECORDINGS)('$name', ({ name }) => {
  test('is answered as MAAS 3.5.13 did, except for the known differences', () => {
    const unknown = different(replayed.get(name) ?? []).filter(
      ({ exchange }) => !knownOf(name).includes(exchange),
    )
    expect(unknown).toEqual([])
  })

  test('has no known difference that is alike', () => {
    const found = namesOf(different(replayed.get(name) ?? []))
    expect(knownOf(name).filter((exchange) => !found.includes(exchange))).toEqual([])
  })
})

test('known differences name recordings that exist, and each exchange once', () => {
  const names = KNOWN_DIFFERENCES.flatMap(({ recording, exchanges }) =>
    exchanges.map((exchange) => `${recording}: ${exchange}`),
  )
  expect(new Set(names).size).toBe(names.length)
  for (const { recording } of KNOWN_DIFFERENCES) expect(replayed.has(recording), recording).toBe(true)
})

test('the replay prints how many exchanges are alike', () => {
  const all = [...replayed.values()].flat()
  console.info(report())
  expect(all.length - different(all).length).toBe(
    all.length - KNOWN_DIFFERENCES.flatMap((one) => one.exchanges).length,
  )
})

function report(): string {
  const share = (exchanges: readonly Replayed[]) =>
    `${exchanges.length - different(exchanges).length} of ${exchanges.length}`
  const lines = [...replayed].map(([name, exchanges]) => `  ${name}: ${share(exchanges)}`)
  const reasons = KNOWN_DIFFERENCES.map(
    ({ reason, recording, exchanges }) => `  ${exchanges.length} in ${recording}: ${reason}`,
  )
  const total = share([...replayed.values()].flat())
  return ['Answered alike:', ...lines, `  in all: ${total}`, 'Different:', ...reasons].join('\n')
}
