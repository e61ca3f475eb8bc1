import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { isMistaken, regionOf, anySource, type AnySource, type Story } from '#testing/any-region.ts'
import { tinyTree } from '#testing/simulator/fixture-streams.ts'
import { saveAndImport, expectTrue, reviewOf } from './review.ts'
import { aboutCount, FORECAST_TIMEOUT_MS, mostAbout, runs } from './runs.ts'
import { savedAndImported, draftFor, forecastFor, wishes, type Wishes } from './story.ts'
import { isOpen, worded } from './worded.ts'

/* Forecasts for a MAAS 3.8 in which the syncs of an earlier import have ended before they were complete, or are ending. */

const VERSION = '3.8.0'
const LIMIT_MS = 2 * 3_600_000
/** Bytes per second that complete the syncs of an arbitrary region before their limit. */
const USUAL_RATE = 1_000_000

const hasFailed = ({ region }: Story) =>
  region.notifications().some(({ ident }) => ident.startsWith('Sync selection'))

/** The same region for each call. */
type Make = () => Story

describe.each([1, 2])('MAAS 3.8 with %i sources', { timeout: FORECAST_TIMEOUT_MS }, (count) => {
  const sources = fc.tuple(...Array.from({ length: count }, (_, index) => anySource(index)))
  const inexact = aboutCount()

  /**
   * A save and its import do what was forecast, and what each line of Review says.
   * @param known what the page knows of the running import
   */
  function holds(make: Make, wishList: Wishes, known: Parameters<typeof forecastFor>[2] = {}) {
    const story = make()
    fc.pre(!isMistaken(story))
    const change = draftFor(story, wishList)
    const found = forecastFor(story, change, known)
    const isAbout = inexact.note(found.isAbout)
    const words = worded(story, found)
    const are = savedAndImported(story, change)
    fc.pre(!hasFailed(story))
    // the bytes are inexact, but not what the region has then, unless a source lists two versions of a kernel; which
    // version of a bootloader is the newest complete one may depend on what MAAS deletes
    const isOpenHere = isAbout && found.outcome.fillsTwice === true
    const isSure = (text: string) => !isOpen(VERSION, found, text) && !(isAbout && text.startsWith('grub'))
    const exact = ({ download, freed, versions, ...rest }: typeof words) => ({
      ...rest,
      ...(!isAbout && { download, freed }),
      ...(!isOpenHere && { versions: versions.filter(isSure) }),
    })
    expect(exact(words)).toEqual(exact(are))
    if (isAbout) return
    const [again, without] = [make(), make()]
    const drafted = draftFor(again, wishList)
    expectTrue(
      reviewOf(again, drafted, found),
      found,
      saveAndImport(again, drafted),
      saveAndImport(without, null),
    )
  }

  test('a save while an import is being stopped, and the import after it', () => {
    const moments = fc.tuple(fc.nat(90), fc.nat(1999))
    fc.assert(
      fc.property(sources, moments, wishes, (list, [seconds, ms], wishList) => {
        const make = () => {
          const story = regionOf(VERSION, list)
          story.region.setBytesPerSecond(1000)
          story.region.startImport()
          story.clock.advance(seconds * 1000)
          // MAAS ignores a stop before the import has begun
          fc.pre(story.region.isImporting())
          story.region.stopImport()
          story.clock.advance(ms)
          return story
        }
        fc.pre(make().region.isImporting())
        holds(make, wishList, { importing: false, stopping: true })
      }),
      runs(15),
    )
  })

  test('a save after an import that has reached the time limit', () => {
    // with several sources, their new lists could hide which of them an image is from
    const later = count === 1 ? fc.option(anySource(0), { nil: null }) : fc.constant(null)
    fc.assert(
      fc.property(
        sources,
        fc.integer({ min: 1, max: 60_000 }),
        later,
        wishes,
        (list, bytes, newer, wishList) => {
          holds(() => {
            const story = regionOf(VERSION, list)
            story.region.setBytesPerSecond((bytes * 1000) / LIMIT_MS)
            story.region.startImport()
            story.clock.advance(LIMIT_MS + 2000)
            expect(story.region.isImporting()).toBe(false)
            story.region.setBytesPerSecond(USUAL_RATE)
            if (newer) offer(story, newer.products)
            return story
          }, wishList)
        },
      ),
      runs(15),
    )
  })

  test('a save after an import for which the source lacked files', () => {
    const lacking = fc.uniqueArray(fc.constantFrom('/grub/', '/amd64/', '/arm64/', '/jammy/'), {
      minLength: 1,
    })
    fc.assert(
      fc.property(sources, lacking, wishes, (list, words, wishList) => {
        holds(() => {
          const story = regionOf(VERSION, list)
          const { streams } = story.state
          const whole = [...streams]
          for (const [key, tree] of whole)
            streams.set(key, {
              ...tree,
              holds: (path) => (words.some((word) => path.includes(word)) ? null : 1),
            })
          story.region.startImport()
          story.clock.advance(LIMIT_MS)
          for (const [key, tree] of whole) streams.set(key, tree)
          story.state.notes = []
          return story
        }, wishList)
      }),
      runs(15),
    )
  })

  // counted by whichever tests have run
  afterAll(() => {
    if (inexact.share() > mostAbout(VERSION))
      throw new Error(`Too many forecasts say "about": ${inexact.share()}`)
  })
})

/** From now on the first source lists these products, and MAAS has read them. */
function offer({ state }: Story, products: AnySource['products']): void {
  const [source] = state.sources.values()
  if (!source) throw new Error('There is no source.')
  state.streams.set(source.url.replace('http://', '').replace(/\/$/, ''), tinyTree(source.url, products))
  state.offers.set(source.id, products)
}
