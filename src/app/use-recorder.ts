import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followWrites } from '#api/client.ts'

/** After the first table, which is what people wait for. */
const LATER_MS = 1_000

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
    const timer = setTimeout(() => void load(), LATER_MS)
    return () => {
      left = true
      clearTimeout(timer)
      stop?.()
    }
  }, [client, inside])
}
