import type { Catalogue } from '#contract/gateway.ts'
import { indexUrlOf, type SourceAddress } from '#streams/simplestreams/address.ts'
import type { MirrorContents } from '#streams/mirror/contents.ts'
import type { Holding } from '#streams/catalogue/presence.ts'
import { brief } from '#gateway/addresses/shown-address.ts'
import { limitedSignal } from '#gateway/fetch/time-limit.ts'
import { missingProductFile } from '#gateway/fetch/fetch-cause.ts'
import { Refusal } from '#gateway/refusal.ts'
import { mapLimited } from '#lib/single-flight.ts'
import type { Needed } from './source-content.ts'
import type { SourceFile, SourceRules } from './source-file.ts'
import type { Fetcher, Stamp } from '#gateway/fetch/source-fetch.ts'
import type { SourceQueue } from '#gateway/sources/process/source-queue.ts'
import type { SourceWork } from '#gateway/sources/process/source-work.ts'

/** Time limit for fetching one source. */
const TOTAL_MS = 30_000
/** Files that are fetched at the same time. */
const AT_ONCE = 4
/** Keys expire although files do not change. */
const CHECK_AGAIN_MS = 3_600_000

/** A catalogue, its content, and the state of its files, so that only newer ones are fetched later. */
export type StreamRead = {
  readonly catalogue: Catalogue
  readonly holdings: readonly Holding[]
  readonly stamps: ReadonlyMap<string, Stamp>
  /** When its signatures were checked, ISO. */
  readonly checkedAt: string
  readonly digest: string
  /** What a mirror of it would hold; only with the order of a mirror. */
  readonly mirror?: MirrorContents | undefined
}
export type Order = SourceRules & {
  readonly before: StreamRead | null
  /** ISO */
  readonly readAt: string
  /** Aborted when no one waits for the answer any more. */
  readonly gone?: AbortSignal | undefined
}
export type SourceReading = {
  readonly fetcher: Fetcher
  readonly work: SourceWork
  /** Limits the number of sources in memory at the same time. */
  readonly queue: SourceQueue
}

/**
 * Reads the index and product files of a source and makes its catalogue. Returns `before` when nothing has changed since;
 * the signatures are checked again after an hour.
 * @throws Refusal source-unreachable or source-unreadable; busy when too many sources are being read
 */
export const readStream = (reading: SourceReading, order: Order): Promise<StreamRead> =>
  reading.queue(() => readInTurn(reading, order))

async function readInTurn({ fetcher, work }: SourceReading, order: Order): Promise<StreamRead> {
  const { before, readAt, gone, ...rules } = order
  gone?.throwIfAborted()
  if (before && !isCheckDue(before, readAt) && (await isUnchanged(fetcher, before))) return before
  const stamps = new Map<string, Stamp>()
  const files = new Map<string, SourceFile | null>()
  const fetch = fetching(fetcher, rules.address, stamps)
  let fetchedMs = 0
  let needed: readonly Needed[] = [{ url: indexUrlOf(rules.address), mayBeMissing: false }]
  for (;;) {
    // the time limit does not count work on other sources
    const began = performance.now()
    const signal = limitedSignal(Math.max(0, Math.ceil(TOTAL_MS - fetchedMs)), gone)
    const fetched = await mapLimited(needed, AT_ONCE, (one) => fetch(one, signal))
    // a file that may be missing does not count as missing because the caller disconnected
    gone?.throwIfAborted()
    for (const [url, file] of fetched) files.set(url, file)
    fetchedMs += performance.now() - began
    const answer = await work.content({ ...rules, files, readAt, fetchedMs })
    if ('needed' in answer) {
      needed = answer.needed
      continue
    }
    const { catalogue, holdings, digest, mirror } = answer.content
    // a source without ETags is read again each time; the same content keeps its time and ETag
    return before?.digest === digest
      ? { ...before, stamps, checkedAt: readAt }
      : { catalogue, holdings, stamps, checkedAt: readAt, digest, mirror }
  }
}

/** Fetches the files of one source. All are in memory together, so the limit for one file applies to their total. */
function fetching(fetcher: Fetcher, address: SourceAddress, stamps: Map<string, Stamp>) {
  const indexUrl = indexUrlOf(address)
  let size = 0
  const took = (bytes: number) => {
    size += bytes
    if (size > fetcher.limitBytes) throw tooLarge(address.url, fetcher.limitBytes)
  }
  return async (
    { url, mayBeMissing }: Needed,
    signal: AbortSignal,
  ): Promise<[url: string, file: SourceFile | null]> => {
    try {
      const { bytes, stamp, address: from } = await fetcher.get(url, { signal, took })
      stamps.set(url, stamp)
      return [url, { bytes: bytes ?? new Uint8Array(), address: from }]
    } catch (error) {
      if (mayBeMissing && error instanceof Refusal) return [url, null]
      throw url === indexUrl ? error : missingProductFile(error, brief(indexUrl), brief(url))
    }
  }
}

const isCheckDue = ({ checkedAt }: StreamRead, now: string): boolean =>
  Date.parse(now) - Date.parse(checkedAt) >= CHECK_AGAIN_MS

const tooLarge = (url: string, limit: number) =>
  new Refusal(
    502,
    'source-unreadable',
    `The files of ${url} add up to more than ${Math.round(limit / 2 ** 20)} MB, so the gateway does not read them. To raise this limit, start the gateway with a higher --stream-limit.`,
  )

async function isUnchanged(fetcher: Fetcher, { stamps }: StreamRead): Promise<boolean> {
  const signal = AbortSignal.timeout(TOTAL_MS)
  const [index = ''] = stamps.keys()
  for (const [url, stamp] of stamps) {
    if (!stamp.etag && !stamp.modified) return false
    const { bytes } = await fetcher.get(url, { stamp, signal }).catch((error: unknown) => {
      throw url === index ? error : missingProductFile(error, brief(index), brief(url))
    })
    if (bytes !== null) return false
  }
  return true
}
