import type { State } from '#simulator/state/state.ts'
import type { Fetched } from './placing.ts'
import { rootOf, streamKey } from '#simulator/rules/reading.ts'
import type { WantedProduct } from './wanted.ts'

/**
 * Files to download that no source holds, although some list them, as a partial mirror does: sha256 -> address. MAAS
 * tries such a file many times before it gives up (for two hours in all up to 3.7); here it gives up immediately.
 */
export function absentFiles(
  state: State,
  wanted: readonly WantedProduct[],
  fetched: Fetched,
): Map<string, string> {
  const absent = new Map<string, string>()
  const there = new Set<string>()
  for (const { version, sourceId } of wanted) {
    const url = state.sources.get(sourceId)?.url ?? ''
    const tree = state.streams.get(streamKey(url))
    if (tree === undefined) continue
    for (const { path, sha256, size } of version.items) {
      if (!fetched.has(sha256) || (state.files.get(sha256)?.done ?? 0) >= size) continue
      if (tree.holds(path) === null) absent.set(sha256, `${rootOf(url)}/${path}`)
      else there.add(sha256)
    }
  }
  for (const sha256 of there) absent.delete(sha256)
  return absent
}
