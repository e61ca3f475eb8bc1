import { openDB, type IDBPDatabase } from 'idb'

/** `[kind, region, user, name]` */
export type RecordKey = readonly [kind: string, region: string, user: string, name: string]

/** The records of this browser. Each call rejects when the browser denies it. */
export type Database = {
  read(key: RecordKey): Promise<unknown>
  /** All records whose key begins with these parts. */
  list(start: readonly string[]): Promise<[RecordKey, unknown][]>
  /** Resolves when the record is on the disk. */
  write(key: RecordKey, value: unknown): Promise<void>
  remove(key: RecordKey): Promise<void>
}

const VERSION = 1
const RECORDS = 'records'

/**
 * Opens the database, and creates it the first time.
 * @param onLost called when the connection is closed by a newer page that needs another layout, or by the browser.
 */
export async function openDatabase(name: string, onLost: () => void): Promise<Database> {
  const db: IDBPDatabase = await openDB(name, VERSION, {
    upgrade: (made) => void made.createObjectStore(RECORDS),
    blocking: () => {
      db.close()
      onLost()
    },
    terminated: onLost,
  })

  /** `commit` starts the write immediately, so that leaving the page right now does not abort it. */
  async function change(work: (records: ReturnType<typeof writable>['store']) => Promise<unknown>) {
    const transaction = writable()
    const written = work(transaction.store)
    transaction.commit()
    await Promise.all([written, transaction.done])
  }
  const writable = () => db.transaction(RECORDS, 'readwrite', { durability: 'strict' })

  return {
    read: (key) => db.get(RECORDS, [...key]),
    async list(start) {
      // an array sorts after every text
      const range = IDBKeyRange.bound([...start], [...start, []])
      const { store, done } = db.transaction(RECORDS)
      const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range), done])
      return keys.map((key, index) => [key as unknown as RecordKey, values[index] as unknown])
    },
    write: (key, value) => change((records) => records.put(value, [...key])),
    remove: (key) => change((records) => records.delete([...key])),
  }
}
