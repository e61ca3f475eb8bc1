import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { cataloguePresence, problem } from '#contract/gateway.ts'
import { startUpstream } from '#testing/gateway/test-upstream.ts'
import type { Measured, Ready } from './guarded-product.ts'
import type { HostileSource } from './hostile-streams.ts'

/** What became of a source: `read`, or the code of the refusal with its words. */
type Outcome = { readonly code: string; readonly message: string; readonly retryAfter: string | null }
export type Guarded = {
  /** Reads a source by a binary keyring, and finds out which of its files are there. */
  read(files: HostileSource, keyring: Uint8Array): Promise<Outcome>
  /** What the product measured since it was asked last. */
  measured(): Promise<Measured>
  /** Asks for the images and for a sign of life. */
  look(): Promise<void>
  close(): Promise<void>
}

const answered = z.object({ presence: cataloguePresence })

/** How often somebody looks, ms: an open page does so far less. */
const PACE_MS = 50

const SCRIPT = fileURLToPath(new URL('./guarded-product.ts', import.meta.url))

/** The product as a process of its own, and a server for the sources that it is to read. */
export async function startGuarded(): Promise<Guarded> {
  const served = new Map<string, HostileSource>()
  const upstream = await startUpstream(({ url }) => {
    const [, name = '', ...path] = decodeURIComponent(url).split('/')
    const body = served.get(name)?.get(path.join('/'))
    return body ? { body } : { status: 404 }
  })
  const product = fork(SCRIPT, [new URL(upstream.url).host], { execArgv: ['--import', 'tsx'] })
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
    async look() {
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

/** Looks again and again while something is done, and says how often, and how long an answer took at most, ms. */
export async function looking<T>(
  guarded: Guarded,
  work: Promise<T>,
): Promise<{ result: T; looks: number; longestMs: number }> {
  const done = work.then(() => true)
  let looks = 0
  let longestMs = 0
  do {
    const began = performance.now()
    await guarded.look()
    looks += 1
    longestMs = Math.max(longestMs, performance.now() - began)
  } while (!(await Promise.race([done, setTimeout(PACE_MS, false)])))
  return { result: await work, looks, longestMs }
}
