import { ENDS_FOR_MS } from '#gateway/region/poll-rates.ts'

/** What one poll shows of imports. */
type Poll = {
  readonly importing: boolean
  /** The ID of MAAS's newest event about an import; null: there is none. */
  readonly event: number | null
  /** How often the two were read from MAAS so far: an answer that was not read again shows nothing new. */
  readonly reads: number
}

/** Follows imports from poll to poll, because the list of MAAS does not show when resources change. */
export function createImportFollower(now: () => number) {
  let epoch = 0
  let before: Pick<Poll, 'importing' | 'event'> | null = null
  let noticed = -1
  // an import known only by its event may have just started, so it is checked once more
  let unsettled = false
  let activeAt = now()
  let endedAt = -Infinity

  return {
    /** Grows when an import has ended: what was read in an earlier epoch may be out of date. */
    epoch: () => epoch,
    /** Whether an import was running at the last poll. */
    isRunning: () => before?.importing === true,
    /** Whether an import is running or has just ended. */
    isRunningOrEnds: () => before?.importing === true || now() - endedAt < ENDS_FOR_MS,
    /** Milliseconds since the last sign of an import, or of something that may start one. */
    idleMs: () => now() - activeAt,
    noticeSign(): void {
      activeAt = now()
    },
    /** Whether an import has started or ended since the last poll. */
    notice({ importing, event, reads }: Poll): boolean {
      const ended = before?.importing === true && !importing
      const begun = before?.importing === false && importing
      const missed = before !== null && !importing && event !== before.event
      const again = unsettled && !importing && reads !== noticed
      if (ended || missed || again) epoch += 1
      if (reads !== noticed) unsettled = missed && !ended
      if (ended || missed) endedAt = now()
      if (begun || ended || missed) activeAt = now()
      noticed = reads
      before = { importing, event }
      return begun || ended || missed
    },
  }
}
