import type { CataloguePresence } from '#contract/gateway.ts'
import {
  countFiles,
  pathsOf,
  type FileAnswer,
  type FileVerdict,
  fileVerdict,
  type Holding,
  sampleOf,
} from '#streams/catalogue/presence.ts'
import { Refusal } from '#gateway/refusal.ts'
import { mapLimited } from '#lib/single-flight.ts'
import type { SourceReading } from './stream-read.ts'

/** Limits for checking files one by one. */
const MOST_CHECKED = 2_000
const AT_ONCE = 8
const TOTAL_MS = 120_000
/** For reading the book-keeping, which occupies a slot of the source queue. */
const BOOK_KEEPING_MS = 30_000
/** Files of the book-keeping that are checked to confirm it. */
const SAMPLE = 24
/** For the book-keeping: a mirror of all of maas.io has about 3 MB. */
const MOST_BOOK_KEEPING_BYTES = 8_000_000

export type OnProgress = (checked: number, total: number) => void
/** The result. `absent`: keys of the holdings with a file that is missing or has a different size. */
export type PresenceResult = { readonly presence: CataloguePresence; readonly absent: ReadonlySet<string> }
/** @param late aborted when the time is up: what was found by then counts */
type Options = { signal: AbortSignal; progress: OnProgress; late?: AbortSignal }
type Checked = Extract<CataloguePresence, { state: 'checked' }>
type Lack = Extract<FileVerdict, 'missing' | 'wrong-size'>

export const ANSWERS_ALL =
  'The server answers 200 even for a file name that cannot exist, so this page cannot check which listed files exist.'
const ANSWERS_NONE =
  'The server does not report whether a file exists, so the source may list files that it does not have.'
const TOO_LATE = 'The server did not answer in time, so this page could not check which listed files exist.'

/**
 * Finds out which of the listed images a source holds: from the book-keeping of sstream-mirror if the server offers it
 * and a sample of the files confirms it, otherwise with HEAD requests, the largest file of each image first, until one is
 * missing. Never throws; the result is `unknown` when the server gives no usable answers.
 */
export async function findPresence(
  reading: SourceReading,
  root: string,
  holdings: readonly Holding[],
  { signal, progress, late = AbortSignal.timeout(TOTAL_MS) }: Options,
): Promise<PresenceResult> {
  const limited = AbortSignal.any([signal, late])
  const check: Check = {
    holdings,
    answerTo: remembered((path) => reading.fetcher.head(root + path, { signal: limited })),
    progress,
    isLate: () => late.aborted && !signal.aborted,
  }
  try {
    const kept = await bookKeeping(reading, root, holdings, limited)
    const [path] = holdings.find(({ paths }) => paths.length > 0)?.paths ?? []
    const isReliable = path === undefined || (await check.answerTo(unlikely(path))).state !== 'there'
    if (kept) {
      const outcome = await byBookKeeping(check, kept, isReliable)
      return 'presence' in outcome ? outcome : await askForFiles(check, outcome)
    }
    return isReliable ? await askForFiles(check, new Set()) : unknown(ANSWERS_ALL)
  } catch (error) {
    if (error instanceof Refusal && !limited.aborted) {
      return unknown(`This page cannot check which listed files exist. ${error.message}`)
    }
    return unknown(TOO_LATE)
  }
}

/** One search in one source. */
type Check = {
  readonly holdings: readonly Holding[]
  /** Requests each path once. */
  readonly answerTo: (path: string) => Promise<FileAnswer>
  readonly progress: OnProgress
  /** Whether the search was ended by the time limit and not by the caller. */
  readonly isLate: () => boolean
}

function remembered<T>(ask: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (path) => {
    const answer = answers.get(path) ?? ask(path)
    answers.set(path, answer)
    return answer
  }
}

/** A file in the same folder that no server has. Without a dot, as image files: servers treat extensions differently. */
export const unlikely = (path: string) =>
  `${path.slice(0, path.lastIndexOf('/') + 1)}no-such-file-${crypto.randomUUID()}`

async function bookKeeping(
  { fetcher, work, queue }: SourceReading,
  root: string,
  holdings: readonly Holding[],
  signal: AbortSignal,
): Promise<Set<string> | null> {
  try {
    return await queue(async () => {
      const took = atMost(MOST_BOOK_KEEPING_BYTES)
      const soon = AbortSignal.any([signal, AbortSignal.timeout(BOOK_KEEPING_MS)])
      const { bytes } = await fetcher.get(`${root}.data/references.json`, { signal: soon, took })
      const kept = bytes && (await work.bookKeeping(bytes, pathsOf(holdings)))
      return kept && new Set(kept)
    })
  } catch (error) {
    if (signal.aborted) throw error
    return null
  }
}

/** Stops reading a file that is larger. */
function atMost(most: number) {
  let size = 0
  return (bytes: number) => {
    size += bytes
    if (size > most) throw new Error('The file is too large.')
  }
}

