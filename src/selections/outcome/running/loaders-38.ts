import { knownText } from '#selections/outcome/held-files.ts'
import { imageOf, isBootloader } from '#selections/outcome/image-of.ts'
import { listedLoader } from '#selections/outcome/listed.ts'
import { winnersOf } from '#selections/outcome/winners-38.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

type Change = {
  readonly before: readonly SourceOffer[]
  readonly after: readonly SourceOffer[]
  readonly isRecreated?: ((sourceId: number, name: string) => boolean) | undefined
}

type LoadersThen = {
  /** Partial bootloaders, as they are after the running import. */
  readonly loaders: ReadonlyMap<HeldResource, HeldResource>
  /** A sync ends early, and MAAS does not show which complete bootloaders it has downloaded and now deletes. */
  readonly isAbout: boolean
}

/**
 * What happens to bootloaders if a change is made while MAAS 3.8 imports. The sync of each image also downloads the
 * bootloaders of its source. It ends with its selection, even if that is created again, and MAAS then deletes all files
 * that this sync had to download, even if another one downloads them, too (delete_pending_files). The versions stay.
 */
export function loadersAfter(
  { before, after, isRecreated }: Change,
  held: readonly HeldResource[],
): LoadersThen {
  const partial = new Set(
    held.filter((one) => one.synced && !isBootloader(one) && isPartial(one)).map(imageOf),
  )
  const loaders = held.filter((one) => one.synced && isBootloader(one))
  const completed = new Set<string>()
  const emptied = new Set<string>()
  let isAbout = false
  for (const [source, images] of imagesOf(before)) {
    const listed = new Set(source.offer.bootloaders.map(listedLoader).map(versionText))
    const own = loaders.filter((one) => one.sets.some((set) => listed.has(textOf(one, set))))
    const hasPartial = own.some((one) =>
      one.sets.some((set) => !set.complete && listed.has(textOf(one, set))),
    )
    const left = after.find(({ id }) => id === source.id)?.selections ?? []
    const ends = images.some((image) => {
      // also an image that its source no longer offers: its sync then downloads only bootloaders
      const syncs = hasPartial || partial.has(image)
      const name = image.slice(0, image.indexOf(' '))
      const stays = left.some(({ os, release }) => `${os}/${release}` === name)
      return syncs && (!stays || isRecreated?.(source.id, name) === true)
    })
    for (const text of listed) (ends ? emptied : completed).add(text)
    isAbout ||= ends && own.length > 0
  }
  const changed = loaders.filter(isPartial).map((one) => {
    const sets = one.sets.map((set) => {
      const text = textOf(one, set)
      return emptied.has(text) ? withoutPartial(set) : completed.has(text) ? completedSet(set) : set
    })
    return [one, { ...one, sets }] as const
  })
  return { loaders: new Map(changed), isAbout }
}

type HeldSet = HeldResource['sets'][number]

const isPartial = ({ sets }: HeldResource): boolean => sets.some(({ complete }) => !complete)

const completedSet = (set: HeldSet): HeldSet => ({
  ...set,
  complete: true,
  files: set.files.map(([sum, bytes, , name]) => [sum, bytes, bytes, name] as const),
})

/** A set without files is not complete. */
function withoutPartial(set: HeldSet): HeldSet {
  const files = set.files.filter(([, bytes, here]) => here >= bytes)
  return { ...set, complete: files.length > 0, files }
}

const versionText = (one: { name: string; architecture: string; version: string }) =>
  `${knownText(one)} ${one.version}`

const textOf = ({ name, architecture }: HeldResource, { version }: HeldSet) =>
  versionText({ name, architecture, version })

/** The images (`ubuntu/noble amd64`) that MAAS imports from each source. */
const imagesOf = (sources: readonly SourceOffer[]): ReadonlyMap<SourceOffer, readonly string[]> => {
  const images = new Map<SourceOffer, string[]>()
  for (const [image, source] of winnersOf(sources)) images.set(source, [...(images.get(source) ?? []), image])
  return images
}
