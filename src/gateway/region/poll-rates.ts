import type { Allowance } from './call-budget.ts'
import type { DetailSchedule } from './detail-schedule.ts'

/*
 * How often MAAS is called, however many pages are open. The ages below and the budget for single resources together
 * stay under 6 calls per minute while nothing happens, and under `callsPerMinute` while an import runs. Actions of a
 * person (opening a page, a write) come on top, from their own budget.
 */

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** People and their scripts change selections beside an open page, which shows that soon. */
export const SELECTIONS_EVERY_MS = 30 * SECOND

/** The age in ms at which an answer is read again. */
export type Ages = {
  readonly importing: number
  readonly list: number
  readonly events: number
  readonly notifications: number
  readonly sources: number
  /** For each source; the selections of several sources are read in turn, one every half minute. */
  readonly selections: number
  readonly config: number
  readonly user: number
  readonly version: number
  /** Rack controllers up to MAAS 3.4, one call each. */
  readonly racks: number
  /** The list of region controllers from MAAS 3.5 on. */
  readonly controllers: number
}

/** An administrator rarely adds a region controller. */
const CONTROLLERS_EVERY_MS = 10 * MINUTE

/** A page polls images a minute after the last answer, and everything else after half a minute. */
export const IDLE_AGES: Ages = {
  importing: MINUTE,
  list: MINUTE,
  events: 3 * MINUTE,
  notifications: 4 * MINUTE,
  sources: 4 * MINUTE,
  selections: SELECTIONS_EVERY_MS,
  config: 15 * MINUTE,
  user: 4 * MINUTE,
  version: 15 * MINUTE,
  racks: 15 * MINUTE,
  controllers: CONTROLLERS_EVERY_MS,
}

export const IMPORTING_AGES: Ages = {
  importing: 9 * SECOND,
  list: 20 * SECOND,
  events: 30 * SECOND,
  notifications: 30 * SECOND,
  sources: 60 * SECOND,
  selections: 60 * SECOND,
  config: 5 * MINUTE,
  user: 3 * MINUTE,
  version: 10 * MINUTE,
  racks: 2 * MINUTE,
  controllers: CONTROLLERS_EVERY_MS,
}

/** The page polls often for this long after an import: MAAS reports the reason for its end a moment later. */
export const ENDS_FOR_MS = 90 * SECOND

/** For a minute after a write, because people wait for the import they have started. */
export const WRITTEN_AGES: Ages = { ...IMPORTING_AGES, events: 9 * SECOND, list: 9 * SECOND }
export const WRITTEN_FOR_MS = MINUTE

/** How long a refusal of MAAS to show boot sources is remembered. */
export const REFUSED_AGE_MS = 10 * MINUTE

/**
 * The budgets of polls for data that seldom changes (all ages but the first two). They spread the calls evenly: parts that
 * are due at the same time are read one after the other. Selections have a budget of their own, which they share with
 * the important parts (user, sources, notifications) while an import runs.
 */
export const IDLE_REST: Allowance = { perMinute: 2, burst: 1 }
export const IMPORTING_REST: Allowance = { perMinute: 2, burst: 3 }

/** All calls per minute while an import runs: 60 with up to 80 resources, 180 from 240 on. */
const callsPerMinute = (resources: number): number => Math.min(180, Math.max(60, resources * 0.75))

const NONE: Allowance = { perMinute: 0, burst: 0 }
/** The share of everything except single resources. */
const FOR_THE_REST = 21

export const NOTHING = { moving: NONE, waiting: NONE, complete: NONE }

/**
 * How many single resources of each kind may be read while an import runs: at most a tenth for complete ones and three
 * tenths for waiting ones (eight when nothing moves); moving ones get the rest.
 */
export function shares(resources: number, { waiting, complete, moving }: DetailSchedule): typeof NOTHING {
  const all = callsPerMinute(resources) - FOR_THE_REST
  const burst = all * 0.13
  const rate = all - burst
  const waits = Math.min(waiting.perMinute, rate * (moving.perMinute > 0 ? 0.3 : 0.8))
  const sweeps = Math.min(complete.perMinute, rate * 0.1)
  const moves = moving.perMinute > 0
  return {
    moving: { perMinute: rate - waits - sweeps, burst: moves ? burst - 2 : 1 },
    waiting: { perMinute: waits, burst: moves ? 1 : burst - 2 },
    complete: { perMinute: sweeps, burst: 1 },
  }
}

/** New resources, and all resources after an import: each is read once, most of them immediately. */
export const SWEEP: Allowance = { perMinute: 90, burst: 60 }

/** Incomplete resources while MAAS reports no import, which includes the first seconds of one. */
export const STOPPED: Allowance = { perMinute: 12, burst: 4 }
export const STOPPED_FOR_MS = 5 * MINUTE
/** After that time: one per poll would be too many for an idle region. */
export const LONG_STOPPED: Allowance = { perMinute: 0.4, burst: 1 }

/** Calls for people who open a page, write or retry: they get new answers. */
export const FRESH: Allowance = { perMinute: 12, burst: 120 }
