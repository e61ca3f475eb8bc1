import { readMirrorFiles, readMirrorState, type MirrorPair } from '#api/mirror.ts'
import type { BadFile, MirrorState } from '#contract/mirror.ts'

/** What a check has found so far. */
export type MirrorReport = {
  readonly state: MirrorState
  /** Files that have been checked. */
  readonly checked: number
  readonly bad: readonly BadFile[]
  /** Files whose size the server does not report. */
  readonly unsized: number
  /** Whether all files that can be checked were checked. */
  readonly done: boolean
}
type Options = {
  readonly signal: AbortSignal
  readonly onReport: (report: MirrorReport) => void
  /** The report of a check that failed on the way, to be continued. */
  readonly after?: MirrorReport | null
}

/**
 * Checks a mirror: its lists, then its files a few at a time. Each report contains everything found so far. Throws an
 * ApiError; the last report is then still valid, and the check can continue after it.
 */
export async function checkMirror(
  pair: MirrorPair,
  { signal, onReport, after = null }: Options,
): Promise<MirrorReport> {
  let report = after ?? {
    state: await readMirrorState(pair, signal),
    checked: 0,
    bad: [],
    unsized: 0,
    done: false,
  }
  onReport(report)
  while (!report.done) {
    const { checked, bad, state } = report
    // each slice begins where the last one ended
    // oxlint-disable-next-line no-await-in-loop
    const found = await readMirrorFiles(pair, checked, signal)
    report = {
      state,
      checked: found.next ?? state.checkable,
      bad: [...bad, ...found.bad],
      unsized: report.unsized + found.unsized,
      done: found.next === null,
    }
    onReport(report)
  }
  return report
}
