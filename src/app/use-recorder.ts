import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followWrites } from '#api/client.ts'

/** How long to wait before each check, and at most for an idle browser. */
const LATER_MS = 1_000

/**
 * Calls back when nothing is being read and the browser is idle, so that the first table comes first; immediately where
 * the browser cannot tell (Safari).
 */
function whenIdle(isReading: () => boolean, called: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    called()
    return () => undefined
  }
  let waiting = 0
  const timer = setInterval(() => {
    if (isReading()) return
    clearInterval(timer)
    waiting = requestIdleCallback(called, { timeout: LATER_MS })
  }, LATER_MS)
  return () => {
    clearInterval(timer)
    cancelIdleCallback(waiting)
  }
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
    const cancel = whenIdle(
      () => client.isFetching() > 0,
      () => void load(),
    )
    return () => {
      left = true
      cancel()
      stop?.()
    }
  }, [client, inside])
}
