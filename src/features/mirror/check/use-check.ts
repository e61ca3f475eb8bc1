import { useEffect, useRef, useState } from 'react'
import type { MirrorPair } from '#api/mirror.ts'
import type { Upstream } from '#features/mirror/rules/choice.ts'
import type { MirrorSettings } from '#features/mirror/rules/settings.ts'
import { checkMirror, type MirrorReport } from './check-mirror.ts'

/** What a check is about, as the form was when it started. */
export type Subject = {
  readonly pair: MirrorPair
  readonly upstream: Pick<Upstream, 'id' | 'label'>
  readonly settings: MirrorSettings
}
type Check = {
  /** What is checked; null: nothing yet. */
  readonly subject: Subject | null
  readonly report: MirrorReport | null
  readonly running: boolean
  readonly error: unknown
}
const NONE: Check = { subject: null, report: null, running: false, error: null }

/** A check of a mirror: started, stopped, and continued after a failure. It ends when the page is left. */
export function useCheck() {
  const [check, setCheck] = useState<Check>(NONE)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  async function run(subject: Subject, after: MirrorReport | null) {
    stop.current?.abort()
    const own = new AbortController()
    stop.current = own
    setCheck({ subject, report: after, running: true, error: null })
    const change = (part: Partial<Check>) => {
      if (stop.current === own) setCheck((before) => ({ ...before, ...part }))
    }
    try {
      await checkMirror(subject.pair, { signal: own.signal, after, onReport: (report) => change({ report }) })
      change({ running: false })
    } catch (error) {
      change({ running: false, error: own.signal.aborted ? null : error })
    }
  }

  return {
    ...check,
    start: (subject: Subject) => void run(subject, null),
    /** Continues a check that failed or was stopped. */
    proceed: () => {
      if (check.subject) void run(check.subject, check.report)
    },
    stop: () => stop.current?.abort(),
  }
}
