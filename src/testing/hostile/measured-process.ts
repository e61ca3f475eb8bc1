import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { keyringsOf } from '#gateway/fetch/kept-keyrings.ts'
import { startGateway } from '#gateway/server.ts'
import { createSourceProcess } from '#gateway/sources/process/source-process.ts'
import { startSimulator } from '#simulator/serve.ts'

/*
 * The product without its page in a separate process that measures its own event loop and memory. Its argument is a
 * host whose streams it may read. It sends its address, and answers each message with the measurements since the last
 * one.
 */

export type Ready = { readonly url: string }
/**
 * The longest time in which the event loop was blocked, ms; the most memory (RSS), bytes; 0: the system does not report
 * it.
 */
export type Measured = {
  readonly stallMs: number
  readonly peakBytes: number
  /** Including the process that reads sources. */
  readonly peakOfAllBytes: number
}

const [streams = '', taskMs] = process.argv.slice(2)
const simulator = await startSimulator({ scenario: 'default', speed: 0 })
const gateway = await startGateway({
  maasUrl: simulator.maasUrl,
  credentials: { kind: 'fixed', apiKey: simulator.apiKey },
  embedded: true,
  rewrites: simulator.rewrites,
  work: createSourceProcess(taskMs ? { taskMs: Number(taskMs) } : {}),
  streams: { allow: [new URL(simulator.streamsUrl).host, streams] },
  keyringFile: keyringsOf(simulator.keyringFiles),
})

const RESOLUTION_MS = 5
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()

const SAMPLE_MS = 20
let peakBytes = 0
let peakOfAllBytes = 0

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // the process has ended meanwhile, or this is not Linux
    return ''
  }
}
const bytesOf = (pid: string) => 1024 * Number(/^VmRSS:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
const children = () => read(`/proc/self/task/${process.pid}/children`).trim().split(/\s+/).filter(Boolean)

function sample(): void {
  const own = bytesOf('self')
  const all = children().reduce((sum, pid) => sum + bytesOf(pid), own)
  peakBytes = Math.max(peakBytes, own)
  peakOfAllBytes = Math.max(peakOfAllBytes, all)
}
setInterval(sample, SAMPLE_MS)

function measured(): Measured {
  sample()
  const found = { stallMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS), peakBytes, peakOfAllBytes }
  delay.reset()
  peakBytes = 0
  peakOfAllBytes = 0
  return found
}

process.on('message', () => process.send?.(measured()))
process.on('disconnect', () => process.exit(0))
process.send?.({ url: gateway.url } satisfies Ready)
