export type WorkQueue = {
  /** Queues the `ids` that are not queued yet; resolves when all of `ids` are done or `patience` ms have passed. */
  run(ids: readonly number[], patience: number): Promise<void>
}

/**
 * Runs `work` per id, at most `limit` at a time over all callers; an id that waits or runs is not queued twice. Work
 * that is not done in time continues in the background. `work` must not throw.
 */
export function createWorkQueue(limit: number, work: (id: number) => Promise<void>): WorkQueue {
  const jobs = new Map<number, Promise<void>>()
  const waiting: (() => void)[] = []
  let running = 0

  async function job(id: number): Promise<void> {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    await work(id)
    jobs.delete(id)
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }

  return {
    async run(ids, patience) {
      const mine = ids.map((id) => {
        const queued = jobs.get(id) ?? job(id)
        jobs.set(id, queued)
        return queued
      })
      if (mine.length === 0) return
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience)
      })
      await Promise.race([Promise.all(mine), late])
      clearTimeout(timer)
    },
  }
}
