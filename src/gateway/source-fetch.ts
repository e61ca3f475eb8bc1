import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Agent, type Dispatcher } from 'undici'
import { Refusal } from './refusal.ts'

const LARGEST = 64 * 1024 * 1024
const REDIRECTS = 5
const unzip = promisify(gunzip)

/** How the server named this state of a file, to ask only for a newer one. */
export type Stamp = { readonly etag?: string | undefined; readonly modified?: string | undefined }
/** `text` null: not changed since the stamp. */
export type Fetched = { readonly text: string | null; readonly stamp: Stamp }
export type Fetcher = {
  /** GET over http(s), at most 5 redirects and 64 MB. Throws a Refusal that names the file and the cause. */
  get(url: string, options: { stamp?: Stamp | undefined; signal: AbortSignal }): Promise<Fetched>
  close(): Promise<void>
}

/** @param rewrites public address -> the one to ask instead, for the streams of the embedded region. */
export function createFetcher(rewrites: readonly (readonly [from: string, to: string])[]): Fetcher {
  const agent = new Agent({ connect: { timeout: 5_000 }, connections: 4 })
  return {
    async get(url, { stamp, signal }) {
      try {
        return await fetchOnce(agent, rewrites, url, stamp, signal)
      } catch (error) {
        throw error instanceof Refusal ? error : unreachable(url, error)
      }
    },
    close: () => agent.destroy(),
  }
}

async function fetchOnce(
  agent: Dispatcher,
  rewrites: readonly (readonly [string, string])[],
  start: string,
  stamp: Stamp | undefined,
  signal: AbortSignal,
): Promise<Fetched> {
  let url = start
  for (let hops = 0; hops <= REDIRECTS; hops += 1) {
    const target = new URL(rewrite(rewrites, url))
    if (target.protocol !== 'http:' && target.protocol !== 'https:') {
      throw new Refusal(502, 'source-unreachable', `${url} is not an http or https address.`)
    }
    const answer = await agent.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method: 'GET',
      headers: {
        'accept-encoding': 'gzip',
        'user-agent': 'maas-images',
        ...(stamp?.etag && { 'if-none-match': stamp.etag }),
        ...(stamp?.modified && { 'if-modified-since': stamp.modified }),
      },
      signal,
    })
    const { statusCode: status, headers, body } = answer
    const header = (name: string) => [headers[name]].flat()[0]
    const fresh = { etag: header('etag'), modified: header('last-modified') }
    if (status === 200) {
      return { text: await readBody(url, body, header('content-encoding')), stamp: fresh }
    }
    await body.dump()
    if (status === 304 && stamp) return { text: null, stamp }
    const location = header('location')
    if (status < 300 || status > 399 || !location || !URL.canParse(location, url)) {
      throw new Refusal(502, 'source-unreachable', `${url} answered ${status}${inWords(status)}.`)
    }
    url = new URL(location, url).href
  }
  throw new Refusal(502, 'source-unreachable', `${start} redirects more than ${REDIRECTS} times.`)
}

/** Longest prefix wins; "…/stable" stands for "…/stable/" too. */
export function rewrite(rewrites: readonly (readonly [string, string])[], url: string): string {
  let best: readonly [string, string] | undefined
  for (const one of rewrites) {
    const from = one[0].replace(/\/+$/, '')
    if (url !== from && !url.startsWith(`${from}/`)) continue
    if (!best || from.length > best[0].length) best = [from, one[1].replace(/\/+$/, '')]
  }
  return best ? best[1] + url.slice(best[0].length) : url
}

async function readBody(url: string, body: AsyncIterable<Uint8Array>, encoding: string | undefined) {
  const tooLarge = new Refusal(502, 'source-unreadable', `${url} is larger than 64 MB.`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > LARGEST) throw tooLarge
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  if (encoding === undefined || encoding === 'identity') return bytes.toString('utf8')
  try {
    return (await unzip(bytes, { maxOutputLength: LARGEST })).toString('utf8')
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge
    throw new Refusal(502, 'source-unreadable', `${url} is compressed in a way that cannot be read.`)
  }
}

function inWords(status: number): string {
  if (status === 404) return ' (there is no such file)'
  if (status === 401 || status === 403) return ' (access is not allowed)'
  return status >= 500 ? ' (an error of that server)' : ''
}

function unreachable(url: string, error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const late = /TIMEOUT|TIMEDOUT/.test(code) || (error instanceof Error && error.name === 'TimeoutError')
  const cause = late
    ? 'it did not answer in time'
    : code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? 'the name of the server is not known'
      : code === 'ECONNREFUSED'
        ? 'the connection was refused'
        : /CERT|SSL|TLS|SELF_SIGNED/.test(code)
          ? 'its certificate is not trusted here'
          : 'the connection failed'
  return new Refusal(late ? 504 : 502, 'source-unreachable', `Cannot read ${url}: ${cause}.`)
}
