import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followWrites } from '#api/client.ts'

/** After the first table, which is what people wait for. */
const LATER_MS = 1_000

/** Calls back when the browser is idle after the first moments; immediately where it cannot tell (Safari). */
function whenIdle(called: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    called()
    return () => undefined
  }
  let waiting = 0
  const timer = setTimeout(() => {
    waiting = requestIdleCallback(called, { timeout: LATER_MS })
  }, LATER_MS)
  return () => {
    clearTimeout(timer)
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
    const cancel = whenIdle(() => void load())
    return () => {
      left = true
      cancel()
      stop?.()
    }
  }, [client, inside])
}
