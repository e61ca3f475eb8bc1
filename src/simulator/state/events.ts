import { capabilitiesOf } from '#selections/maas-version.ts'
import { nextId, type RegionEvent, type State } from './state.ts'

/** The event type MAAS up to 3.7 shows as "Region import info"; it is logged at DEBUG only. */
export const logImport = (state: State, at: number, description: string): void =>
  log(state, { at, level: 'DEBUG', type: 'Region import info', description })

/** A problem that MAAS up to 3.7 writes into its events, but not into a notification. */
export const logWarning = (state: State, at: number, description: string): void =>
  log(state, { at, level: 'WARNING', type: 'Region import warning', description })

/** A file that MAAS 3.4 could not import, also only among its events. */
export const logError = (state: State, at: number, description: string): void =>
  log(state, { at, level: 'ERROR', type: 'Region import error', description })

function log(state: State, event: Omit<RegionEvent, 'id'>): void {
  if (!capabilitiesOf(state.version).logsImports) return
  state.events.push({ id: nextId(state, 'event'), ...event })
}

const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const

export const isEventLevel = (level: string) => level === 'AUDIT' || LEVELS.some((known) => known === level)

/**
 * Newest first, of that level and above. AUDIT is a separate level, and always empty: MAAS writes audit events for
 * settings, and from 3.5 on for sources and selections, but it lists only events of nodes, and those have none (read in
 * api/events.py of 3.4 to 3.8; recorded from 3.5.13 and 3.8.0 beta 6 after changes of each kind).
 */
export function eventsOf(
  state: State,
  level: string,
  { limit, before, after }: { limit: number; before?: number | undefined; after?: number | undefined },
): RegionEvent[] {
  const least = LEVELS.findIndex((known) => known === level)
  const found = state.events.filter(
    (event) =>
      level !== 'AUDIT' &&
      LEVELS.indexOf(event.level) >= least &&
      (before === undefined || event.id < before) &&
      (after === undefined || event.id > after),
  )
  return found.reverse().slice(0, Math.max(0, limit))
}
