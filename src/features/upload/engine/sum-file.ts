import { UNREADABLE } from '#features/upload/rules/failure.ts'
import { Stopped } from './persist.ts'
import type { Said } from './sum-worker.ts'

export type SumFile = (file: File, onRead: (bytes: number) => void, signal: AbortSignal) => Promise<string>

/** The SHA-256 of a file, in hex. Rejects with Stopped if the browser cannot read it, or with the reason of the signal. */
export const sumFile: SumFile = (file, onRead, signal) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./sum-worker.ts', import.meta.url), { type: 'module' })
    const end = (then: () => void) => {
      worker.terminate()
      signal.removeEventListener('abort', stop)
      then()
    }
    const fail = () => end(() => reject(new Stopped(UNREADABLE)))
    const stop = () => end(() => reject(signal.reason as Error))
    signal.addEventListener('abort', stop)
    worker.addEventListener('error', fail)
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      if (data.kind === 'read') onRead(data.bytes)
      else if (data.kind === 'sum') end(() => resolve(data.sha256))
      else fail()
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    worker.postMessage(file)
  })
