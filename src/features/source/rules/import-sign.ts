/** How long MAAS may take to begin an import that it was asked for, in ms. */
export const PATIENCE_MS = 30_000

type Signs = {
  /** ISO times of the last import that MAAS's events told of when the change began, and now; null: none known. */
  readonly startedBefore: string | null
  readonly startedNow: string | null
  readonly importing: boolean
  /** Since the import was asked for. */
  readonly waitedMs: number
}

/**
 * Whether MAAS did begin the import it was asked for. A keyring file that does not exist stops every import before it
 * begins, and MAAS says "started" all the same, without a notification (recorded from 3.5.13): no event is the only sign.
 */
export function importSign({ startedBefore, startedNow, importing, waitedMs }: Signs) {
  if (importing || startedNow !== startedBefore) return 'begun'
  return waitedMs < PATIENCE_MS ? 'waiting' : 'missing'
}
