import { capabilitiesOf } from '#selections/maas-version.ts'

/* How many cases the forecast properties try. A long search: `FORECAST_RUNS=20 npx vitest run src/testing/forecast` */

/** Multiplies the number of cases of each property. */
const TIMES = Number(process.env['FORECAST_RUNS'] ?? 1)

const SEED = 20_261_127

/** @param few the cases of a normal run, which is short and always tries the same ones; a long search tries new ones */
export const runs = (few: number) => ({ numRuns: few * TIMES, ...(TIMES === 1 && { seed: SEED }) })

/**
 * The largest share of forecasts that may be inexact during an import. Up to 3.7 it is 0.18 to 0.29, in 3.8 0.6 to 0.7,
 * because the arbitrary regions list products twice far more often than real sources do.
 */
export const mostAbout = (version: string): number => (version.startsWith('3.8') ? 0.8 : 0.4)

/**
 * The same while no import runs. Then all is exact, except in MAAS 3.5 to 3.7 if a file that another one replaces is also
 * in a partial version that no source lists any more: 0.001 to 0.006 with two sources.
 */
export const mostAboutIdle = (version: string, sources: number): number =>
  sources > 1 && capabilitiesOf(version).keepsPartialFiles ? 0.03 : 0

/** The same when a source moves. Up to 3.7 it is 0.25 to 0.34, in 3.8 0.65 to 0.78. */
export const mostAboutMoved = (version: string): number => (version.startsWith('3.8') ? 0.8 : 0.4)

/** The same when a change of source stops an import of MAAS 3.5 to 3.7: 0.19 to 0.41. */
export const MOST_ABOUT_STOPPED = 0.5

/** Counts forecasts that are not exact, so that they cannot hide wrong ones. */
export function aboutCount() {
  let [all, about] = [0, 0]
  return {
    note: (isAbout: boolean): boolean => {
      all += 1
      about += isAbout ? 1 : 0
      return isAbout
    },
    /** Of all cases, 0 to 1. */
    share: () => (all === 0 ? 0 : about / all),
  }
}

/** For each property, ms. */
export const FORECAST_TIMEOUT_MS = 60_000 * TIMES

/** Only in a long search: `FORECAST_RUNS=20 npx vitest run src/testing/forecast` */
const RARE: readonly (readonly [version: string, sources: number])[] = [
  ['3.4.10', 1],
  ['3.7.2', 1],
  ['3.7.2', 2],
]

/** Versions of MAAS, and how many sources a region has. */
export const REGIONS: readonly (readonly [version: string, sources: number])[] = [
  ['3.4.10', 2],
  ['3.5.13', 1],
  ['3.5.13', 2],
  ['3.8.0', 1],
  ['3.8.0', 2],
  ...(TIMES > 1 ? RARE : []),
]
