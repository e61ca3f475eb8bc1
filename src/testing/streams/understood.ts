import { type ReadFile, understandStream, type Understood, follows } from '#streams/understand.ts'
import { readIndex } from '#streams/index-file.ts'
import type { StreamReader } from '#lib/maas-version.ts'
import { INDEX_PATH, type RawStream } from './sound-stream.ts'

/** What the MAAS of a reader makes of a stream whose files the first index names. */
export function understood(
  { index, files }: RawStream,
  reader: StreamReader = 'to-3.7',
  signed = false,
): Understood {
  const read = readIndex(index).entries.flatMap((entry): ReadFile[] => {
    const json = files[entry.path]
    return json === undefined ? [] : [{ entry, depth: 0, followed: follows(entry), json }]
  })
  return understandStream({ json: index, path: INDEX_PATH, signed }, read, reader)
}
