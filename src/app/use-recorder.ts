import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followWrites } from '#api/client.ts'

/** The latest start, ms: the first table is what people wait for. */
const LATER_MS = 1_000

/** Calls back when the browser is idle. Returns what cancels that. Safari has no idle callback. */
function whenIdle(called: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    called()
    return () => undefined
  }
  const waiting = requestIdleCallback(called, { timeout: LATER_MS })
  return () => cancelIdleCallback(waiting)
}

/** Records activity in this browser while a user is signed in. Without its code, which comes later, nothing is lost. */
export function useRecorder(inside: boolean): void {
  const client = useQueryClient()
  useEffect(() => {
    if (!inside) return undefined
    let stop: (() => void) | null = null
    let left = false
    const load = () =>
      import('#api/activity/recorder.ts').then(
        ({ startRecorder }) => {
          if (!left) stop = startRecorder(client)
        },
        // the page works without it; nothing that was sent is kept for it
        () => void followWrites(() => undefined),
      )
    const cancel = whenIdle(() => void load())
    return () => {
      left = true
      cancel()
      stop?.()
    }
  }, [client, inside])
}
