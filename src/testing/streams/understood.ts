import type { StreamReader } from '#selections/maas-version.ts'
import { walkIndexes } from '#streams/catalogue/nested-indexes.ts'
import {
  type NamedFile,
  type ReadFile,
  type Understood,
  understandStream,
} from '#streams/catalogue/understand.ts'
import { INDEX_PATH, type RawStream } from './sound-stream.ts'

type Served = {
  /** Files that are signed although their address is for unsigned files, by path. */
  readonly signedAnyway?: (path: string) => boolean
}

/** How the MAAS of a reader understands a stream, with the indexes that it names. */
export function understood(
  { index, files, onlyIndexSigned }: RawStream,
  reader: StreamReader = 'to-3.7',
  { signedAnyway = () => false }: Served = {},
): Understood {
  const readAt = (named: NamedFile): ReadFile | null => {
    const { path } = named.entry
    if (!Object.hasOwn(files, path)) return null
    const lacksSignature = onlyIndexSigned === true
    return { ...named, json: files[path], signedAnyway: signedAnyway(path), lacksSignature }
  }
  const walk = walkIndexes<ReadFile>(index, reader)
  let step = walk.next([])
  while (!step.done) step = walk.next(step.value.map(readAt))
  const top = { json: index, path: INDEX_PATH, signedAnyway: signedAnyway(INDEX_PATH) }
  return understandStream(top, step.value, reader)
}
