import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { figure, median, percentile } from './figures.ts'
import type { Figure } from './figures.ts'
import type { Role, ChildMessage } from './gateway-child.ts'

const CONNECTIONS = 16
const ROUNDS = 10
const READS_A_ROUND = 200
const FILES_A_ROUND = 600
const MANY = 100_000
const BATCH = 10_000
const READ = '/MAAS/api/2.0/boot-sources/'

type Process = { readonly url: string; readonly child: ChildProcess }

async function run(task: Role): Promise<Process> {
  const child = fork(join(import.meta.dirname, 'gateway-child.ts'), [JSON.stringify(task)], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  })
  const [message] = (await once(child, 'message')) as [ChildMessage]
  if (!('url' in message)) throw new Error('A process of the measurement did not send its address.')
  return { url: message.url, child }
}

async function memoryOf({ child }: Process) {
  child.send('memory')
  const [message] = (await once(child, 'message')) as [ChildMessage]
  if (!('heapBytes' in message)) throw new Error('A process of the measurement did not send its memory.')
  return message
}

type Ask = {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Record<string, string>
}

async function ask(pool: Pool, { method = 'GET', path, headers = {} }: Ask): Promise<number> {
  const { statusCode, body } = await pool.request({ method, path, headers })
  await body.dump()
  return statusCode
}

/** Times of sequential requests in ms. */
async function latencies(pool: Pool, asked: Ask): Promise<number[]> {
  const times: number[] = []
  for (let count = 0; count < READS_A_ROUND; count += 1) {
    const began = performance.now()
    const status = await ask(pool, asked)
    times.push(performance.now() - began)
    if (status !== 200) throw new Error(`${asked.path} answers ${status}`)
  }
  return times
}

