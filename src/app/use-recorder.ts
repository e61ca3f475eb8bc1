import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followWrites } from '#api/client.ts'

/** Records activity in this browser while a user is signed in. Without its code, which comes later, nothing is lost. */
export function useRecorder(inside: boolean): void {
  const client = useQueryClient()
  useEffect(() => {
    if (!inside) return undefined
    let stop: (() => void) | null = null
    let left = false
    import('#api/activity/recorder.ts').then(
      ({ startRecorder }) => {
        if (!left) stop = startRecorder(client)
      },
      // the page works without it; nothing that was sent is kept for it
      () => void followWrites(() => undefined),
    )
    return () => {
      left = true
      stop?.()
    }
  }, [client, inside])
}
