import { Piscina } from 'piscina'
import { Refusal } from './refusal.ts'
import { type RunTask, type SourceWork, workBy } from './source-work.ts'

export type PoolLimits = {
  /** How long one task may take, ms. */
  readonly taskMs: number
  /** Of the heap of a worker. */
  readonly megabytes: number
  /** Tasks that wait for a worker. */
  readonly waiting: number
  /** How long a worker stays that has nothing to do, ms. */
  readonly idleMs: number
}
/** The real list (5 MB) takes half a second and 100 MB. */
const LIMITS: PoolLimits = { taskMs: 20_000, megabytes: 192, waiting: 16, idleMs: 600_000 }

/**
 * Does the work on sources in a worker: whatever a source is made of, the gateway goes on to answer. A task that takes
 * too long or too much memory is ended with its worker, and refused.
 */
export function createSourcePool(given: Partial<PoolLimits> = {}): SourceWork {
  const limits = { ...LIMITS, ...given }
  const pool = new Piscina({
    filename: new URL('./source-worker.js', import.meta.url).href,
    minThreads: 0,
    // more would be faster, and each may take as much memory as the limit says
    maxThreads: 1,
    idleTimeout: limits.idleMs,
    // an import of tsx among them would be one too many
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes, maxYoungGenerationSizeMb: 32 },
  })
  const inTurn = createQueue(limits.waiting)
  const run: RunTask = (name, task, subject) =>
    inTurn(() => pool.run(task, { name, signal: AbortSignal.timeout(limits.taskMs) })).catch(
      (error: unknown) => {
        throw refusalOf(error, subject, limits)
      },
    )
  return workBy(run, () => pool.destroy())
}

/** One after the other: the time that a task may take begins when its turn comes. */
function createQueue(most: number) {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting >= most) return Promise.reject(new Refusal(503, 'busy', BUSY, undefined, BUSY_SECONDS))
    waiting += 1
    const mine = last.then(() => {
      waiting -= 1
      return work()
    })
    last = mine.catch(() => undefined)
    return mine
  }
}

const BUSY = 'Too many sources are being read. Try again in a few seconds.'
const BUSY_SECONDS = 5

function refusalOf(error: unknown, subject: string, { taskMs, megabytes }: PoolLimits): unknown {
  if (!(error instanceof Error)) return error
  if (error.name === 'AbortError') {
    return unreadable(`${subject} takes more than ${Math.round(taskMs / 1000)} s to read, and is not read.`)
  }
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return unreadable(`${subject} takes more than ${megabytes} MB of memory to read, and is not read.`)
  }
  return error
}

const unreadable = (message: string) => new Refusal(502, 'source-unreadable', message)
