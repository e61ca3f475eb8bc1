import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Refusal } from '#gateway/refusal.ts'
import type { SourceTasks } from './source-tasks.ts'
import { createSourceQueue } from './source-queue.ts'
import { type SourceWork, workBy } from './source-work.ts'

export type ProcessLimits = {
  /** How long one task may take, ms. */
  readonly taskMs: number
  /** Heap of the process. */
  readonly megabytes: number
  /** Most tasks in its queue. */
  readonly waiting: number
  /** After this idle time the process ends, ms. */
  readonly idleMs: number
}
/** The program of the process, and what Node needs to run it. */
export type SourceScript = { readonly path: string; readonly execArgv: readonly string[] }

const LIMITS: ProcessLimits = { taskMs: 30_000, megabytes: 144, waiting: 32, idleMs: 30_000 }

/** The heap needed to read files of this total size in bytes, whatever their content. */
export const megabytesFor = (bytes: number) => Math.max(LIMITS.megabytes, Math.ceil((4.5 * bytes) / 2 ** 20))
/** A process never returns memory, so it ends after a task of this many bytes. maas.io has 5 MB. */
const WEARING_BYTES = 8_000_000

/** The messages to the process and from it. */
export type TaskCall = { readonly name: keyof SourceTasks; readonly task: unknown }
export type Done = { readonly answer: unknown } | { readonly failed: string }

/**
 * The program in the sources, run by tsx. tsx is given by its path, because --import resolves a name from the working
 * folder.
 */
const fromSources = (): SourceScript => ({
  path: join(import.meta.dirname, 'source-child.ts'),
  execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
})

/**
 * Parses and verifies sources in a separate process, which starts with the first task, so that the gateway keeps
 * answering whatever a source contains. A thread is not enough: V8 may end the whole process when a thread runs out of
 * memory. A task that takes too much time or memory is ended together with its process, and refused.
 */
export function createSourceProcess({
  script,
  ...given
}: Partial<ProcessLimits> & { readonly script?: SourceScript } = {}): SourceWork {
  const limits = { ...LIMITS, ...given }
  // more processes would be faster, but each may use as much memory as the limit allows
  const inTurn = createSourceQueue({ atOnce: 1, waiting: limits.waiting })
  let child: ChildProcess | null = null
  let idle: NodeJS.Timeout | undefined
  let closed = false
  const end = async () => {
    clearTimeout(idle)
    const ended = child
    child = null
    if (ended) await kill(ended)
  }
  return workBy(
    (name, task, { subject, bytes }) =>
      inTurn(async () => {
        clearTimeout(idle)
        if (closed) throw new Error('The gateway is closed.')
        if (!child || hasEnded(child)) child = start(script ?? fromSources(), limits)
        const done = await run(child, { name, task }, limits)
        if (!('answer' in done) || bytes > WEARING_BYTES) await end()
        else idle = setTimeout(() => void end(), limits.idleMs).unref()
        if ('takes' in done) throw tooLarge(subject, done.takes)
        if ('failed' in done) throw new Error(done.failed)
        return done.answer
      }),
    async () => {
      closed = true
      await end()
    },
  )
}

function start({ path, execArgv }: SourceScript, { megabytes }: ProcessLimits): ChildProcess {
  const { TMPDIR } = process.env
  const child = fork(path, [], {
    execArgv: [...execArgv, '--expose-gc', `--max-old-space-size=${megabytes}`, '--max-semi-space-size=8'],
    // no keys, no secrets
    env: TMPDIR === undefined ? {} : { TMPDIR },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  // the running job reports the error
  child.on('error', () => undefined)
  // Node reports the reason later
  if (child.pid === undefined) throw new Error('The process that reads sources could not start.')
  // an idle process does not keep the gateway running
  child.unref()
  child.channel?.unref()
  return child
}

type Excess = { readonly takes: string }

/**
 * The reply of the process, or the resource that the job used too much of. Without a reply the process cannot be used
 * again.
 */
function run(
  child: ChildProcess,
  job: TaskCall,
  { taskMs, megabytes }: ProcessLimits,
): Promise<Done | Excess> {
  return new Promise((resolve) => {
    const settle = (done: Done | Excess) => {
      clearTimeout(late)
      child.off('message', settle).off('exit', ended).off('error', broken)
      resolve(done)
    }
    const ended = (code: number | null, signal: string | null) =>
      settle(
        signal !== null || code === ABORTED
          ? { takes: `more than ${megabytes} MB of memory` }
          : { failed: `The process that reads sources ended with code ${code}.` },
      )
    const broken = (error: Error) => settle({ failed: String(error) })
    const late = setTimeout(() => settle({ takes: `more than ${Math.round(taskMs / 1000)} seconds` }), taskMs)
    child.once('message', settle).once('exit', ended).once('error', broken)
    child.send(job)
  })
}

/** The exit code after V8 runs out of memory, where there is no signal. */
const ABORTED = 134

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

async function kill(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  // its last error must not end the gateway
  const ended = once(child, 'exit').catch(() => undefined)
  child.ref()
  child.kill('SIGKILL')
  await ended
}

const tooLarge = (subject: string, takes: string) =>
  new Refusal(
    502,
    'source-unreadable',
    `${subject} is too large to read: it takes ${takes}. Check the address, or contact the administrator of the source.`,
  )
