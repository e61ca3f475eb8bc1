import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyStream } from '#testing/streams/any-stream.ts'
import { fitsContract } from '#testing/streams/fits-contract.ts'
import { STREAM_KINDS } from '#testing/streams/kinds.ts'
import type { RawStream } from '#testing/streams/sound-stream.ts'
import { understood } from '#testing/streams/understood.ts'
import { catalogueOf } from './catalogue.ts'
import { holdingsOf } from './presence.ts'
import { NO_IMAGES, type StreamWarning } from '#streams/simplestreams/region-warnings.ts'

const READERS = ['to-3.7', 'from-3.8'] as const
type Reader = (typeof READERS)[number]

/** The warnings that end the reading of this MAAS. A source that offers nothing does not end it. */
const stops = (warnings: readonly StreamWarning[], reader: Reader) =>
  warnings.filter(
    ({ maas, effect, names }) =>
      (maas === reader || maas === 'any') &&
      (effect === 'ends-imports' || effect === 'refuses') &&
      !names.includes(NO_IMAGES),
  )

/** The stream as a reader understands it; null if it is not even an index or products file. */
function outcome(stream: RawStream, reader: Reader) {
  try {
    return understood(stream, reader)
  } catch {
    return null
  }
}

test('a reader fails exactly on the faults that the warnings list', () => {
  fc.assert(
    fc.property(anyStream, fc.constantFrom(...READERS), (stream, reader) => {
      const found = outcome(stream, reader)
      if (found === null) return
      expect(stops(found.warnings, reader).length > 0).toBe(found.failure !== null)
    }),
    { numRuns: 500 },
  )
})

test('a stream without warnings has every key that both readers need, and becomes a catalogue', () => {
  let usable = 0
  fc.assert(
    fc.property(anyStream, (stream) => {
      const [old, recent] = READERS.map((reader) => outcome(stream, reader))
      if (!old || !recent || old.failure !== null || recent.failure !== null) return
      usable += 1
      for (const found of [old, recent]) {
        for (const { arch, os, kind, release, bootloaderType, versions } of found.products) {
          expect([arch, os, kind === 'bootloader' ? bootloaderType : release]).not.toContain('')
          for (const { items } of versions.slice(0, 1)) {
            for (const { path, sha256, size } of items) {
              expect([path, sha256]).not.toContain(undefined)
              expect(Number.isSafeInteger(size)).toBe(true)
            }
          }
        }
        expect(fitsContract(catalogueOf(found.products, found.ignored))).toBe(true)
        expect(holdingsOf(found.products).every(({ paths }) => paths.length > 0)).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
  expect(usable).toBeGreaterThan(20)
})

describe.each(READERS)('the effect of each kind of source, read as %s', (reader) => {
  test.each(Object.entries(STREAM_KINDS))('%s', (_, [stream, to37, from38]) => {
    const fate = reader === 'to-3.7' ? to37 : from38
    const found = understood(stream, reader)
    const stopped = stops(found.warnings, reader).map(({ effect }) => effect)
    expect(stopped.length > 0).toBe(fate === 'refuses' || fate === 'ends-imports')
    expect(stopped.includes('ends-imports')).toBe(fate === 'ends-imports')
    const images = found.products.filter(({ kind, os }) => kind === 'image' && os === 'ubuntu')
    expect(images.length > 0 || fate !== 'imports').toBe(true)
    expect(images.length === 0 || fate !== 'nothing').toBe(true)
  })
})
