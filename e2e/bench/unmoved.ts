import { binaryOf, makeKey } from '#testing/streams/signature-fixtures.ts'
import {
  type MeasuredGateway,
  whilePolling,
  startMeasuredGateway,
} from '#testing/hostile/measured-gateway.ts'
import { type HostileSource, hostileStreams } from '#testing/hostile/hostile-streams.ts'
import { figure } from './figures.ts'
import type { Figure } from './figures.ts'
import { longList } from './stream-lists.ts'
import type { SignedList } from './stream-lists.ts'

const MB = 1_000_000
/** A little less than the default of --stream-limit. */
const LARGEST = 32 * MB
const AT_ONCE = 19
const INDEX = 'streams/v1/index.sjson'
const MOST_MS = 200
const MOST_MB = 600

type Reading = { readonly name: string; readonly keyring: Uint8Array; readonly sources: HostileSource[] }
type Seen = {
  readonly name: string
  readonly stallMs: number
  readonly longestMs: number
  readonly peakMb: number
  readonly peakOfAllMb: number
}

/** How long an open page and the process were blocked while sources were read in parallel. */
async function seen(gateway: MeasuredGateway, { name, keyring, sources }: Reading): Promise<Seen> {
  await gateway.measured()
  const reading = Promise.all(sources.map((one) => gateway.read(one, keyring)))
  const { longestMs } = await whilePolling(gateway, reading)
  const { stallMs, peakBytes, peakOfAllBytes } = await gateway.measured()
  return { name, stallMs, longestMs, peakMb: peakBytes / MB, peakOfAllMb: peakOfAllBytes / MB }
}

const servedOf = ({ files }: SignedList): HostileSource => {
  const signed = [...files].filter(([path]) => path.endsWith('.sjson'))
  // the index first
  const sorted = signed.sort(([a], [b]) => Number(b === INDEX) - Number(a === INDEX))
  return new Map(sorted.map(([path, text]) => [path, Buffer.from(text)]))
}

const worst = (all: readonly Seen[], of: Exclude<keyof Seen, 'name'>): Seen =>
  all.reduce((most, one) => (one[of] > most[of] ? one : most))

function figuresOf(name: string, all: readonly Seen[]): Record<string, Figure> {
  const of = (key: Exclude<keyof Seen, 'name'>, unit: string, target?: number) => {
    const one = worst(all, key)
    return figure(one[key], unit, {
      ...(target !== undefined && { target }),
      how: `while reading: ${one.name}`,
    })
  }
  return {
    [`${name}Stall`]: of('stallMs', 'ms', MOST_MS),
    [`${name}Answer`]: of('longestMs', 'ms', MOST_MS),
    [`${name}Memory`]: of('peakMb', 'MB', MOST_MB),
    [`${name}MemoryOfAll`]: of('peakOfAllMb', 'MB'),
  }
}

/**
 * The effect of reading sources on the gateway: the longest time that its event loop was blocked, and that an open page
 * waited for the images and `/healthz`; the peak memory of the gateway, alone and together with the reading process.
 */
export async function unmoved(): Promise<Record<string, Figure>> {
  const key = await makeKey()
  const keyring = binaryOf(key)
  const hostile = await hostileStreams(key, LARGEST)
  const gateway = await startMeasuredGateway()
  try {
    // the first answers load modules
    await gateway.poll()
    const long = await longList(5 * MB)
    const largest = await longList(LARGEST - 2 * MB)
    const readLong = { name: 'a list of 5 MB', keyring: long.keyring, sources: [servedOf(long)] }
    const readLargest = { name: 'a list of 30 MB', keyring: largest.keyring, sources: [servedOf(largest)] }
    const ofLong = await seen(gateway, readLong)
    const ofLargest = await seen(gateway, readLargest)
    const ofHostile: Seen[] = []
    for (const [name, make] of hostile) {
      ofHostile.push(await seen(gateway, { name, keyring, sources: [make()] }))
    }
    const many = Array.from({ length: AT_ONCE }, () => hostile.get('8 signatures')?.() ?? new Map())
    const ofMany = await seen(gateway, {
      name: `${AT_ONCE} sources of 32 MB at once`,
      keyring,
      sources: many,
    })
    return {
      ...figuresOf('streamLong', [ofLong]),
      ...figuresOf('streamLargest', [ofLargest]),
      ...figuresOf('streamHostile', ofHostile),
      ...figuresOf('streamMany', [ofMany]),
    }
  } finally {
    await gateway.close()
  }
}
