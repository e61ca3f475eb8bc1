import { parseStreamJson } from '#streams/json/stream-json.ts'
import { isPlainObject } from '#streams/json/plain-object.ts'
import type { BeginDigest } from '#streams/signatures/text-digests.ts'
import { type Keyring, readKeyring } from '#streams/signatures/keyring.ts'
import { StreamError } from '#streams/stream-error.ts'
import { type SourceAnswer, type SourceTask, readContent } from '#gateway/sources/source-content.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { KeyringUse } from './source-work.ts'

/*
 * The tasks on the content of sources and keyrings. They take and return plain data, so that another process can run
 * them; expected errors are returned as data.
 */

/** A Refusal or StreamError as data, instead of an answer. */
export type Refused =
  | { readonly refused: { status: number; code: 'source-unreadable'; message: string } }
  | { readonly wrong: string }

/** The tasks of a worker, by name. @param beginDigest the fastest digests of this host */
export const sourceTasks = (beginDigest: BeginDigest) => ({
  content: (task: SourceTask): Promise<SourceAnswer | Refused> =>
    asData(() => readContent(task, beginDigest)),
  keyring: ({ bytes, use }: KeyringTask): Promise<Keyring | Refused> => asData(() => readKeyring(bytes, use)),
  bookKeeping: async (task: BookKeepingTask): Promise<string[] | null> => keptOf(task),
})
export type SourceTasks = ReturnType<typeof sourceTasks>
export type BookKeepingTask = { readonly bytes: Uint8Array; readonly listed: readonly string[] }
export type KeyringTask = { readonly bytes: Uint8Array; readonly use: KeyringUse }

async function asData<T>(work: () => Promise<T>): Promise<T | Refused> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StreamError) return { wrong: error.message }
    if (!(error instanceof Refusal) || error.code !== 'source-unreadable') throw error
    return { refused: { status: error.status, code: error.code, message: error.message } }
  }
}

/**
 * The listed paths that the book-keeping of a mirror contains: sstream-mirror's `.data/references.json` has the path of
 * each file and a list of references to it. Null: it is not book-keeping.
 */
function keptOf({ bytes, listed }: BookKeepingTask): string[] | null {
  try {
    const json = parseStreamJson(new TextDecoder().decode(bytes))
    if (!isPlainObject(json)) return null
    for (const path in json) if (!Array.isArray(json[path])) return null
    return listed.filter((path) => Object.hasOwn(json, path))
  } catch {
    return null
  }
}
