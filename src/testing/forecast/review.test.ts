import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  hasFailed,
  isUnsure,
  type Rank,
  ranksOf,
  regionOf,
  anySource,
  type AnySource,
} from '#testing/any-region.ts'
import { saveAndImport, expectTrue, reviewOf } from './review.ts'
import { aboutCount, FORECAST_TIMEOUT_MS, mostAboutIdle, REGIONS, runs } from './runs.ts'
import { draftFor, forecastFor, wishes, type Wishes } from './story.ts'

/* Each line of Review is true of what the embedded region then did. */

describe.each(REGIONS)('MAAS %s with %i sources', { timeout: FORECAST_TIMEOUT_MS }, (version, count) => {
  const sources = fc.tuple(...Array.from({ length: count }, (_, index) => anySource(index)))
  const ranks = version.startsWith('3.8') ? ranksOf(count) : fc.constant([])

  const inexact = aboutCount()

  function holds(list: readonly AnySource[], since: readonly Rank[], wishList: Wishes) {
    const story = regionOf(version, list, since)
    const change = draftFor(story, wishList)
    const found = forecastFor(story, change)
    inexact.note(found.isAbout || found.isDueAbout)
    // which source an image is from cannot always be known
    if (since.length > 0 && isUnsure(story)) return
    const review = reviewOf(story, change, found)
    const did = saveAndImport(story, change)
    const twin = regionOf(version, list, since)
    const without = saveAndImport(twin, null)
    if (hasFailed(story) || hasFailed(twin)) return
    expectTrue(review, found, did, without)
  }

  test('the lines of Review are what a save and its import do', () => {
    fc.assert(fc.property(sources, ranks, wishes, holds), runs(150))
    expect(inexact.share()).toBeLessThanOrEqual(mostAboutIdle(version, count))
  })
})
