/** How long MAAS may take to begin an import after it was requested, in ms. */
export const PATIENCE_MS = 30_000

type Signs = {
  /**
   * When MAAS last began an import according to its events, as ISO times: known when the change began, and now. null:
   * never.
   */
  readonly startedBefore: string | null
  readonly startedNow: string | null
  readonly importing: boolean
  /** Time since the import was requested, in ms. */
  readonly waitedMs: number
}

/**
 * Whether MAAS began the requested import. A missing keyring file stops every import before it begins, yet MAAS answers
 * "started" and creates no notification (recorded from 3.5.13), so only its events show this.
 */
export function importSign({ startedBefore, startedNow, importing, waitedMs }: Signs) {
  if (importing || startedNow !== startedBefore) return 'begun'
  return waitedMs < PATIENCE_MS ? 'waiting' : 'missing'
}
