import type { Keyring } from '#streams/signatures/keyring.ts'
import { StreamError } from '#streams/stream-error.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { SourceAnswer, SourceTask } from './source-content.ts'
import type { Refused, SourceTasks } from './source-tasks.ts'

/** converted: MAAS gets the binary form of it. as-is: MAAS has it in this form. */
export type KeyringUse = 'as-is' | 'converted'

/** The work on the content of sources and keyrings: it can take long, and they may be made to harm. */
export type SourceWork = {
  /** @throws Refusal source-unreadable, or busy */
  content(task: SourceTask): Promise<SourceAnswer>
  /** @throws StreamError when it is no keyring that can be used; Refusal as above */
  keyring(bytes: Uint8Array, use: KeyringUse): Promise<Keyring>
  /** Which of the listed paths the book-keeping of a mirror names; it may name millions. Null: it is none. */
  bookKeeping(bytes: Uint8Array, listed: readonly string[]): Promise<string[] | null>
  close(): Promise<void>
}

/** Does one task. */
export type RunTask = (name: keyof SourceTasks, task: unknown, facts: TaskFacts) => Promise<unknown>
type TaskFacts = {
  /** The address or name of what is read, for messages. */
  readonly subject: string
  /** How long the files of the task are. */
  readonly bytes: number
}

/** The work by a way to do tasks; what they refuse is thrown. */
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

/** On the thread of who asks: for tests and tools, where nothing else waits. */
export const workHere = (): SourceWork =>
  workBy(
    async (name, task) => {
      const { SOURCE_TASKS } = await import('./source-tasks.ts')
      return (SOURCE_TASKS[name] as (given: unknown) => Promise<unknown>)(task)
    },
    async () => undefined,
  )
