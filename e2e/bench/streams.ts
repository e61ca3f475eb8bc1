import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { findTool } from '#testing/gateway/real-tools.ts'
import { figure, median } from './figures.ts'
import type { Figure } from './figures.ts'
import type { StreamResult, StreamTask } from './stream-child.ts'
import { longList, realList } from './stream-lists.ts'
import type { SignedList } from './stream-lists.ts'

const execute = promisify(execFile)
const LONG_BYTES = 5_000_000
const WARM_UPS = 5
const RUNS = 15
const TIMES_GPGV = 3

/** A list written to disk for gpgv and served on loopback for the gateway's reader. */
async function onLoopback<T>(
  list: SignedList,
  measure: (task: Pick<StreamTask, 'url' | 'keyring' | 'files'>) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'maas-images-streams-'))
  const served = new Map([...list.files].map(([path, text]) => [`/${path}`, Buffer.from(text)]))
  const server = createServer((request, response) => {
    const body = served.get(decodeURIComponent(request.url ?? ''))
    response.writeHead(body ? 200 : 404, { 'Content-Length': body?.length ?? 0 }).end(body)
  })
  try {
    const keyring = join(folder, 'keyring.gpg')
    writeFileSync(keyring, list.keyring)
    const signed = [...list.files].filter(([path]) => path.endsWith('.sjson'))
    const files = signed.map(([path, text]) => {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return file
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return await measure({ url: `http://127.0.0.1:${port}/`, keyring, files })
  } finally {
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  }
}

async function measured(task: StreamTask): Promise<StreamResult> {
  const child = join(import.meta.dirname, 'stream-child.ts')
  const { stdout } = await execute(process.execPath, ['--import', 'tsx', child, JSON.stringify(task)])
  const result = JSON.parse(stdout) as StreamResult
  if (result.verdict !== 'valid') throw new Error(`The list was read as ${result.verdict}.`)
  return result
}

const sizeOf = ({ files }: SignedList) =>
  [...files].reduce((sum, [path, text]) => sum + (path.endsWith('.sjson') ? text.length : 0), 0)

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)

/** Reading, verifying and cataloguing, compared with gpgv and JSON.parse of the same files if gpgv is installed. */
function timesOf(name: string, what: string, result: StreamResult, target: { target?: number }) {
  const { readMs, gpgvMs, firstMs } = result
  const ms = median(readMs)
  const figures: Record<string, Figure> = {
    [name]: figure(ms, 'ms', {
      how: `${what}, fetched from loopback, verified and catalogued; median of ${RUNS}; the first, before any warm-up, ${Math.round(firstMs)} ms`,
    }),
  }
  if (gpgvMs.length === 0) return figures
  const baseline = median(gpgvMs)
  figures[`${name}Gpgv`] = figure(baseline, 'ms', {
    how: `gpgv for each of the same files, from disk, and JSON.parse; median of ${RUNS}, taken in turn`,
  })
  figures[`${name}Ratio`] = figure(ms / baseline, 'times gpgv', target)
  return figures
}

/** How long it takes to read sources, and how much memory. */
export async function streams(): Promise<Record<string, Figure>> {
  const gpgv = findTool('gpgv')
  const timed = { warmUps: WARM_UPS, runs: RUNS, gpgv }
  const real = await realList()
  const ofReal = await onLoopback(real, (files) => measured({ ...files, ...timed }))
  const long = await longList(LONG_BYTES)
  const { ofLong, once } = await onLoopback(long, async (files) => ({
    ofLong: await measured({ ...files, ...timed }),
    once: await measured({ ...files, warmUps: 0, runs: 0, gpgv: null }),
  }))
  const { before, peak } = once.memory
  return {
    ...timesOf(
      'streamRead',
      `the real list (${megabytes(sizeOf(real))} MB, ${ofReal.products} products)`,
      ofReal,
      {
        target: TIMES_GPGV,
      },
    ),
    streamAnswer: figure(ofReal.gzipBytes / 1_000, 'kB gzip', {
      target: 40,
      how: 'the catalogue of the real list',
    }),
    ...timesOf('streamReadLong', `${megabytes(sizeOf(long))} MB, ${ofLong.products} products`, ofLong, {}),
    streamMemory: figure((peak - before) / 1e6, 'MB', {
      how: `what reading the long list once adds at most to the process, which had ${megabytes(before)} MB before`,
    }),
  }
}
