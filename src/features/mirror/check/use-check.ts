import { useEffect, useRef, useState } from 'react'
import type { MirrorPair } from '#api/mirror.ts'
import { checkMirror, type MirrorReport } from './check-mirror.ts'

type Check = {
  /** What is checked; null: nothing yet. */
  readonly pair: MirrorPair | null
  readonly report: MirrorReport | null
  readonly running: boolean
  readonly error: unknown
}
const NONE: Check = { pair: null, report: null, running: false, error: null }

/** A check of a mirror: started, stopped, and continued after a failure. It ends when the page is left. */
export function useCheck() {
  const [check, setCheck] = useState<Check>(NONE)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  async function run(pair: MirrorPair, after: MirrorReport | null) {
    stop.current?.abort()
    const own = new AbortController()
    stop.current = own
    setCheck({ pair, report: after, running: true, error: null })
    const change = (part: Partial<Check>) => {
      if (stop.current === own) setCheck((before) => ({ ...before, ...part }))
    }
    try {
      await checkMirror(pair, { signal: own.signal, after, onReport: (report) => change({ report }) })
      change({ running: false })
    } catch (error) {
      change({ running: false, error: own.signal.aborted ? null : error })
    }
  }

  return {
    ...check,
    start: (pair: MirrorPair) => void run(pair, null),
    /** Continues a check that failed or was stopped. */
    proceed: () => {
      if (check.pair) void run(check.pair, check.report)
    },
    stop: () => stop.current?.abort(),
  }
}
