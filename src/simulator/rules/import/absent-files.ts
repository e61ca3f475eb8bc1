import type { State, WantedProduct } from '#simulator/state/state.ts'
import type { DownloadSizes } from './placing.ts'
import { notFound } from '#simulator/state/notes.ts'
import { rootOf, streamKey } from '#simulator/rules/reading.ts'

/**
 * Files to download that some sources list but no source has completely, as on a partial mirror: sha256 -> why, in MAAS's
 * words (3.5 to 3.7). They are read once, at the start of an import: a file that appears later comes with the next import.
 * The words for a file that is too short are read in MAAS's code, not recorded.
 */
export function absentFiles(
  state: State,
  wanted: readonly WantedProduct[],
  fetched: DownloadSizes,
): Map<string, string> {
  const absent = new Map<string, string>()
  const there = new Set<string>()
  for (const { version, sourceId } of wanted) {
    const url = state.sources.get(sourceId)?.url ?? ''
    const tree = state.streams.get(streamKey(url))
    if (tree === undefined) continue
    for (const { path, sha256, size } of version.items) {
      if (!fetched.has(sha256) || (state.files.get(sha256)?.done ?? 0) >= size) continue
      const held = tree.holds(path)
      if (held === null) absent.set(sha256, notFound(`${rootOf(url)}/${path}`))
      else if (tree.isCut?.(path)) absent.set(sha256, 'Invalid checksum')
      else there.add(sha256)
    }
  }
  for (const sha256 of there) absent.delete(sha256)
  return absent
}
