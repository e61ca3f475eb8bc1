import type { StreamReader } from '#selections/maas-version.ts'
import { StreamError } from '#streams/stream-error.ts'
import { filesNamedBy, type Index, indexesAmong, type NamedFile, type ReadFile } from './understand.ts'

/** The index of maas.io names product files only. */
const DEEPEST_INDEX = 4
const MOST_FILES = 64

/** Requests the files at these paths, and returns them in the same order; null for a missing file. */
export type IndexWalk<F extends ReadFile> = Generator<readonly NamedFile[], F[], readonly (F | null)[]>

/**
 * The files that an index names, and those of nested indexes, which MAAS up to 3.7 follows. They are requested
 * level by level, so that the files of a level can be read in parallel. The list has the order in which
 * python-simplestreams reads: after an index all its files, then the next entry. A file that is named twice is
 * listed twice.
 * @throws StreamError if a file is not an index, or for too many files or levels
 */
export function* walkIndexes<F extends ReadFile>(json: unknown, reader: StreamReader): IndexWalk<F> {
  const top: Index = { json, followed: true }
  const filesOf = new Map<Index, F[]>()
  let count = 0
  let level: readonly Index[] = [top]
  for (let depth = 0; level.length > 0; depth += 1) {
    const asked = level.flatMap((index) => filesNamedBy(index, depth).map((named) => ({ index, named })))
    count += asked.length
    if (count > MOST_FILES) throw new StreamError(tooManyFiles(count))
    if (depth > DEEPEST_INDEX) throw new StreamError(TOO_DEEP)
    const files = yield asked.map(({ named }) => named)
    for (const [at, { index }] of asked.entries()) {
      const file = files[at]
      if (file) filesOf.set(index, [...(filesOf.get(index) ?? []), file])
    }
    level = indexesAmong(
      files.filter((file) => file !== null),
      reader,
    )
  }
  return depthFirst(top, filesOf)
}

/** All files below an index, each one before the files that it names. */
const depthFirst = <F extends Index>(index: Index, filesOf: ReadonlyMap<Index, readonly F[]>): F[] =>
  (filesOf.get(index) ?? []).flatMap((file) => [file, ...depthFirst(file, filesOf)])

const tooManyFiles = (files: number) =>
  `It lists ${files} product files; at most ${MOST_FILES} are supported.`
const TOO_DEEP = `Its indexes are nested more than ${DEEPEST_INDEX} levels deep, which is not supported.`
