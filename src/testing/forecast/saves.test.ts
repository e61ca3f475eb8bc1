import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { type HalfSeen, halfFilesOf, noteHalf } from '#features/images/forecast/half-files.ts'
import {
  hasFailed,
  isUnsure,
  heldBy,
  type Rank,
  ranksOf,
  regionOf,
  anySource,
  type AnySource,
  type Story,
} from '#testing/any-region.ts'
import { saveAndImport, expectTotals, expectTrue, listsOf, reviewOf, totalsOf } from './review.ts'
import { aboutCount, FORECAST_TIMEOUT_MS, mostAbout, REGIONS, runs } from './runs.ts'
import { savedAndImported, draftFor, forecastFor, save, wishes, type Wishes } from './story.ts'
import { watchFiles } from '#testing/hostile/watched-files.ts'
import { isOpen, worded } from './worded.ts'

/* The embedded region does what the save bar and Review forecast, to the byte. */

/** Bytes that the running import has still to do, or those of the next one where none runs. */
function finished({ region, clock, state }: Story) {
  const files = watchFiles(state)
  if (!region.isImporting()) region.startImport()
  clock.advance(10 * 3_600_000)
  expect(region.isImporting()).toBe(false)
  return files.measure()
}

/** When MAAS has reported the start of an import, and has not removed anything yet. */
const JUST_READ = 0.575

/** Whether the page is open before the import, and the seconds until each time it reads during it. */
const looks = fc.tuple(
  fc.boolean(),
  fc.oneof({ weight: 15, arbitrary: fc.nat(90) }, fc.constant(JUST_READ)),
  fc.nat(5),
  fc.nat(20),
)
type Looks = readonly [early: boolean, number, number, number]
/** Who saves first during the import. */
type Writer = 'this page' | 'another page' | 'both pages'
/** With several sources, no bytes are exact after a save of another page. */
const writersOf = (count: number) =>
  count === 1
    ? fc.constantFrom<Writer[]>('this page', 'another page', 'both pages')
    : fc.constant<Writer>('this page')

/** When imports began, the last one first. */
const starts = ({ region }: Story) =>
  region
    .events('DEBUG', { limit: 50 })
    .filter(({ description }) => description.startsWith('Started'))
    .map(({ id }) => String(id))

/** A page that reads a region. */
function watched(story: Story) {
  let seen: HalfSeen | null = null
  return {
    look: () => {
      const held = heldBy(story)
      const [lastStarted = null] = starts(story)
      const at = story.clock.now()
      const now = { importing: story.region.isImporting(), lastStarted, noticedAt: at, readAt: at }
      seen = noteHalf(seen, held, now)
      return halfFilesOf(seen, held)
    },
  }
}

