import type { Database, RecordKey } from './browser-database.ts'
import { withTimeLimit, TimedOut } from '#lib/time-limit.ts'

/** Why this browser stores nothing: it denies its storage, the storage is full, or it does not work. */
export type StorageProblem = 'denied' | 'full' | 'broken'

type Needs = {
  readonly open: (onLost: () => void) => Promise<Database>
  /** Called when the browser turns out to store nothing, and with null when storing works again. */
  readonly onProblem: (problem: StorageProblem | null) => void
}

/**
 * Records in the browser's database. No call rejects or takes longer than some seconds. If the browser does not store
 * a record, this page keeps it in memory while it is open.
 */
export function createBrowserStore({ open, onProblem }: Needs): Database {
  let opened: Promise<Database> | null = null
  let opening = false
  /** The database did not open in time: later calls do not wait again. */
  let hangs = false
  /** The records that could not be written or removed, by key; value undefined: removed. */
  const unkept = new Map<string, { readonly key: RecordKey; readonly value: unknown }>()

  function database(): Promise<Database> {
    if (hangs) return Promise.reject(new TimedOut('The database did not open in time.'))
    if (opened) return opened
    opening = true
    const made = open(() => (opened = null)).finally(() => {
      opening = false
      hangs = false
    })
    made.catch(() => (opened = null))
    return (opened = made)
  }

  /** Runs the work, and repeats it once if the connection was lost. */
  async function attempt<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const once = async () => work(await database())
    try {
      return await withTimeLimit(
        once().catch((error: unknown) => {
          if (nameOf(error) !== 'InvalidStateError') throw error
          opened = null
          return once()
        }),
      )
    } catch (error) {
      if (error instanceof TimedOut) hangs = opening
      onProblem(problemOf(error))
      throw error
    }
  }

  /** Writes or removes a record. If that fails, the change still applies to this page. Returns the error, or null. */
  async function change(key: RecordKey, value: unknown, work: (db: Database) => Promise<void>) {
    try {
      await attempt(work)
      unkept.delete(textOf(key))
      onProblem(null)
      return null
    } catch (error) {
      unkept.set(textOf(key), { key, value })
      return error
    }
  }

  return {
    async read(key) {
      const known = unkept.get(textOf(key))
      if (known) return known.value
      return attempt((db) => db.read(key)).catch(() => undefined)
    },
    async list(start) {
      const found = await attempt((db) => db.list(start)).catch(() => [])
      const known = [...unkept.values()].filter(({ key }) =>
        start.every((part, index) => key[index] === part),
      )
      return [
        ...found.filter(([key]) => !unkept.has(textOf(key))),
        ...known
          .filter(({ value }) => value !== undefined)
          .map(({ key, value }): [RecordKey, unknown] => [key, value]),
      ]
    },
    async write(key, value) {
      const failure = await change(key, value, (db) => db.write(key, value))
      if (failure === null || failure instanceof TimedOut) return
      // the stored record is outdated and would mislead after a reload
      await attempt((db) => db.remove(key)).catch(() => undefined)
    },
    async remove(key) {
      await change(key, undefined, (db) => db.remove(key))
    },
  }
}

const textOf = (key: RecordKey) => JSON.stringify(key)

const nameOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'name' in error ? error.name : null

const DENIED = ['SecurityError', 'InvalidStateError', 'NotAllowedError', 'TypeError', 'ReferenceError']

function problemOf(error: unknown): StorageProblem {
  const name = nameOf(error)
  if (name === 'QuotaExceededError') return 'full'
  return DENIED.some((one) => one === name) ? 'denied' : 'broken'
}
