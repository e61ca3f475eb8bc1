import type { Allowance } from './call-budget.ts'
import type { DetailSchedule } from './detail-schedule.ts'

/*
 * How often MAAS is asked for what, whatever the number of pages that are open. The ages below and the budget of
 * single resources together stay under 6 calls per minute while nothing happens, and under `callsPerMinute` while an
 * import runs. What a person starts (opening a page, a write) comes on top, from a budget of its own.
 */

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** From what age on an answer is read again, in ms. */
export type Ages = {
  readonly importing: number
  readonly list: number
  readonly events: number
  readonly notifications: number
  readonly sources: number
  /** Of each source. */
  readonly selections: number
  readonly config: number
  readonly user: number
  readonly version: number
  /** Rack controllers up to MAAS 3.4, one call for each. */
  readonly racks: number
}

/** A page polls a minute after it got the last answer. */
export const IDLE_AGES: Ages = {
  importing: MINUTE,
  list: MINUTE,
  events: 3 * MINUTE,
  notifications: 4 * MINUTE,
  sources: 4 * MINUTE,
  selections: 3 * MINUTE,
  config: 15 * MINUTE,
  user: 4 * MINUTE,
  version: 15 * MINUTE,
  racks: 15 * MINUTE,
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
}

/** So long after an import has ended the page still asks often: why it ended is told a moment later. */
export const ENDS_FOR_MS = 90 * SECOND

/** For a minute after a write: whether an import begins that was asked for is what people wait for. */
export const WRITTEN_AGES: Ages = { ...IMPORTING_AGES, events: 9 * SECOND, list: 9 * SECOND }
export const WRITTEN_FOR_MS = MINUTE

/** How long MAAS's refusal to show boot sources is remembered. */
export const REFUSED_AGE_MS = 10 * MINUTE

/**
 * Polls read no more than this of what changes seldom (all ages but the first two), so that no minute has more calls
 * than another: what would be due at the same time is read one after the other. What matters most (whose
 * key it is, sources, selections, what went wrong) has one such budget, all else another.
 */
export const IDLE_REST: Allowance = { perMinute: 1, burst: 1 }
export const IMPORTING_REST: Allowance = { perMinute: 2, burst: 3 }

/** All calls per minute while an import runs: 60 with up to 80 resources, 180 from 240 on. */
const callsPerMinute = (resources: number): number => Math.min(180, Math.max(60, resources * 0.75))

const NONE: Allowance = { perMinute: 0, burst: 0 }
/** What all but single resources needs of it. */
const FOR_THE_REST = 21

export const NOTHING = { moving: NONE, waiting: NONE, complete: NONE }

/**
 * How many single resources of each kind may be read while an import runs: of complete ones a tenth, of those that
 * wait three tenths at most, or nearly all when nothing moves; the moving ones may take the rest.
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

/** Resources that are new, or that an import which has ended may have changed: each is read once, most at once. */
export const SWEEP: Allowance = { perMinute: 90, burst: 60 }

/** Incomplete resources while MAAS says that no import runs, which it also says for some seconds after a start. */
export const STOPPED: Allowance = { perMinute: 12, burst: 4 }
export const STOPPED_FOR_MS = 5 * MINUTE
/** After that: one per poll would be more than idle. */
export const LONG_STOPPED: Allowance = { perMinute: 0.4, burst: 1 }

/** Calls for people who open a page, write or try again: they get answers that are read for them. */
export const FRESH: Allowance = { perMinute: 12, burst: 120 }
