import type { HeldResource } from '#selections/source-offer.ts'
import type { Stopped } from './stopped-38.ts'

type HeldSet = HeldResource['sets'][number]

/**
 * What a region holds when an import of MAAS 3.4 that is being stopped has ended. MAAS removes the files whose download
 * has not begun, each from the version that it was planned for (delete_content_to_finalize). Then it keeps the newest
 * complete version of each boot resource, which may be one that lacks these files, and deletes all others, also their
 * complete files (resource_set_cleaner). MAAS shows neither for which of several versions a file was planned nor whether
 * the download of an empty file has begun. This takes the first version, and that it has not.
 */
export function afterStop34(held: readonly HeldResource[]): Stopped {
  const left = new Map<HeldResource, HeldResource | null>()
  const planned = new Set<string>()
  const isPartial = held.some(({ synced, sets }) => synced && sets.some(({ complete }) => !complete))
  if (!isPartial) return { left, isAbout: false }
  for (const one of held) {
    if (!one.synced) continue
    const set = one.sets.map((set) => begunOf(set, planned)).findLast(({ complete }) => complete)
    left.set(one, set ? { ...one, sets: [set] } : null)
  }
  return { left, isAbout: true }
}

/** A version without the empty files that no version before it has. */
function begunOf(set: HeldSet, planned: Set<string>): HeldSet {
  const files = set.files.filter(([sum, bytes, here]) => {
    if (here > 0 || bytes === 0 || planned.has(sum)) return true
    planned.add(sum)
    return false
  })
  return { ...set, files, complete: files.length > 0 && files.every(([, bytes, here]) => here >= bytes) }
}
