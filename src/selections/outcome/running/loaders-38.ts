import { knownText } from '#selections/outcome/held-files.ts'
import { isBootloader } from '#selections/outcome/image-of.ts'
import { listedLoader } from '#selections/outcome/listed.ts'
import { winnersOf } from '#selections/outcome/winners-38.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'
import { releaseName } from '#selections/keys.ts'

type Change = {
  readonly before: readonly SourceOffer[]
  readonly after: readonly SourceOffer[]
  readonly isRecreated?: ((sourceId: number, name: string) => boolean) | undefined
}

/**
 * The partial bootloaders of a MAAS 3.8 that imports, as they are after the running import, if a change is made now. Each image's sync also downloads the bootloaders of its source. It ends with its selection, also with one
 * that is created again. At its end, MAAS deletes versions that are partial and that no other sync downloads, also those
 * that an earlier import has left.
 */
export function loadersAfter(
  { before, after, isRecreated }: Change,
  held: readonly HeldResource[],
): ReadonlyMap<HeldResource, HeldResource> {
  const syncing = new Set<string>()
  const goesOn = new Set<string>()
  for (const [source, names] of namesWon(before)) {
    const left = after.find(({ id }) => id === source.id)?.selections ?? []
    const stays = new Set(left.map(releaseName))
    const isLeft = names.some((name) => stays.has(name) && isRecreated?.(source.id, name) !== true)
    for (const loader of source.offer.bootloaders.map(listedLoader)) {
      syncing.add(knownText(loader))
      if (isLeft) goesOn.add(versionText(loader))
    }
  }
  const isRunning = (one: HeldResource, version: string) => goesOn.has(versionText({ ...one, version }))
  return new Map(
    held.flatMap((one): [HeldResource, HeldResource][] => {
      if (!one.synced || !isBootloader(one) || !syncing.has(knownText(one))) return []
      if (one.sets.every(({ complete }) => complete)) return []
      const sets = one.sets.flatMap((set) =>
        set.complete ? [set] : isRunning(one, set.version) ? [completed(set)] : [],
      )
      return [[one, { ...one, sets }]]
    }),
  )
}

type HeldSet = HeldResource['sets'][number]

const completed = (set: HeldSet): HeldSet => ({
  ...set,
  complete: true,
  files: set.files.map(([sum, bytes, , name]) => [sum, bytes, bytes, name] as const),
})

const versionText = (one: { name: string; architecture: string; version: string }) =>
  `${knownText(one)} ${one.version}`

/** The releases (`ubuntu/noble`) of the images that MAAS imports from each source. */
function namesWon(sources: readonly SourceOffer[]): ReadonlyMap<SourceOffer, readonly string[]> {
  const names = new Map<SourceOffer, string[]>()
  for (const [image, source] of winnersOf(sources))
    names.set(source, [...(names.get(source) ?? []), image.slice(0, image.indexOf(' '))])
  return names
}
