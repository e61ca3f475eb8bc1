import * as z from 'zod/mini'
import type { CataloguePresence } from '#contract/gateway.ts'
import { parseJson } from '#streams/json-text.ts'
import type { Holding } from '#streams/presence.ts'
import { mapLimited } from './share.ts'
import type { Fetcher } from './source-fetch.ts'

/** At most so many files are asked for, so many at a time, so long. */
const MOST_ASKED = 2_000
const AT_ONCE = 8
const TOTAL_MS = 120_000

export type Progress = (checked: number, total: number) => void
/** What was found; `absent` are the keys of the holdings that lack a file. */
export type Found = { readonly presence: CataloguePresence; readonly absent: ReadonlySet<string> }

/** sstream-mirror's `.data/references.json`: the path of each file it has -> what refers to it. */
const references = z.record(z.string(), z.array(z.unknown()))

/**
 * Finds out which of the listed images a source really holds: from sstream-mirror's own book-keeping where the server
 * shows it, else by asking for the files (HEAD), of each image the largest first, and no further once one is missing.
 * Never throws; a server that does not tell gives `unknown`.
 */
export async function findPresence(
  fetcher: Fetcher,
  root: string,
  holdings: readonly Holding[],
  { signal, progress }: { signal: AbortSignal; progress: Progress },
): Promise<Found> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TOTAL_MS)])
  try {
    const kept = await bookKeeping(fetcher, root, limited)
    if (kept) {
      const lacking = holdings.filter(({ paths }) => !paths.every((path) => kept.has(path)))
      return summary('book-keeping', holdings, new Set(lacking.map(({ key }) => key)))
    }
    return await askForFiles(fetcher, root, holdings, limited, progress)
  } catch {
    return { presence: unknown('It could not be found out in time what is really there.'), absent: new Set() }
  }
}

async function bookKeeping(fetcher: Fetcher, root: string, signal: AbortSignal): Promise<Set<string> | null> {
  try {
    const { text } = await fetcher.get(`${root}.data/references.json`, { signal })
    const parsed = references.safeParse(parseJson(text ?? ''))
    return parsed.success ? new Set(Object.keys(parsed.data)) : null
  } catch (error) {
    if (signal.aborted) throw error
    return null
  }
}

async function askForFiles(
  fetcher: Fetcher,
  root: string,
  holdings: readonly Holding[],
  signal: AbortSignal,
  progress: Progress,
): Promise<Found> {
  const total = countFiles(holdings)
  if (total > MOST_ASKED) {
    return {
      presence: unknown(`It lists ${total} files, too many to ask for each: at most ${MOST_ASKED} are.`),
      absent: new Set(),
    }
  }
  progress(0, total)
  const answers = new Map<string, Promise<'there' | 'absent' | 'unclear'>>()
  const settled = new Set<string>()
  let unclear = 0
  const ask = (path: string) => {
    const known = answers.get(path)
    if (known) return known
    const asked = fetcher.head(root + path, { signal }).then((answer) => {
      settled.add(path)
      if (answer === 'unclear') unclear += 1
      progress(settled.size, total)
      return answer
    })
    answers.set(path, asked)
    return asked
  }
  const absent = new Set<string>()
  await mapLimited(holdings, AT_ONCE, async ({ key, paths }) => {
    for (const path of paths) {
      // once it does not tell, nothing that it says later changes the answer
      if (unclear > 0) return
      if ((await ask(path)) !== 'absent') continue
      absent.add(key)
      // the other files of it need not be asked for
      for (const rest of paths) settled.add(rest)
      progress(settled.size, total)
      return
    }
  })
  if (unclear > 0) {
    return {
      presence: unknown(
        'The server does not say whether single files are there, so what it lists may be more than it holds.',
      ),
      absent: new Set(),
    }
  }
  return summary('files', holdings, absent)
}

function summary(
  by: 'book-keeping' | 'files',
  holdings: readonly Holding[],
  absent: ReadonlySet<string>,
): Found {
  const total = countFiles(holdings)
  const missing = holdings.filter(({ key }) => absent.has(key))
  return {
    presence: {
      state: 'checked',
      by,
      checked: total,
      total,
      absent: missing.filter(({ kind }) => kind === 'image').length,
      bootloaders: missing.filter(({ kind }) => kind === 'bootloader').map(({ key }) => key),
    },
    absent,
  }
}

/** Files that all of them together consist of; shared ones count once. */
export const countFiles = (holdings: readonly Holding[]) =>
  new Set(holdings.flatMap(({ paths }) => paths)).size

const unknown = (message: string): CataloguePresence => ({ state: 'unknown', message })
