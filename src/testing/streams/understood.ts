import type { StreamReader } from '#lib/maas-version.ts'
import { filesNamedBy, type ReadFile, type Understood, understandStream } from '#streams/understand.ts'
import { INDEX_PATH, type RawStream } from './sound-stream.ts'

type Served = {
  /** Files that are signed although the address is that of unsigned ones, by path. */
  readonly signedAnyway?: (path: string) => boolean
}

/** What the MAAS of a reader makes of a stream whose files the first index names. */
export function understood(
  { index, files, onlyIndexSigned }: RawStream,
  reader: StreamReader = 'to-3.7',
  { signedAnyway = () => false }: Served = {},
): Understood {
  const read = filesNamedBy({ json: index, followed: true }, 0).flatMap((place): ReadFile[] => {
    const { path } = place.entry
    const json = files[path]
    const lacksSignature = onlyIndexSigned === true
    return json === undefined ? [] : [{ ...place, json, signedAnyway: signedAnyway(path), lacksSignature }]
  })
  const top = { json: index, path: INDEX_PATH, signedAnyway: signedAnyway(INDEX_PATH) }
  return understandStream(top, read, reader)
}