describe.each(REGIONS)('MAAS %s with %i sources', { timeout: FORECAST_TIMEOUT_MS }, (version, count) => {
  const sources = fc.tuple(...Array.from({ length: count }, (_, index) => anySource(index)))
  const inexact = aboutCount()
  const ranks = version.startsWith('3.8') ? ranksOf(count) : fc.constant([])
  const holds = (list: readonly AnySource[], since: readonly Rank[], wishList: Wishes) => {
    const story = regionOf(version, list, since)
    const change = draftFor(story, wishList)
    const found = forecastFor(story, change)
    // which source an image is from cannot always be known
    if (since.length > 0 && isUnsure(story)) return
    const words = worded(story, found)
    const { versions, ...rest } = savedAndImported(story, change)
    if (hasFailed(story)) return
    const sure = (list: readonly string[]) => list.filter((one) => !isOpen(version, found, one))
    expect({ ...words, versions: sure(words.versions) }).toEqual({ ...rest, versions: sure(versions) })
  }

  test('an import does what was forecast', () => {
    fc.assert(
      fc.property(sources, ranks, (list, since) => holds(list, since, [])),
      runs(150),
    )
  })

  test.skipIf(!version.startsWith('3.5'))(
    'the remaining work of a running or stopped import is what was forecast',
    () => {
      fc.assert(
        fc.property(sources, looks, fc.boolean(), (list, [early, ...times], stops) => {
          const story = regionOf(version, list)
          const { region, clock } = story
          const page = watched(story)
          region.setBytesPerSecond(1000)
          if (early) page.look()
          region.startImport()
          let half = page.look()
          for (const seconds of times) {
            clock.advance(seconds * 1000)
            half = page.look()
          }
          if (stops) {
            region.stopImport()
            clock.advance(5_000)
            // MAAS may have ignored the stop
            half = page.look()
          }
          const found = forecastFor(story, draftFor(story, []), { half })
          inexact.note(found.isDueAbout)
          const says = worded(story, found)
          const bytes = finished(story)
          fc.pre(!hasFailed(story))
          expectTotals(found, half, says, bytes)
        }),
        runs(150),
      )
    },
  )

  /** A region in which an import is running, and what a page has read of it. */
  const during = (list: readonly AnySource[], [early, ...times]: Looks, firstWishes: Wishes = []) => {
    const story = regionOf(
      version,
      list.map((one) => ({ ...one, lacksFiles: false })),
    )
    const { region, clock } = story
    const page = watched(story)
    region.setBytesPerSecond(1000)
    if (early) page.look()
    region.startImport()
    const [before, ...later] = times
    clock.advance(before * 1000)
    page.look()
    const earlier = draftFor(story, firstWishes)
    const [start] = starts(story)
    save(story, earlier)
    for (const seconds of later) {
      clock.advance(seconds * 1000)
      page.look()
    }
    const half = page.look()
    return { story, earlier: earlier.saved, half, isSameImport: starts(story)[0] === start }
  }

  /**
   * @param firstWishes what is saved earlier during the same import
   * @param writer who saves it: this page, another one that this page knows nothing of, or one that wrote before this
   *   page read for a save of its own
   */
  const holdsDuring = (
    list: readonly AnySource[],
    looks: Looks,
    wishList: Wishes,
    firstWishes: Wishes = [],
    writer: Writer = 'this page',
  ) => {
    const { story, earlier, half, isSameImport } = during(list, looks, firstWishes)
    fc.pre(story.region.isImporting())
    const change = draftFor(story, wishList)
    const began = {
      'this page': { selected: earlier, sure: true },
      'another page': undefined,
      'both pages': { selected: change.saved, sure: false },
    }[writer]
    const found = forecastFor(story, change, { half, began: isSameImport ? began : undefined })
    // after a save of another page, most are
    if (writer === 'this page') inexact.note(found.isAbout)
    const { added, removed, versions, ...words } = worded(story, found)
    const review = reviewOf(story, change, found)
    const did = saveAndImport(story, change)
    const without = saveAndImport(during(list, looks, firstWishes).story, null)
    if (!found.isAbout) expect({ added, removed, versions }).toEqual(listsOf(did))
    expectTrue(review, found, did, without)
    expectTotals(found, half, words, totalsOf(did))
  }

  test.runIf(version.startsWith('3.8'))(
    'a save during an import, and the import that the page starts after it, do what was forecast',
    () => {
      fc.assert(
        fc.property(sources, looks, wishes, (list, times, wishList) => {
          const { story } = during(list, times)
          fc.pre(story.region.isImporting())
          const change = draftFor(story, wishList)
          const found = forecastFor(story, change)
          fc.pre(!inexact.note(found.isAbout))
          const { versions, ...words } = worded(story, found)
          const are = savedAndImported(story, change)
          const sure = (list: readonly string[]) => list.filter((one) => !isOpen(version, found, one))
          expect({ ...words, versions: sure(versions) }).toEqual({ ...are, versions: sure(are.versions) })
        }),
        runs(40),
      )
    },
  )

  test.skipIf(version.startsWith('3.8'))('a save during an import makes MAAS do what was forecast', () => {
    fc.assert(
      fc.property(sources, looks, wishes, (...one) => holdsDuring(...one)),
      runs(40),
    )
  })

  test.skipIf(version.startsWith('3.8'))('so does a second save during the same import', () => {
    fc.assert(
      fc.property(sources, looks, wishes, wishes, writersOf(count), (...one) => holdsDuring(...one)),
      runs(40),
    )
  })

  test('a save and its import do what was forecast', () => {
    fc.assert(fc.property(sources, ranks, wishes, holds), runs(300))
  })

  // counted by whichever tests have run
  afterAll(() => {
    if (inexact.share() > mostAbout(version))
      throw new Error(`Too many forecasts say "about": ${inexact.share()}`)
  })
})
