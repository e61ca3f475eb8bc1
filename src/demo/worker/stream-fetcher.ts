import { brief } from '#gateway/addresses/shown-address.ts'
import { causeOf, statusRefusal } from '#gateway/fetch/fetch-cause.ts'
import { FETCH_LIMITS } from '#gateway/fetch/fetch-limits.ts'
import { fileAnswer } from '#gateway/fetch/file-answer.ts'
import { rewrite } from '#gateway/fetch/rewrites.ts'
import type { Fetcher } from '#gateway/fetch/source-fetch.ts'
import { Refusal } from '#gateway/refusal.ts'
import { parseUrl } from '#lib/parse-url.ts'
import type { Embedded } from '#simulator/embedded.ts'
import { answerOf, chunksOf } from './wire.ts'

/**
 * Reads the streams that the embedded region serves, at their public addresses or at its own, and nothing else: the demo
 * sends no request to any other host.
 */
export function createStreamFetcher(embedded: Embedded, origin: string, now: () => number): Fetcher {
  async function ask(
    url: string,
    { method, headers, signal }: { method: string; headers: Record<string, string>; signal: AbortSignal },
  ) {
    const target = parseUrl(rewrite(embedded.rewrites, url))
    if (target?.origin !== origin) throw elsewhere(url)
    return answerOf(embedded, new Request(target, { method, headers }), { signal, now: now() })
  }

  return {
    limitBytes: FETCH_LIMITS.bytes,
    async get(url, { stamp, signal, took }) {
      try {
        const { response, headers } = await ask(url, {
          method: 'GET',
          headers: stamp?.etag ? { 'if-none-match': stamp.etag } : {},
          signal,
        })
        if (response.status === 304 && stamp) return { bytes: null, stamp, address: url }
        if (response.status !== 200) throw statusRefusal(brief(url), response.status)
        const bytes = await collect(chunksOf(response), Number(headers['content-length'] ?? 0), took)
        return { bytes, stamp: { etag: headers['etag'] }, address: url }
      } catch (error) {
        throw signal.aborted && error === signal.reason ? error : causeOf(brief(url), error, FETCH_LIMITS)
      }
    },
    async head(url, { signal }) {
      try {
        const { response, headers } = await ask(url, { method: 'HEAD', headers: {}, signal })
        return fileAnswer(response.status, headers)
      } catch (error) {
        if (signal.aborted) throw error
        return { state: 'unclear', size: null }
      }
    },
    close: async () => undefined,
  }
}

async function collect(
  chunks: AsyncIterable<Uint8Array>,
  announced: number,
  took: ((bytes: number) => void) | undefined,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of chunks) {
      took?.(chunk.length)
      parts.push(chunk)
      size += chunk.length
    }
  } catch (error) {
    throw error instanceof Refusal ? error : endedEarly()
  }
  if (size < announced) throw endedEarly()
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}

/** As fetch-cause.ts names it. */
const endedEarly = () => Object.assign(new Error('The answer is cut off.'), { code: 'ENDED_EARLY' })

const elsewhere = (url: string) =>
  new Refusal(
    502,
    'source-unreachable',
    `${brief(url)} cannot be read here: this demo runs in your browser alone and sends no request to any other server. The product itself reads it.`,
  )
