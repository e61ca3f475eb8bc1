import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { cataloguePresence, problem } from '#contract/gateway.ts'
import { startUpstream } from '#testing/gateway/test-upstream.ts'
import type { Measured, Ready } from './measured-process.ts'
import type { HostileSource } from './hostile-streams.ts'

/** The result for a source: `read`, or the code and message of the refusal. */
type Outcome = { readonly code: string; readonly message: string; readonly retryAfter: string | null }
export type MeasuredGateway = {
  /** Reads a source with a binary keyring, and waits until its files are checked. */
  read(files: HostileSource, keyring: Uint8Array): Promise<Outcome>
  /** Measurements since the last call. */
  measured(): Promise<Measured>
  /** Requests the images and /healthz. */
  poll(): Promise<void>
  close(): Promise<void>
}

const answered = z.object({ presence: cataloguePresence })

/** Pause between polls, ms; an open page polls far less often. */
const PACE_MS = 50

const SCRIPT = fileURLToPath(new URL('./measured-process.ts', import.meta.url))

/**
 * The gateway in a separate process, and a server for the sources it reads.
 * @param taskMs the time that a source may take; left out: the product's own limit
 */
export async function startMeasuredGateway(taskMs?: number): Promise<MeasuredGateway> {
  const served = new Map<string, HostileSource>()
  const upstream = await startUpstream(({ url }) => {
    const [, name = '', ...path] = decodeURIComponent(url).split('/')
    const body = served.get(name)?.get(path.join('/'))
    return body ? { body } : { status: 404 }
  })
  const product = fork(SCRIPT, [new URL(upstream.url).host, ...(taskMs ? [String(taskMs)] : [])], {
    execArgv: ['--import', 'tsx'],
  })
  const said = async <T>(): Promise<T> => ((await once(product, 'message')) as [T])[0]
  const { url } = await said<Ready>()
  let count = 0

  async function ask(address: string, keyring: Uint8Array): Promise<Outcome> {
    const query = new URLSearchParams({
      url: address,
      keyring_filename: '',
      keyring_data: Buffer.from(keyring).toString('base64url'),
    })
    const answer = await fetch(`${url}/gateway/catalogue?${query}`, { headers: { 'x-maas-images': '1' } })
    const body: unknown = await answer.json()
    if (!answer.ok) {
      const { code, message } = problem.parse(body).error
      return { code, message, retryAfter: answer.headers.get('retry-after') }
    }
    const { presence } = answered.parse(body)
    if (presence.state !== 'checking') return { code: 'read', message: '', retryAfter: null }
    await setTimeout(PACE_MS)
    return ask(address, keyring)
  }

  return {
    async read(files, keyring) {
      const name = `source-${(count += 1)}`
      served.set(name, files)
      const [index = ''] = files.keys()
      return ask(`${upstream.url}/${name}/${index}`, keyring).finally(() => served.delete(name))
    },
    async poll() {
      const asked = ['healthz', 'gateway/images'].map(async (path) => (await fetch(`${url}/${path}`)).json())
      await Promise.all(asked)
    },
    async measured() {
      product.send('measure')
      return said<Measured>()
    },
    async close() {
      product.kill('SIGKILL')
      await upstream.close()
    },
  }
}

/** Polls while work is running. Returns how often, and the longest answer in ms. */
export async function whilePolling<T>(
  gateway: MeasuredGateway,
  work: Promise<T>,
): Promise<{ result: T; polls: number; longestMs: number }> {
  const done = work.then(() => true)
  let polls = 0
  let longestMs = 0
  do {
    const began = performance.now()
    await gateway.poll()
    polls += 1
    longestMs = Math.max(longestMs, performance.now() - began)
  } while (!(await Promise.race([done, setTimeout(PACE_MS, false)])))
  return { result: await work, polls, longestMs }
}
