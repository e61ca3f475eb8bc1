import type { Keyring } from '#streams/signatures/keyring.ts'
import type { BeginDigest } from '#streams/signatures/text-digests.ts'
import { StreamError } from '#streams/stream-error.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { SourceAnswer, SourceTask } from '#gateway/sources/source-content.ts'
import type { Refused, SourceTasks } from './source-tasks.ts'

/** converted: MAAS gets the binary form. as-is: MAAS has the keyring in this form. */
export type KeyringUse = 'as-is' | 'converted'

/** Parsing and verifying of sources and keyrings, which may take long and may be malicious. */
export type SourceWork = {
  /** @throws Refusal source-unreadable, or busy */
  content(task: SourceTask): Promise<SourceAnswer>
  /** @throws StreamError when it is not a usable keyring; Refusal as above */
  keyring(bytes: Uint8Array, use: KeyringUse): Promise<Keyring>
  /** The listed paths that the book-keeping of a mirror contains. Null: it is not book-keeping. */
  bookKeeping(bytes: Uint8Array, listed: readonly string[]): Promise<string[] | null>
  close(): Promise<void>
}

/** Runs one task. */
export type RunTask = (name: keyof SourceTasks, task: unknown, facts: TaskFacts) => Promise<unknown>
type TaskFacts = {
  /** The name or address of the source or keyring, for messages. */
  readonly subject: string
  /** Total size of the files of the task. */
  readonly bytes: number
}

/** SourceWork from a function that runs tasks; returned errors are thrown. */
export function workBy(runTask: RunTask, close: () => Promise<void>): SourceWork {
  const run = <N extends keyof SourceTasks>(name: N, task: Parameters<SourceTasks[N]>[0], facts: TaskFacts) =>
    runTask(name, task, facts) as ReturnType<SourceTasks[N]>
  return {
    content: async (task) =>
      thrown(await run('content', task, { subject: task.address.url, bytes: lengthOf(task.files) })),
    keyring: async (bytes, use) =>
      thrown(await run('keyring', { bytes, use }, { subject: 'The keyring', bytes: bytes.length })),
    bookKeeping: (bytes, listed) =>
      run('bookKeeping', { bytes, listed }, { subject: BOOK_KEEPING, bytes: bytes.length }),
    close,
  }
}

const lengthOf = (files: SourceTask['files']) =>
  [...files.values()].reduce((sum, file) => sum + (file?.bytes.length ?? 0), 0)

const BOOK_KEEPING = 'The list of files of the mirror'

function thrown<T extends object>(answer: T | Refused): T {
  if ('wrong' in answer) throw new StreamError(answer.wrong)
  if ('refused' in answer) {
    const { status, code, message } = answer.refused
    throw new Refusal(status, code, message)
  }
  return answer
}

/** In the thread of the caller. @param beginDigest the fastest digests of this host */
export const workHere = (beginDigest: BeginDigest): SourceWork =>
  workBy(
    async (name, task) => {
      const { sourceTasks } = await import('./source-tasks.ts')
      return (sourceTasks(beginDigest)[name] as (given: unknown) => Promise<unknown>)(task)
    },
    async () => undefined,
  )
