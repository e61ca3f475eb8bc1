import { describe, expect, test } from 'vitest'
import { KNOWN_DIFFERENCES } from './known-differences.ts'
import { RECORDINGS } from './recording.ts'
import { replay, type Replayed } from './replay.ts'

const knownOf = (recording: string) =>
  KNOWN_DIFFERENCES.filter((known) => known.recording === recording).flatMap(({ exchanges }) => exchanges)

const replayed: { name: string; exchanges: Replayed[] }[] = []

describe.each(RECORDINGS)('$name', (recording) => {
  test('the embedded region answers as MAAS 3.5.13 did, but for the known differences', async () => {
    const exchanges = await replay(recording)
    replayed.push({ name: recording.name, exchanges })
    const different = exchanges.filter(({ difference }) => difference !== null)
    const known = knownOf(recording.name)
    const unknown = different.filter(({ exchange }) => !known.includes(exchange))
    expect(unknown, 'different, and not in known-differences.ts').toEqual([])
    const found = different.map(({ exchange }) => exchange)
    const gone = known.filter((exchange) => !found.includes(exchange))
    expect(gone, 'in known-differences.ts, and alike').toEqual([])
  })
})

test('each known difference names a recording and an exchange once, and the replay prints what is alike', () => {
  const names = KNOWN_DIFFERENCES.flatMap(({ recording, exchanges }) =>
    exchanges.map((exchange) => `${recording}: ${exchange}`),
  )
  expect(new Set(names).size).toBe(names.length)
  const all = replayed.flatMap(({ name, exchanges }) =>
    exchanges.map(({ exchange }) => `${name}: ${exchange}`),
  )
  expect(names.filter((name) => !all.includes(name))).toEqual([])
  console.info(report())
})

function report(): string {
  const share = (exchanges: Replayed[]) =>
    `${exchanges.filter(({ difference }) => difference === null).length} of ${exchanges.length}`
  const lines = replayed.map(({ name, exchanges }) => `  ${name}: ${share(exchanges)}`)
  const reasons = KNOWN_DIFFERENCES.map(
    ({ reason, recording, exchanges }) => `  ${exchanges.length} in ${recording}: ${reason}`,
  )
  const total = share(replayed.flatMap(({ exchanges }) => exchanges))
  return ['Answered alike:', ...lines, `  in all: ${total}`, 'Different:', ...reasons].join('\n')
}
