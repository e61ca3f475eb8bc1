/** Work that is shared by all callers while it runs. */
export type SingleFlight<T> = {
  (): Promise<T>
  /** Later calls start new work: after a write, a read that started before it is out of date. */
  renew(): void
}

/** Wraps `work` so that calls made while it runs get the same promise. */
export function singleFlight<T>(work: () => Promise<T>): SingleFlight<T> {
  let running: Promise<T> | null = null
  const ask = () => {
    if (running) return running
    const mine = work().finally(() => {
      if (running === mine) running = null
    })
    running = mine
    return mine
  }
  return Object.assign(ask, {
    renew: () => {
      running = null
    },
  })
}

/**
 * Runs `work` over all items, at most `limit` at a time, results in order. Throws the first failure; items that have
 * not been started by then are skipped.
 */
export async function mapLimited<A, B>(
  items: readonly A[],
  limit: number,
  work: (item: A) => Promise<B>,
): Promise<B[]> {
  const results: B[] = []
  const queue = items.entries()
  let failed = false
  const workers = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (const [index, item] of queue) {
      if (failed) return
      try {
        results[index] = await work(item)
      } catch (error) {
        failed = true
        throw error
      }
    }
  })
  await Promise.all(workers)
  return results
}
