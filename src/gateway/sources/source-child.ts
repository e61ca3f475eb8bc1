import { SOURCE_TASKS } from './source-tasks.ts'
import type { Done, Job } from './source-process.ts'

/*
 * The process that does the work on sources, one job after the other. It has no secrets, and whatever ends it ends
 * nothing else.
 */

process.on('disconnect', () => process.exit(0))
process.on('message', (job: Job) => {
  // the parts in which a large job came
  globalThis.gc?.()
  void (SOURCE_TASKS[job.name] as (task: unknown) => Promise<unknown>)(job.task).then(
    (answer) => process.send?.({ answer } satisfies Done),
    (error: unknown) => process.send?.({ failed: String(error) } satisfies Done),
  )
})
