/*
 * A separate process for measuring how a stream is read, so that its memory and event loop are used for nothing else.
 * Its argument is a StreamTask and its output a StreamResult, both JSON.
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { createAddressPolicy } from '#gateway/addresses/address-policy.ts'
import { newKeyring } from '#gateway/sources/given-keyring.ts'
import { encodeAnswer } from '#gateway/http/encoded-answers.ts'
import { createFetcher } from '#gateway/fetch/source-fetch.ts'
import { createSourceQueue } from '#gateway/sources/process/source-queue.ts'
import { beginDigest } from '#gateway/sources/begin-digest.ts'
import { workHere } from '#gateway/sources/process/source-work.ts'
import { readStream } from '#gateway/sources/stream-read.ts'
import { readAddress } from '#streams/simplestreams/address.ts'

export type StreamTask = {
  url: string
  /** The binary keyring on disk. */
  keyring: string
  /** The same signed files on disk, for gpgv. */
  files: string[]
  warmUps: number
  runs: number
  /** Where gpgv is; null: it is not measured. */
  gpgv: string | null
}
export type StreamResult = {
  firstMs: number
  readMs: number[]
  gpgvMs: number[]
  gzipBytes: number
  verdict: string
  products: number
  /** Of the whole process: before the first read, and the peak. */
  memory: { before: number; peak: number }
}

const execute = promisify(execFile)
const task = JSON.parse(process.argv[2] ?? '') as StreamTask
const understood = readAddress(task.url)
if (!understood.ok) throw new Error(understood.message)
const { address } = understood
const work = workHere(beginDigest)
const queue = createSourceQueue({ atOnce: 1, waiting: 0 })
const keyring = await newKeyring(
  { filename: '', data: readFileSync(task.keyring) },
  {
    work,
    keyringFile: () => Promise.resolve({ state: 'elsewhere' }),
  },
)
const policy = createAddressPolicy({ allow: [new URL(task.url).host], deny: [] })
const fetcher = createFetcher({ rewrites: [], policy })

const read = async () => {
  const readAt = new Date().toISOString()
  return (
    await readStream(
      { fetcher, work, queue },
      {
        address,
        keyring,
        skipVerification: false,
        reader: 'to-3.7',
        before: null,
        readAt,
      },
    )
  ).catalogue
}

/** What MAAS does to find out what a stream offers. */
async function gpgvAndParse(gpgv: string): Promise<void> {
  for (const file of task.files) {
    const { stdout } = await execute(gpgv, ['--keyring', task.keyring, '--output', '-', file], {
      maxBuffer: 64 * 1024 * 1024,
    })
    JSON.parse(stdout)
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The peak memory of this process; the system's count for a child may include its parent's. */
function peakBytes(): number {
  const status = '/proc/self/status'
  const [, kilobytes] = (existsSync(status) && /^VmHWM:\s*(\d+)/m.exec(readFileSync(status, 'utf8'))) || []
  return 1_024 * (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes))
}

const before = process.memoryUsage.rss()
const firstMs = await timed(read)
const peak = peakBytes()

const { gpgv } = task
const readMs: number[] = []
const gpgvMs: number[] = []
for (let run = 0; run < task.warmUps + task.runs; run += 1) {
  // in turn, so that other work on the machine affects both
  const times = [await timed(read), gpgv === null ? null : await timed(() => gpgvAndParse(gpgv))] as const
  if (run < task.warmUps) continue
  readMs.push(times[0])
  if (times[1] !== null) gpgvMs.push(times[1])
}

const catalogue = await read()
const prepared = encodeAnswer(catalogue)
const result: StreamResult = {
  firstMs,
  readMs,
  gpgvMs,
  gzipBytes: (await prepared.gzipped())?.length ?? prepared.plain.length,
  verdict: catalogue.signature.verdict,
  products: catalogue.products,
  memory: { before, peak },
}
await fetcher.close()
console.log(JSON.stringify(result))
