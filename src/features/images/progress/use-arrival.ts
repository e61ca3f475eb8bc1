import { useState } from 'react'
import type { Image } from '#contract/gateway.ts'
import { noteArrival, NOTHING_SEEN } from './arrival.ts'

/**
 * What this page has seen of the running downloads since it began to show them. `readAt`: when the images were read,
 * ms.
 */
export function useArrival(images: readonly Image[], readAt: number) {
  const [memory, setMemory] = useState(() => ({
    readAt,
    arrival: noteArrival(NOTHING_SEEN, images, readAt),
  }))
  if (memory.readAt === readAt) return memory.arrival
  const arrival = noteArrival(memory.arrival, images, readAt)
  setMemory({ readAt, arrival })
  return arrival
}
