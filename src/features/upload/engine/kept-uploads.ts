import { type Owner, removeRecord, writeRecord } from '#api/store/records.ts'
import type { UploadMemory } from './job.ts'
import { type Stored, UPLOAD } from './stored.ts'

export type KeptUploads = ReturnType<typeof createKept>

/** What this tab has of each upload besides what is shown: its file, and what is stored for a reload. */
export function createKept(owner: Owner) {
  const files = new Map<string, File>()
  const kept = new Map<string, UploadMemory>()

  const of = (key: string): UploadMemory => {
    const one = kept.get(key) ?? {}
    kept.set(key, one)
    return one
  }
  return {
    of,
    file: (key: string) => files.get(key),
    keysWithFile: () => [...files.keys()],
    giveFile: (key: string, file: File) => void files.set(key, file),
    dropFile: (key: string) => void files.delete(key),
    /** For an upload that starts over with its file. */
    reset: (key: string) => void kept.delete(key),
    drop: (key: string): void => {
      kept.delete(key)
      files.delete(key)
    },
    store: async (key: string, now: Stored): Promise<void> => {
      of(key).stored = now
      await writeRecord(UPLOAD, owner, now, key)
    },
    /** MAAS has nothing of it, or all. */
    forget: async (key: string): Promise<void> => {
      delete of(key).stored
      await removeRecord(UPLOAD, owner, key)
    },
  }
}
