import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resourceText } from '#selections/source-offer.ts'
import { resourceKey } from '#simulator/rules/import/wanted.ts'
import { anySource, type AnySource, hasFailed, regionOf, type Story } from '#testing/any-region.ts'
import { FORECAST_TIMEOUT_MS, runs } from './runs.ts'
import { draftFor, forecastFor, runImport, savedAndImported, wishes, type Wishes } from './story.ts'
import { isOpen, worded } from './worded.ts'

/* A MAAS whose files are not complete on all of its region controllers. */

const SECOND = { systemId: 'region00', hostname: 'second' }

/** What has happened before: a controller was added, or an import was also stopped before it copied its files to it. */
const pasts = fc.constantFrom('added', 'stopped before the copy')

/**
 * Whether several products fill one boot resource. Then a version can have a file that an import does not read, and so does
 * not copy: MAAS takes it for incomplete, although our page counts the file as whole.
 */
function fillsTwice({ state }: Story): boolean {
  const names = [...state.offers.values()].flat().map((product) => resourceText(resourceKey(product)))
  return new Set(names).size < names.length
}

/** Whether everything is downloaded, and is now copied. */
const isCopying = (job: Story['state']['job']): boolean =>
  job?.prepared === true && job.leaving.length === 0 && job.cursor >= job.queue.length

describe.each([
  ['3.5.13', 1],
  ['3.5.13', 2],
  ['3.7.2', 1],
] as const)('MAAS %s with %i sources', { timeout: FORECAST_TIMEOUT_MS }, (version, count) => {
  const sources = fc.tuple(...Array.from({ length: count }, (_, index) => anySource(index)))

  const holds = (list: readonly AnySource[], past: string, wishList: Wishes) => {
    const story = regionOf(version, list)
    const { region, clock, state } = story
    fc.pre(!fillsTwice(story))
    if (past === 'added') runImport(story)
    state.otherRegions = [SECOND]
    if (past !== 'added') {
      region.startImport()
      while (region.isImporting() && !isCopying(state.job)) clock.advance(500)
      region.stopImport()
      clock.advance(5_000)
    }
    const change = draftFor(story, wishList)
    const found = forecastFor(story, change, { regionControllers: 2 })
    const words = worded(story, found)
    const { versions, ...rest } = savedAndImported(story, change)
    if (hasFailed(story)) return
    const sure = (all: readonly string[]) => all.filter((one) => !isOpen(version, found, one))
    expect({ ...words, versions: sure(words.versions) }).toEqual({ ...rest, versions: sure(versions) })
  }

  test('an import copies what one of them has, and downloads what none has', () => {
    fc.assert(fc.property(sources, pasts, wishes, holds), runs(100))
  })
})