/**
 * The result from the book-keeping if a sample of its files exists. Otherwise the book-keeping is not used, and the
 * paths of the sample that are missing or have a different size are returned.
 * @param isReliable whether the server answers differently for a file that does not exist
 */
async function byBookKeeping(
  { holdings, answerTo, progress }: Check,
  kept: ReadonlySet<string>,
  isReliable: boolean,
): Promise<PresenceResult | ReadonlySet<string>> {
  const lacking = new Map<string, Lack>()
  const held = holdings.filter(({ key, paths }) => {
    const whole = paths.every((path) => kept.has(path))
    if (!whole) lacking.set(key, 'missing')
    return whole
  })
  const total = countFiles(holdings)
  const sizes = new Map(held.flatMap((one) => [...one.sizes]))
  const sample = isReliable ? sampleOf(held, SAMPLE) : []
  let done = 0
  progress(0, sample.length)
  const verdicts = await mapLimited(sample, AT_ONCE, async (path) => {
    const verdict = fileVerdict(await answerTo(path), sizes.get(path))
    done += 1
    progress(done, sample.length)
    return verdict
  })
  const lost = new Set(sample.filter((_, at) => isLack(verdicts[at] ?? 'unclear')))
  if (lost.size > 0) return lost
  return summary(holdings, lacking, {
    by: 'book-keeping',
    checked: total,
    sampled: verdicts.includes('unclear') ? 0 : sample.length,
    unsized: verdicts.filter((verdict) => verdict === 'unsized').length,
  })
}

/**
 * Requests every file.
 * @param lost files of the book-keeping that are missing or have a different size; the images that need them come first,
 * so that they are marked however early the check ends
 */
async function askForFiles(check: Check, lost: ReadonlySet<string>): Promise<PresenceResult> {
  const { answerTo, progress } = check
  const isHit = ({ paths }: Holding) => paths.some((path) => lost.has(path))
  const hit = check.holdings.filter(isHit)
  const total = countFiles(check.holdings)
  const tooMany = total > MOST_CHECKED
  if (tooMany && hit.length === 0) return unknown(tooManyFiles(total))
  const holdings = tooMany ? hit : [...hit, ...check.holdings.filter((one) => !isHit(one))]
  progress(0, total)
  const settled = new Set<string>()
  const unsized = new Set<string>()
  const lacking = new Map<string, Lack>()
  const settle = (...paths: readonly string[]) => {
    for (const path of paths) settled.add(path)
    progress(settled.size, total)
  }
  let unclear = false
  let late = false
  try {
    await mapLimited(holdings, AT_ONCE, async ({ key, paths, sizes }) => {
      for (const path of paths) {
        if (unclear) return
        const verdict = fileVerdict(await answerTo(path), sizes.get(path))
        if (verdict === 'unclear') {
          unclear = true
          return
        }
        if (isLack(verdict)) {
          lacking.set(key, verdict)
          // its other files need no request
          settle(...paths)
          return
        }
        if (verdict === 'unsized') unsized.add(path)
        settle(path)
      }
    })
  } catch (error) {
    if (!check.isLate()) throw error
    late = true
  }
  if (lacking.size === 0 && (late || unclear)) {
    // that some files exist does not mean that the others do
    return unknown(late ? lateAfter(settled.size, total) : ANSWERS_NONE)
  }
  return summary(check.holdings, lacking, {
    by: 'files',
    checked: settled.size,
    lost: lost.size > 0,
    unsized: unsized.size,
    stopped: late ? 'time' : unclear ? 'answers' : tooMany ? 'limit' : null,
  })
}

const tooManyFiles = (total: number) =>
  `The source lists ${total} files. This page checks at most ${MOST_CHECKED}, so it does not know which of them exist.`

const lateAfter = (checked: number, total: number) =>
  checked === 0
    ? TOO_LATE
    : `The server answers too slowly. ${checked} of ${total} files were checked in time, and none of them is missing.`

const isLack = (verdict: FileVerdict): verdict is Lack => verdict === 'missing' || verdict === 'wrong-size'

function summary(
  holdings: readonly Holding[],
  lacking: ReadonlyMap<string, Lack>,
  facts: Pick<Checked, 'by' | 'checked' | 'unsized'> & Partial<Checked>,
): PresenceResult {
  const missing = holdings.filter(({ key }) => lacking.has(key))
  return {
    presence: {
      state: 'checked',
      total: countFiles(holdings),
      absent: missing.filter(({ kind }) => kind === 'image').length,
      bootloaders: missing.filter(({ kind }) => kind === 'bootloader').map(({ key }) => key),
      wrongSize: missing.map(({ key }) => key).filter((key) => lacking.get(key) === 'wrong-size'),
      sampled: 0,
      lost: false,
      stopped: null,
      ...facts,
    },
    absent: new Set(lacking.keys()),
  }
}

const unknown = (message: string): PresenceResult => ({
  presence: { state: 'unknown', message: message.slice(0, 2_000) },
  absent: new Set(),
})
