import type { Image } from '#contract/gateway.ts'

const UNREAD_MS = 1_500
const MOVING_MS = 3_000
const STOPPED_MS = 10_000
const IDLE_MS = 60_000

/**
 * The time until images are read again, in ms: short during downloads, long if nothing happens, and in between for
 * images that are incomplete without an import (stopped, or about to start, which MAAS reports late). React Query
 * does not poll in a hidden tab.
 */
export function pollInterval(input: {
  importing: boolean
  images: readonly Image[]
  /** Boot resources that the gateway has not read yet. */
  unread: number
}): number {
  if (input.unread > 0) return UNREAD_MS
  if (input.importing) return MOVING_MS
  return input.images.some(({ incoming }) => incoming !== null) ? STOPPED_MS : IDLE_MS
}

/** Other clients change selections while nothing is imported; the gateway reads them from MAAS that often. */
const SELECTIONS_MS = 30_000

/** The time until sources, selections and settings are read again, in ms. */
export const regionPollInterval = (importing: boolean): number => (importing ? STOPPED_MS : SELECTIONS_MS)
