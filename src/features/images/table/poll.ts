import type { Image } from '#contract/gateway.ts'

const UNREAD_MS = 1_500
const MOVING_MS = 3_000
const STOPPED_MS = 10_000
const IDLE_MS = 60_000

/**
 * How long to wait until images are read again, in ms: often while something moves, seldom while nothing does.
 * What is incomplete without an import (stopped, or about to start: MAAS says so late) is looked at in between.
 * A hidden tab does not poll at all; react-query sees to that.
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

/** How long to wait until sources, selections and settings are read again, in ms. */
export const regionPollInterval = (importing: boolean): number => (importing ? STOPPED_MS : IDLE_MS)
