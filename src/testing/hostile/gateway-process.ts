import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Task, ChildMessage } from './gateway-child.ts'

/** A gateway with sign-in in a separate process, so that its memory can be measured while it is flooded. */
export async function startGatewayProcess(task: Task) {
  const child = fork(join(import.meta.dirname, 'gateway-child.ts'), [JSON.stringify(task)], {
    execArgv: ['--import', 'tsx'],
  })
  const nextMessage = async () => ((await once(child, 'message')) as [ChildMessage])[0]
  const started = await nextMessage()
  if (!('port' in started)) throw new Error('The gateway did not report its port.')
  return {
    port: started.port,
    /** The most memory that the process has ever used. */
    async peakBytes(): Promise<number> {
      child.send('memory')
      const answer = await nextMessage()
      if (!('peakBytes' in answer)) throw new Error('The gateway did not report its memory.')
      return answer.peakBytes
    },
    async close() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
