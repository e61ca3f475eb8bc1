import { knownText } from '#selections/outcome/held-files.ts'
import { imageOf, isBootloader } from '#selections/outcome/image-of.ts'
import { listedBy38 } from '#selections/outcome/import-38.ts'
import { winnersOf } from '#selections/outcome/winners-38.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

/** What the end of an import that is being stopped leaves. */
export type Stopped = {
  /** What is left of the boot resources that change; null: nothing. */
  readonly left: ReadonlyMap<HeldResource, HeldResource | null>
  /** MAAS does not show which complete files the import has downloaded and now deletes. */
  readonly isAbout: boolean
}

type HeldSet = HeldResource['sets'][number]
type File = HeldSet['files'][number]

/**
 * What a region holds when an import of MAAS 3.8 that is being stopped has ended. The sync of each image deletes the
 * files that it had to download, even complete ones, of the image and of the bootloaders of its source
 * (delete_pending_files). Then MAAS keeps the newest complete version of the image
 * (cleanup_boot_resource_sets_for_selection), but all versions of the bootloaders. Only partial files are certain to be
 * among those. Of the others this takes what is most likely: the files of a partial version, and of a version that has
 * become complete while MAAS still has an older one, are from this sync, and all others are not.
 */
export function afterStop(sources: readonly SourceOffer[], held: readonly HeldResource[]): Stopped {
  const left = new Map<HeldResource, HeldResource | null>()
  let isAbout = false
  for (const { kernels, loaders, isListed } of runningSyncs(sources, held)) {
    for (const one of kernels) {
      isAbout ||= one.sets.some((set) => (!set.complete || isListed(one, set)) && set.files.some(isWhole))
      left.set(one, cleaned(one))
    }
    for (const one of loaders) {
      isAbout ||= one.sets.some((set) => isListed(one, set) && set.files.some(isWhole))
      // several sources may list different versions of it
      const { sets } = left.get(one) ?? one
      const emptied = sets.map((set) => (isListed(one, set) && !set.complete ? { ...set, files: [] } : set))
      left.set(one, { ...one, sets: emptied })
    }
  }
  return { left, isAbout }
}

/** Of each source: the kernels of the images whose syncs run, and the bootloaders that these download, too. */
function runningSyncs(sources: readonly SourceOffer[], held: readonly HeldResource[]) {
  const synced = held.filter((one) => one.synced)
  const winners = winnersOf(sources, held)
  return [...new Set(winners.values())].flatMap((source) => {
    const listed = new Set(listedBy38(source).map(versionText))
    const isListed = (one: HeldResource, { version }: HeldSet) => listed.has(versionText({ ...one, version }))
    const loaders = synced.filter((one) => isBootloader(one) && one.sets.some((set) => isListed(one, set)))
    const isAwaited = loaders.some((one) => one.sets.some((set) => isListed(one, set) && !set.complete))
    const own = synced.filter((one) => !isBootloader(one) && winners.get(imageOf(one)) === source)
    const partial = new Set(own.filter(isPartial).map(imageOf))
    const kernels = own.filter((one) => isAwaited || partial.has(imageOf(one)))
    // bootloaders may also arrive for an image of which there is nothing
    return isAwaited || kernels.length > 0 ? [{ kernels, loaders, isListed }] : []
  })
}

const isWhole = ([, bytes, here]: File): boolean => here >= bytes
const isPartial = ({ sets }: HeldResource): boolean => sets.some(({ complete }) => !complete)

/** An image keeps its newest version that was complete before. */
function cleaned(one: HeldResource): HeldResource | null {
  const [first] = one.sets.filter(({ complete }) => complete)
  return first ? { ...one, sets: [first] } : null
}

const versionText = (one: { name: string; architecture: string; version: string }) =>
  `${knownText(one)} ${one.version}`
