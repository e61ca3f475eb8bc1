import { openDB } from 'idb'
import type { Keeper, SavedDemo } from './kept.ts'

const STORE = 'kept'

/** Keeps it in IndexedDB. @param folder of the page: several demos may live on one host */
export function idbKeeper(folder: string): Keeper {
  const opened = openDB(`maas-images demo of ${folder}`, 1, {
    upgrade: (database) => void database.createObjectStore(STORE),
  })
  return {
    read: async <K extends keyof SavedDemo>(name: K) =>
      ((await (await opened).get(STORE, name)) as SavedDemo[K] | undefined) ?? null,
    async write(name, value) {
      await (await opened).put(STORE, value, name)
    },
  }
}
