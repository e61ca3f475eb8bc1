import { Refusal } from '#gateway/refusal.ts'

/** Runs work when a slot is free. Throws a Refusal (busy) when the queue is full. */
export type SourceQueue = <T>(work: () => Promise<T>) => Promise<T>

/**
 * A queue with a limited length.
 * @param atOnce work that runs at the same time
 * @param waiting work that may wait
 */
export function createSourceQueue({
  atOnce,
  waiting: most,
}: {
  atOnce: number
  waiting: number
}): SourceQueue {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running < atOnce) running += 1
    else if (waiting.length < most) await new Promise<void>((resolve) => waiting.push(resolve))
    else throw new Refusal(503, 'busy', BUSY, undefined, BUSY_SECONDS)
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // the next job takes over the slot
      if (next) next()
      else running -= 1
    }
  }
}

const BUSY_SECONDS = 5
const BUSY = `The gateway is reading as many boot sources as it can. Try again in ${BUSY_SECONDS} seconds.`