/** Requests per second over all connections together. `asks` are made in turn. */
async function throughput(pool: Pool, asks: readonly Ask[], total: number): Promise<number> {
  let sent = 0
  const began = performance.now()
  const worker = async () => {
    while (sent < total) {
      const next = asks[sent % asks.length]
      sent += 1
      if (next) await ask(pool, next)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  return total / ((performance.now() - began) / 1_000)
}

/** The largest script of the page, which takes the browser the longest to load. */
function largestScript(): string {
  const names = readdirSync('dist/page/assets').filter((name) => name.endsWith('.js'))
  const [largest] = names.sort(
    (a, b) => statSync(`dist/page/assets/${b}`).size - statSync(`dist/page/assets/${a}`).size,
  )
  if (largest === undefined) throw new Error('dist/page/assets holds no script: build first.')
  return largest
}

/** The cookie of a session that signed in with a key. */
async function signIn(pool: Pool): Promise<string> {
  const { headers, body } = await pool.request({
    method: 'POST',
    path: '/gateway/session',
    headers: { 'content-type': 'application/json', 'x-maas-images': '1' },
    body: JSON.stringify({ kind: 'api-key', key: 'consumer:token:secret' }),
  })
  await body.dump()
  const cookie = String(headers['set-cookie']).split(';')[0]
  if (!cookie?.includes('=')) throw new Error('The measurement could not sign in.')
  return cookie
}

/**
 * A read that is passed to the region, with a fixed key and with the sealed session cookie, compared with the same read
 * from the region directly; in turn, within one run.
 */
async function proxied(gateway: Process, sessions: Process, region: Process) {
  const [through, inside, direct] = [gateway, sessions, region].map(
    ({ url }) => new Pool(url, { connections: CONNECTIONS }),
  ) as [Pool, Pool, Pool]
  const signedIn = { path: READ, headers: { cookie: await signIn(inside) } }
  const times = { through: [] as number[], inside: [] as number[], direct: [] as number[] }
  const rates = { through: [] as number[], direct: [] as number[] }
  // the first round of each is a warm-up and does not count
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [slow, sealed, fast] = [
      await latencies(through, { path: READ }),
      await latencies(inside, signedIn),
      await latencies(direct, { path: READ }),
    ]
    const [slowRate, fastRate] = [
      await throughput(through, [{ path: READ }], READS_A_ROUND * 3),
      await throughput(direct, [{ path: READ }], READS_A_ROUND * 3),
    ]
    if (round === 0) continue
    times.through.push(...slow)
    times.inside.push(...sealed)
    times.direct.push(...fast)
    rates.through.push(slowRate)
    rates.direct.push(fastRate)
  }
  await Promise.all([through, inside, direct].map((pool) => pool.close()))
  const added = (part: number, way: number[] = times.through) =>
    percentile(way, part) - percentile(times.direct, part)
  return {
    proxiedReadP50: figure(percentile(times.through, 0.5), 'ms', {
      how: `GET ${READ} through the gateway, one at a time, ${times.through.length} of them`,
    }),
    proxiedReadAddedP50: figure(added(0.5), 'ms', {
      target: 1,
      how: 'more than the same region called directly, in turn in the same run',
    }),
    proxiedReadAddedP99: figure(added(0.99), 'ms'),
    signedInReadAddedP50: figure(added(0.5, times.inside), 'ms', {
      target: 1,
      how: 'the same for a signed-in user, whose opened cookie the gateway caches',
    }),
    signedInReadAddedP99: figure(added(0.99, times.inside), 'ms'),
    proxiedReadsPerSecond: figure(median(rates.through), 'requests/s', {
      how: `over ${CONNECTIONS} connections; the region itself answers ${Math.round(median(rates.direct))} to this client`,
    }),
  }
}

/** The largest script, compared with a bare node:http server that sends the same bytes from memory. */
async function files(gateway: Process): Promise<Record<string, Figure>> {
  const path = `/assets/${largestScript()}`
  const folder = mkdtempSync(join(tmpdir(), 'maas-images-bench-'))
  const pool = new Pool(gateway.url, { connections: CONNECTIONS })
  const figures: Record<string, Figure> = {}
  try {
    for (const coding of ['identity', 'br'] as const) {
      const headers = { 'accept-encoding': coding }
      const { body } = await pool.request({ method: 'GET', path, headers })
      const file = join(folder, coding)
      writeFileSync(file, Buffer.from(await body.arrayBuffer()))
      const bare = await run({ role: 'bare', file })
      const other = new Pool(bare.url, { connections: CONNECTIONS })
      const ratios: number[] = []
      const rates: number[] = []
      for (let round = 0; round <= ROUNDS; round += 1) {
        const ours = await throughput(pool, [{ path, headers }], FILES_A_ROUND)
        const theirs = await throughput(other, [{ path, headers }], FILES_A_ROUND)
        if (round > 0) ratios.push(ours / theirs)
        if (round > 0) rates.push(ours)
      }
      await other.close()
      bare.child.disconnect()
      const name = coding === 'br' ? 'staticBrotli' : 'staticPlain'
      figures[`${name}PerSecond`] = figure(median(rates), 'requests/s')
      figures[`${name}Ratio`] = figure(median(ratios), 'of a bare node:http server', {
        least: 0.5,
        how: `the largest script, ${Math.round(statSync(file).size / 1000)} kB as ${coding}; median of ${ROUNDS} rounds in turn`,
      })
    }
  } finally {
    await pool.close()
    rmSync(folder, { recursive: true })
  }
  return figures
}

/** Memory after each ten thousand requests of all kinds, including refused ones. */
async function memory(gateway: Process): Promise<Record<string, Figure>> {
  const pool = new Pool(gateway.url, { connections: CONNECTIONS })
  const asks: Ask[] = [
    { path: READ },
    { path: `/assets/${largestScript()}`, headers: { 'accept-encoding': 'br' } },
    { path: '/gateway/session' },
    { path: '/images?q=24.04' },
    { path: '/gateway/nothing' },
    { method: 'POST', path: READ },
    { path: `${READ}${'9'.repeat(40)}/` },
  ]
  const heaps: number[] = []
  const resident: number[] = []
  for (let done = 0; done < MANY; done += BATCH) {
    await throughput(pool, asks, BATCH)
    const { heapBytes, residentBytes } = await memoryOf(gateway)
    heaps.push(heapBytes / 1e6)
    resident.push(residentBytes / 1e6)
  }
  await pool.close()
  const grown = (after: readonly number[]) => (after.at(-1) ?? 0) - (after[after.length / 2 - 1] ?? 0)
  return {
    heapGrowth: figure(Math.max(0, grown(heaps)), 'MB', {
      target: 1,
      how: `heap after a forced collection, from ${MANY / 2} to ${MANY} requests; ${heaps.map((mb) => mb.toFixed(1)).join(', ')} MB after each ${BATCH}`,
    }),
    residentMemory: figure(resident.at(-1) ?? 0, 'MB', {
      how: `after ${MANY} requests; it grew by ${grown(resident).toFixed(1)} MB over the last half`,
    }),
  }
}

/** The cost of the gateway. Times are ratios or differences within one run. */
export async function gateway(): Promise<Record<string, Figure>> {
  const region = await run({ role: 'region' })
  const maasUrl = `${region.url}/MAAS`
  const ours = await run({ role: 'gateway', maasUrl, way: 'fixed' })
  const sessions = await run({ role: 'gateway', maasUrl, way: 'sign-in' })
  try {
    return { ...(await proxied(ours, sessions, region)), ...(await files(ours)), ...(await memory(ours)) }
  } finally {
    ours.child.disconnect()
    sessions.child.disconnect()
    region.child.disconnect()
  }
}
