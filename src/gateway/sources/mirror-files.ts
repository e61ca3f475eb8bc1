import type { BadFile, MirrorFiles } from '#contract/mirror.ts'
import type { Fetcher } from '#gateway/fetch/source-fetch.ts'
import { Refusal } from '#gateway/refusal.ts'
import { displayText } from '#lib/text/display-text.ts'
import { mapLimited } from '#lib/single-flight.ts'
import { fileVerdict } from '#streams/catalogue/presence.ts'
import type { MirrorFile } from '#streams/mirror/contents.ts'
import { ANSWERS_ALL, unlikely } from './presence.ts'
import { limitedSignal } from '#gateway/fetch/time-limit.ts'

/** Files of one request of the page, so that it can show progress and stop. */
const AT_A_TIME = 50
const AT_ONCE = 8
/** Time limit for them; the page waits longer. */
const TOTAL_MS = 60_000

type Place = {
  readonly from: number
  /** The files that upstream lists. */
  readonly listed: readonly MirrorFile[]
  /** Aborted when no one waits for the answer any more. */
  readonly gone?: AbortSignal | undefined
}

/**
 * Requests some files of a mirror, by HEAD. Throws a Refusal when it does not answer in time, or answers 200 to every
 * file name.
 */
export async function checkFiles(
  fetcher: Pick<Fetcher, 'head'>,
  root: string,
  files: readonly MirrorFile[],
  { from, listed, gone }: Place,
): Promise<MirrorFiles> {
  const late = limitedSignal(TOTAL_MS, gone)
  const some = files.slice(from, from + AT_A_TIME)
  const head = (path: string) => fetcher.head(root + path, { signal: late })
  const [first] = some
  try {
    if (first && (await head(unlikely(first[0]))).state === 'there')
      throw new Refusal(502, 'source-unreadable', ANSWERS_ALL)
    const answers = await mapLimited(some, AT_ONCE, ([path]) => head(path))
    const sums = new Map(listed.map(([path, , sha256]) => [path, sha256]))
    const checked = some.map((file, at) => ({
      file,
      size: answers[at]?.size ?? null,
      verdict: fileVerdict(answers[at] ?? { state: 'unclear', size: null }, file[1]),
    }))
    const next = from + some.length
    return {
      next: next < files.length ? next : null,
      bad: checked.flatMap(({ file: [path, bytes, sha256], size, verdict }): BadFile[] =>
        verdict === 'there' || verdict === 'unsized'
          ? []
          : [
              {
                path: displayText(path),
                bytes,
                sha256: displayText(sha256),
                state: verdict,
                found: verdict === 'wrong-size' ? size : null,
                // a path that cannot be shown as it is cannot be repaired by a command either
                upstream: sums.get(path) === sha256 && displayText(path) === path,
              },
            ],
      ),
      unsized: checked.filter(({ verdict }) => verdict === 'unsized').length,
    }
  } catch (error) {
    if (!late.aborted || error instanceof Refusal) throw error
    throw new Refusal(502, 'source-unreachable', `${root} answers too slowly. Continue later.`)
  }
}
