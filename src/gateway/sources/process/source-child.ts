import { beginDigest } from '#gateway/sources/begin-digest.ts'
import { sourceTasks } from './source-tasks.ts'
import type { Done, TaskCall } from './source-process.ts'

/*
 * The process that parses and verifies sources, one job at a time. It has no secrets, and when it crashes the gateway
 * continues.
 */

const tasks = sourceTasks(beginDigest)

process.on('disconnect', () => process.exit(0))
process.on('message', (job: TaskCall) => {
  // frees the message parts of a large job
  globalThis.gc?.()
  void (tasks[job.name] as (task: unknown) => Promise<unknown>)(job.task).then(
    (answer) => process.send?.({ answer } satisfies Done),
    (error: unknown) => process.send?.({ failed: String(error) } satisfies Done),
  )
})
