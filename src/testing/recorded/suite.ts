import { beforeAll, describe, expect, test } from 'vitest'
import type { Difference } from './known-differences.ts'
import type { Recording } from './recording.ts'
import { replay, type Replayed } from './replay.ts'

const namesOf = (exchanges: readonly Replayed[]) => exchanges.map(({ exchange }) => exchange)
const different = (exchanges: readonly Replayed[]) =>
  exchanges.filter(({ difference }) => difference !== null)

type Suite = {
  /** The MAAS that was recorded. */
  maas: string
  recordings: readonly Recording[]
  known: readonly Difference[]
  regionOf: (recording: Recording) => Parameters<typeof replay>[1]
  /** How many exchanges were recorded, and which share of them at least is answered alike. */
  goal: { recorded: number; share: number }
}

/** The tests of a replay: every exchange is alike or a known difference, and every known difference is one. */
export function testReplay({ maas, recordings, known, regionOf, goal }: Suite): void {
  const replayed = new Map<string, Replayed[]>()
  beforeAll(async () => {
    for (const recording of recordings)
      replayed.set(recording.name, await replay(recording, regionOf(recording)))
  })

  const knownOf = (recording: string) =>
    known.filter((known) => known.recording === recording).flatMap(({ exchanges }) => exchanges)

  describe.each(recordings)('$name', ({ name }) => {
    test(`is answered as MAAS ${maas} did, except for the known differences`, () => {
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
    const names = known.flatMap(({ recording, exchanges }) =>
      exchanges.map((exchange) => `${recording}: ${exchange}`),
    )
    expect(new Set(names).size).toBe(names.length)
    for (const { recording } of known) expect(replayed.has(recording), recording).toBe(true)
  })

  test('the replay prints how many exchanges are alike', () => {
    const all = [...replayed.values()].flat()
    console.info(report(replayed, known))
    expect(all.length - different(all).length).toBe(all.length - known.flatMap((one) => one.exchanges).length)
  })

  test(`of at least ${goal.recorded} exchanges, at least ${goal.share * 100} % are alike`, () => {
    const all = [...replayed.values()].flat()
    expect(all.length).toBeGreaterThanOrEqual(goal.recorded)
    expect((all.length - different(all).length) / all.length).toBeGreaterThanOrEqual(goal.share)
  })
}

function report(replayed: ReadonlyMap<string, Replayed[]>, known: readonly Difference[]): string {
  const share = (exchanges: readonly Replayed[]) =>
    `${exchanges.length - different(exchanges).length} of ${exchanges.length}`
  const lines = [...replayed].map(([name, exchanges]) => `  ${name}: ${share(exchanges)}`)
  const reasons = known.map(
    ({ reason, recording, exchanges }) => `  ${exchanges.length} in ${recording}: ${reason}`,
  )
  const total = share([...replayed.values()].flat())
  return ['Answered alike:', ...lines, `  in all: ${total}`, 'Different:', ...reasons].join('\n')
}
