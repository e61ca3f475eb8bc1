import { parseUrl } from '#lib/parse-url.ts'
import type { Dispatcher } from 'undici'
import type { FileAnswer } from '#streams/catalogue/presence.ts'
import { bucketError } from '#streams/catalogue/other-content.ts'
import { type AddressPolicy, createAddressPolicy, NotAllowed } from '#gateway/addresses/address-policy.ts'
import { brief, shown } from '#gateway/addresses/shown-address.ts'
import { causeOf, statusRefusal } from './fetch-cause.ts'
import { fileAnswer } from './file-answer.ts'
import { type Rewrites, rewrite } from './rewrites.ts'
import { FETCH_LIMITS, type FetchLimits } from './fetch-limits.ts'
import { Refusal } from '#gateway/refusal.ts'
import { agentOf, drop, type FetchRequest, send } from './source-agent.ts'
import { firstText, readBytes } from './source-body.ts'

const REDIRECTS = 5
const ERROR_BYTES = 2_048

/** Validators of a file, to fetch it only when it has changed. */
export type Stamp = { readonly etag?: string | undefined; readonly modified?: string | undefined }
export type Fetched = {
  /** Null: unchanged since the stamp. */
  readonly bytes: Uint8Array | null
  readonly stamp: Stamp
  /** The public address it came from, after redirects. */
  readonly address: string
}
type GetOptions = {
  readonly stamp?: Stamp | undefined
  readonly signal: AbortSignal
  /** Called with the uncompressed length of each chunk; an error it throws ends the read. */
  readonly took?: ((bytes: number) => void) | undefined
}
export type Fetcher = {
  /** The most bytes of one file. */
  readonly limitBytes: number
  /**
   * A file over http(s), at most 5 redirects. Throws a Refusal that names the file and the cause, or the reason
   * of the signal when the caller gave up (a TimeoutError is a Refusal).
   */
  get(url: string, options: GetOptions): Promise<Fetched>
  /**
   * Whether a file exists and how long it is, by HEAD. Throws NotAllowed when the policy forbids its address, and the
   * reason of the signal.
   */
  head(url: string, options: { signal: AbortSignal }): Promise<FileAnswer>
  close(): Promise<void>
}

type Settings = { rewrites: Rewrites; policy?: AddressPolicy; limits?: Partial<FetchLimits> }
type Answer = { readonly url: URL; readonly data: Dispatcher.ResponseData }

/** Reads files of sources. Targets of rewrites are ours and trusted; all other addresses must pass the policy. */
export function createFetcher({ rewrites, policy, limits: given }: Settings): Fetcher {
  const limits = { ...FETCH_LIMITS, ...given }
  const guard = policy ?? createAddressPolicy({ allow: [], deny: [] })
  // separate, so that a connection to a trusted target never serves a request that the policy would refuse
  const guarded = agentOf(limits, guard)
  const trusted = agentOf(limits, null)

  /** The answer after redirects, each of which is checked. The caller must consume the body. */
  async function ask(start: string, request: FetchRequest): Promise<Answer> {
    let url = parse(start)
    for (let hops = 0; hops <= REDIRECTS; hops += 1) {
      const target = new URL(rewrite(rewrites, url.href))
      const isTrusted = target.href !== url.href
      let data: Dispatcher.ResponseData
      try {
        if (!isTrusted) guard.check(url)
        data = await send(isTrusted ? trusted : guarded, target, request)
      } catch (error) {
        if (isGivenUp(error, request.signal)) throw error
        const refusal = causeOf(shown(url), error, limits)
        throw hops === 0 ? refusal : afterRedirect(brief(start), refusal)
      }
      const to = redirection(data, url)
      if (!to) return { url, data }
      drop(data, request.signal)
      url = to
    }
    throw new NotAllowed(
      `${brief(start)} redirects more than ${REDIRECTS} times. Contact the administrator of that server.`,
    )
  }

  return {
    limitBytes: limits.bytes,
    async get(url, { stamp, signal, took }) {
      const headers = {
        ...(stamp?.etag && { 'if-none-match': stamp.etag }),
        ...(stamp?.modified && { 'if-modified-since': stamp.modified }),
      }
      try {
        const { url: found, data } = await ask(url, { method: 'GET', headers, signal })
        const address = found.href
        const header = (name: string) => [data.headers[name]].flat()[0]
        if (data.statusCode === 304 && stamp && Object.keys(headers).length > 0) {
          drop(data, signal)
          return { bytes: null, stamp, address }
        }
        if (data.statusCode !== 200) {
          const code = await bucketCodeOf(data, header('content-type'), signal)
          throw statusRefusal(shown(found), data.statusCode, code)
        }
        const body = {
          stream: data.body,
          encoding: header('content-encoding'),
          length: header('content-length'),
          took,
        }
        const bytes = await readBytes(shown(found), body, limits.bytes)
        return { bytes, stamp: { etag: header('etag'), modified: header('last-modified') }, address }
      } catch (error) {
        throw isGivenUp(error, signal) ? error : causeOf(brief(url), error, limits)
      }
    },

    async head(url, { signal }) {
      // a compressed answer would not have the length of the file
      const headers = { 'accept-encoding': 'identity' }
      const once = async (method: FetchRequest['method'], last: boolean): Promise<FileAnswer> => {
        const { data } = await ask(url, { method, headers, last, signal })
        drop(data, signal)
        return fileAnswer(data.statusCode, data.headers)
      }
      // a server that wrongly sends a body breaks the connection for the next request, which is repeated
      for (const last of [false, true]) {
        try {
          const answer = await once('HEAD', last)
          // some servers answer every HEAD with a length of 0
          return answer.size === 0 ? await once('GET', last) : answer
        } catch (error) {
          if (signal.aborted || error instanceof NotAllowed) throw error
        }
      }
      return { state: 'unclear', size: null }
    },

    async close() {
      await Promise.all([guarded.destroy(), trusted.destroy()])
    },
  }
}

/** The code in the XML error of a storage bucket; null: another server answered. Consumes the body. */
async function bucketCodeOf(
  data: Dispatcher.ResponseData,
  type: string | undefined,
  signal: AbortSignal,
): Promise<string | null> {
  if (type !== undefined && /^(application|text)\/xml\b/i.test(type)) {
    return bucketError(await firstText(data.body, ERROR_BYTES))
  }
  drop(data, signal)
  return null
}

/** The target of a redirect; null: no redirect, or an invalid target. */
function redirection({ statusCode, headers }: Dispatcher.ResponseData, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return null
  const location = [headers['location']].flat()[0]
  const to = location === undefined ? null : parseUrl(location, from)
  if (!to) return null
  to.hash = ''
  return to
}

function parse(start: string): URL {
  const url = parseUrl(start)
  if (!url) throw new NotAllowed(`${brief(start)} is not a valid address.`)
  url.hash = ''
  return url
}

function afterRedirect(start: string, refusal: Refusal): Refusal {
  const message = `${start} redirects to another address. ${refusal.message}`
  return refusal instanceof NotAllowed
    ? new NotAllowed(message)
    : new Refusal(refusal.status, refusal.code, message)
}

/** The caller has aborted it; causeOf handles timeouts. */
const isGivenUp = (error: unknown, signal: AbortSignal) =>
  signal.aborted && error === signal.reason && !(error instanceof Error && error.name === 'TimeoutError')
