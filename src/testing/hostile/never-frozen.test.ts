import { afterAll, beforeAll, expect, test } from 'vitest'
import { binaryOf, makeKey } from '#testing/streams/signature-fixtures.ts'
import { type MeasuredGateway, whilePolling, startMeasuredGateway } from './measured-gateway.ts'
import { type HostileSource, hostileStreams } from './hostile-streams.ts'

/*
 * Before sources were read in a separate process, 60 MB with 150 signatures froze the gateway for 280 s and took 17.9
 * GB. The exact figures are for npm run bench; these bounds also hold on a busy machine.
 */
const LONGEST_STALL_MS = 5_000
const MOST_BYTES = 900_000_000
/**
 * Bytes of a usual source. After larger ones the process that reads sources restarts, which is slow, so only one test
 * uses them.
 */
const USUAL = 7_000_000
const LARGE = 12_000_000
/** Bytes of each of many simultaneous sources. */
const SMALL = 1_000_000
const SLOW = 180_000

let sourcesOf: (bytes: number) => ReadonlyMap<string, () => HostileSource>
let keyring: Uint8Array
let gateway: MeasuredGateway

beforeAll(async () => {
  const key = await makeKey()
  const made = await Promise.all(
    [SMALL, USUAL, LARGE].map(async (bytes) => [bytes, await hostileStreams(key, bytes)] as const),
  )
  sourcesOf = (bytes) => new Map(made).get(bytes) ?? new Map()
  keyring = binaryOf(key)
  // memory and stalls are tested here; the limit of time would end a read on a busy machine
  gateway = await startMeasuredGateway(SLOW)
}, SLOW)
afterAll(() => gateway?.close())

function made(name: string, bytes = USUAL): HostileSource {
  const make = sourcesOf(bytes).get(name)
  if (!make) throw new Error(`There is no source named ${name}.`)
  return make()
}

/** The results of sources that are read at the same time, while a page polls the images. */
async function read(all: readonly HostileSource[]) {
  await gateway.measured()
  const reading = Promise.all(all.map((one) => gateway.read(one, keyring)))
  const { result, polls } = await whilePolling(gateway, reading)
  const { stallMs, peakOfAllBytes } = await gateway.measured()
  expect(polls).toBeGreaterThan(0)
  expect(stallMs).toBeLessThan(LONGEST_STALL_MS)
  expect(peakOfAllBytes).toBeLessThan(MOST_BYTES)
  return result
}

const UNREADABLE: readonly [name: string, message: string][] = [
  ['150 signatures', 'more text follows at line 4, column 79'],
  ['8 signatures', 'more text follows at line 4, column 79'],
  ['one line', 'This is not a SimpleStreams index.'],
  ['one line of wide characters', 'This is not a SimpleStreams index.'],
  ['lines that begin with a dash', 'It is not valid JSON at line 4, column 1'],
  ['empty lines', 'contains no text'],
  ['many brackets', 'It is nested deeper than 32 levels'],
  ['100,000 products', 'lists 100000 products; at most 20000 are supported'],
]

test.each(UNREADABLE)(
  'a source with %s is refused, and the product keeps answering',
  { timeout: SLOW },
  async (name, message) => {
    const [outcome] = await read([made(name, name === '150 signatures' ? LARGE : USUAL)])
    expect(outcome).toMatchObject({ code: 'source-unreadable', message: expect.stringContaining(message) })
  },
)

test.each([
  '1,900,000 values',
  '100,000 ignored entries',
  '100,000 ignored files',
  '5,500 images',
  '250,000 kept files',
])('a source with %s is read, and the product keeps answering', { timeout: SLOW }, async (name) => {
  expect(await read([made(name)])).toMatchObject([{ code: 'read' }])
})

test(
  'some of many simultaneous sources are read, and the others are refused as busy',
  { timeout: SLOW },
  async () => {
    const nested = made('many brackets', SMALL)
    const outcomes = await read(Array.from({ length: 24 }, () => nested))
    expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(['source-unreadable', 'busy']))
    expect(outcomes.find(({ code }) => code === 'busy')).toEqual({
      code: 'busy',
      message: 'The gateway is reading as many boot sources as it can. Try again in 5 seconds.',
      retryAfter: '5',
    })
  },
)
