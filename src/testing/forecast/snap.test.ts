import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anySource, hasFailed, regionOf, type Story } from '#testing/any-region.ts'
import { aboutCount, FORECAST_TIMEOUT_MS, runs } from './runs.ts'
import { draftFor, forecastFor, savedAndImported, wishes } from './story.ts'
import { worded } from './worded.ts'

/* In a snap, an import of MAAS up to 3.7 first writes its default source again. */

/** The import reads the default source in this place, counted from the end: the database decides where its row is. */
function placeDefault({ state }: Story, place: number): void {
  const [moved, ...others] = [...state.sources.values()].toReversed()
  if (!moved) return
  others.splice(place, 0, moved)
  state.sources.clear()
  for (const source of others.toReversed()) state.sources.set(source.id, source)
}

/** Which version of a bootloader MAAS has is only shown by bytes. */
const imagesIn = (versions: readonly string[]) => versions.filter((one) => !one.startsWith('grub'))

/** It is 0.25 to 0.32, because arbitrary sources list the same products with other files far more often than real ones. */
const MOST_ABOUT = 0.4
/** The same if no place makes a difference after all: 0.02 to 0.04, where the import without the draft would do. */
const MOST_CAUTIOUS = 0.1

describe.each([
  ['3.4.10', 2],
  ['3.5.13', 2],
  ['3.5.13', 3],
] as const)('MAAS %s as a snap with %i sources', { timeout: FORECAST_TIMEOUT_MS }, (version, count) => {
  const sources = fc.tuple(...Array.from({ length: count }, (_, index) => anySource(index)))

  test('reads its default source last, or the forecast says “about” where that makes a difference', () => {
    const inexact = aboutCount()
    const cautious = aboutCount()
    fc.assert(
      fc.property(sources, wishes, (list, wishList) => {
        const done = Array.from({ length: count }, (_, place) => {
          const story = regionOf(version, list, [], { isSnap: true })
          const change = draftFor(story, wishList)
          const found = forecastFor(story, change)
          const says = worded(story, found)
          const did = savedAndImported(story, change, () => placeDefault(story, place))
          return { found, says, did, failed: hasFailed(story) }
        })
        const [usual] = done
        fc.pre(usual !== undefined && done.every(({ failed }) => !failed))
        expect(usual.says).toEqual(usual.did)
        const { isAbout, isFreedAbout, isDueAbout } = usual.found
        inexact.note(isAbout)
        const promised = ({ added, removed, versions, download, freed }: typeof usual.says) => ({
          added,
          removed,
          versions: imagesIn(versions),
          download: !isDueAbout && download,
          freed: !isFreedAbout && freed,
        })
        for (const { did } of isAbout ? [] : done) expect(promised(did)).toEqual(promised(usual.says))
        cautious.note(
          (isAbout || isFreedAbout || isDueAbout) &&
            done.every(({ did }) => isDeepStrictEqual(did, usual.did)),
        )
      }),
      runs(100),
    )
    expect(inexact.share()).toBeGreaterThan(0)
    expect(inexact.share()).toBeLessThanOrEqual(MOST_ABOUT)
    expect(cautious.share()).toBeLessThanOrEqual(MOST_CAUTIOUS)
  })
})
