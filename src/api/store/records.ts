import type * as z from 'zod/mini'
import type { RegionAnswer } from '#contract/gateway.ts'
import { storageName } from '#api/base-path.ts'
import type { Database, RecordKey } from './browser-database.ts'
import type { StorageProblem } from './browser-store.ts'
import { openChannel } from './channel.ts'

/*
 * What this browser stores for a user: the only access to its database. Nothing here rejects. The database code is
 * loaded only when the database has content, or when there is something to store.
 */

/** The owner of records: a page never reads those of another region or user. */
export type Owner = { readonly region: string; readonly user: string }

export const ownerOf = ({ id, user }: Pick<RegionAnswer, 'id' | 'user'>): Owner => ({
  region: id,
  user: user.username,
})

/** A kind of record. Stored records of another version or shape are ignored. */
export type RecordKind<T> = {
  readonly name: string
  readonly version: number
  readonly schema: z.ZodMiniType<T>
}

/** A record was written or removed; `elsewhere`: by another tab. */
export type RecordChange = { readonly kind: string; readonly owner: Owner; readonly elsewhere: boolean }

const DATABASE = storageName('maas-images')

let store: Promise<Database> | null = null
let problem: StorageProblem | null = null
let channel: BroadcastChannel | null | undefined
const onNews = new Set<(news: RecordChange) => void>()
const problemListeners = new Set<() => void>()

function setProblem(now: StorageProblem | null): void {
  if (now === problem) return
  problem = now
  for (const listener of problemListeners) listener()
}

function load(): Promise<Database> {
  const loading =
    store ??
    Promise.all([import('./browser-store.ts'), import('./browser-database.ts')]).then(
      ([{ createBrowserStore }, { openDatabase }]) =>
        createBrowserStore({
          open: (onLost) => openDatabase(DATABASE, onLost),
          onProblem: setProblem,
        }),
    )
  loading.catch(() => {
    // its file could not be loaded: the next record tries again
    store = null
    setProblem('broken')
  })
  return (store = loading)
}

/** Whether nothing was ever stored here. If the browser cannot list its databases, the answer is false. */
async function isUnused(): Promise<boolean> {
  if (store) return false
  try {
    return !(await indexedDB.databases()).some(({ name }) => name === DATABASE)
  } catch {
    return false
  }
}

const keyOf = (kind: string, { region, user }: Owner, name: string): RecordKey => [kind, region, user, name]

function understood<T>({ version, schema }: RecordKind<T>, record: unknown): T | null {
  if (typeof record !== 'object' || record === null || !('version' in record) || !('value' in record))
    return null
  const parsed = schema.safeParse(record.value)
  return record.version === version && parsed.success ? parsed.data : null
}

/** Whether this browser stores any records, of any owner. */
export const hasRecords = async (): Promise<boolean> => !(await isUnused())

/** @param name distinguishes records of one kind. */
export async function readRecord<T>(kind: RecordKind<T>, owner: Owner, name = ''): Promise<T | null> {
  try {
    if (await isUnused()) return null
    return understood(kind, await (await load()).read(keyOf(kind.name, owner, name)))
  } catch {
    return null
  }
}

/** All records of a kind, by name. */
export async function listRecords<T>(kind: RecordKind<T>, { region, user }: Owner): Promise<Map<string, T>> {
  const found = new Map<string, T>()
  try {
    if (await isUnused()) return found
    for (const [key, record] of await (await load()).list([kind.name, region, user])) {
      const value = understood(kind, record)
      if (value !== null) found.set(key[3], value)
    }
  } catch {
    // its file could not be loaded
  }
  return found
}

/** Resolves when the record is on disk, or when it is clear that it cannot be stored. */
export async function writeRecord<T>(kind: RecordKind<T>, owner: Owner, value: T, name = ''): Promise<void> {
  const key = keyOf(kind.name, owner, name)
  await load().then(
    (db) => db.write(key, { version: kind.version, value }),
    () => undefined,
  )
  announce(kind.name, owner)
}

export async function removeRecord(kind: RecordKind<unknown>, owner: Owner, name = ''): Promise<void> {
  // without waiting if the store is loaded: this must not run after a write that follows
  if (!store && (await isUnused())) return
  await load().then(
    (db) => db.remove(keyOf(kind.name, owner, name)),
    () => undefined,
  )
  announce(kind.name, owner)
}

/**
 * Removes the obsolete records of a kind, of every owner. @param isOver whether a record is obsolete, by value and
 * name
 */
export async function removeOver<T>(
  kind: RecordKind<T>,
  isOver: (value: T, name: string) => boolean,
): Promise<void> {
  if (await isUnused()) return
  const all = await load().then(
    (db) => db.list([kind.name]),
    () => [],
  )
  for (const [[, region, user, name], record] of all) {
    const value = understood(kind, record)
    if (value !== null && isOver(value, name)) await removeRecord(kind, { region, user }, name)
  }
}

function otherTabs(): BroadcastChannel | null {
  if (channel !== undefined) return channel
  channel = openChannel('maas-images records')
  channel?.addEventListener('message', ({ data }: MessageEvent<Omit<RecordChange, 'elsewhere'>>) => {
    for (const listener of onNews) listener({ ...data, elsewhere: true })
  })
  return channel
}

function announce(kind: string, owner: Owner): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  otherTabs()?.postMessage({ kind, owner })
  for (const listener of onNews) listener({ kind, owner, elsewhere: false })
}

/** Calls back when a record was written or removed, here or in another tab. Returns a function that unsubscribes. */
export function followRecords(listener: (news: RecordChange) => void): () => void {
  otherTabs()
  onNews.add(listener)
  return () => void onNews.delete(listener)
}

/** Why this browser stores nothing; null: no problem is known. */
export const storageProblem = (): StorageProblem | null => problem

export function followStorageProblem(listener: () => void): () => void {
  problemListeners.add(listener)
  return () => void problemListeners.delete(listener)
}
