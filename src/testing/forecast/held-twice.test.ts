import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { halfFilesOf, noteHalf, type HalfSeen } from '#features/images/forecast/half-files.ts'
import { resourceText } from '#selections/source-offer.ts'
import { nextId } from '#simulator/state/state.ts'
import { anySource, hasFailed, heldBy, regionOf, type AnySource } from '#testing/any-region.ts'
import { type ImportRecord, saveAndImport, totalsOf } from './review.ts'
import { FORECAST_TIMEOUT_MS, runs } from './runs.ts'
import { draftFor, forecastFor, wishes } from './story.ts'
import { worded } from './worded.ts'

/* A region that holds a boot resource twice, as an upgrade to MAAS 3.6 or 3.7 can leave it, does what was forecast. */

const VERSION = '3.7.2'

/** @param which of its boot resources is held twice */
function regionWithTwo(list: readonly AnySource[], which: number) {
  const story = regionOf(VERSION, list)
  const { resources } = story.state
  const synced = [...resources.values()].filter(({ type, sets }) => type === 'Synced' && sets.length > 0)
  const one = synced[which % Math.max(1, synced.length)]
  fc.pre(one !== undefined)
  const id = nextId(story.state, 'resource')
  if (one) resources.set(id, { ...structuredClone(one), id })
  return story
}

const lists = (count: number) => fc.tuple(...Array.from({ length: count }, (_, index) => anySource(index)))
const anyPlace = fc.nat(20)

const keysOf = (held: ImportRecord['after']) => held.map(resourceText)

describe.each([1, 2])('with %i sources', { timeout: FORECAST_TIMEOUT_MS }, (count) => {
  test('an import fails where that was forecast, and then its bytes are exact', () => {
    fc.assert(
      fc.property(lists(count), anyPlace, wishes, (list, which, wishList) => {
        const story = regionWithTwo(list, which)
        const change = draftFor(story, wishList)
        const found = forecastFor(story, change)
        const { download, freed } = worded(story, found)
        const did = saveAndImport(story, change)
        fc.pre(!hasFailed(story))
        const { failsAt } = found.outcome
        fc.pre(failsAt !== undefined)
        expect([found.isAbout, found.isFreedAbout, found.isDueAbout]).toEqual([false, false, false])
        expect([totalsOf(did), download]).toEqual([{ download, freed }, 0])
        expect(keysOf(did.after)).toEqual(expect.arrayContaining(keysOf(did.before)))
      }),
      runs(100),
    )
  })
})

test('bytes of a running import are about right or exact', { timeout: FORECAST_TIMEOUT_MS }, () => {
  const times = fc.tuple(fc.nat(90), fc.nat(5), fc.nat(20))
  fc.assert(
    fc.property(lists(1), anyPlace, wishes, times, (list, which, wishList, seconds) => {
      const story = regionWithTwo(
        list.map((one) => ({ ...one, lacksFiles: false })),
        which,
      )
      const { region, clock } = story
      let seen: HalfSeen | null = null
      const look = () => {
        const [start] = region
          .events('DEBUG', { limit: 50 })
          .filter(({ description }) => description.startsWith('Started'))
        const [held, at] = [heldBy(story), clock.now()]
        const lastStarted = start ? String(start.id) : null
        const now = { importing: region.isImporting(), lastStarted, noticedAt: at, readAt: at }
        seen = noteHalf(seen, held, now)
        return halfFilesOf(seen, held)
      }
      region.setBytesPerSecond(1000)
      look()
      region.startImport()
      for (const time of seconds) {
        look()
        clock.advance(time * 1000)
      }
      const half = look()
      fc.pre(region.isImporting())
      const change = draftFor(story, wishList)
      const began = { selected: change.saved, sure: true }
      const found = forecastFor(story, change, { half, began })
      const says = worded(story, found)
      const did = totalsOf(saveAndImport(story, change))
      const { isFreedAbout, isDueAbout } = found
      expect(isFreedAbout ? null : did.freed).toBe(isFreedAbout ? null : says.freed)
      expect(isDueAbout ? null : did.download).toBe(isDueAbout ? null : says.download)
    }),
    runs(150),
  )
})
