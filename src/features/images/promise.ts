import type { Catalogue, FilesAnswer } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { capabilitiesOf } from '#lib/maas-version.ts'
import { imageOf, isBootloader } from '#selections/image-of.ts'
import { changeOutcome, type ChangeOutcome } from '#selections/change-outcome.ts'
import { bytesHere, sumOf } from '#selections/held-files.ts'
import type { ImportOutcome } from '#selections/import-outcome.ts'
import { type HeldResource, resourceText, type SourceOffer } from '#selections/source-offer.ts'
import { selects } from '#selections/winners-38.ts'
import { offeredBy, recreatedReleases } from './hazards.ts'
import type { Draft, ReleaseId, Saved, Wanted } from './model.ts'

type Input = {
  /** Of MAAS. */
  readonly version: string
  readonly sources: readonly BootSource[]
  /** By source id. */
  readonly catalogues: ReadonlyMap<number, Catalogue>
  readonly files: FilesAnswer
  readonly saved: Saved
  readonly draft: Draft
}

/** What the import after a save does, and what the next import would do without it. */
export type Promised = {
  readonly outcome: ImportOutcome
  /** Boot resources that are not there any more after the import. */
  readonly removed: readonly HeldResource[]
  /** Bytes that the draft makes MAAS download and free, and those that the next import downloads without it. */
  readonly download: number
  readonly freed: number
  readonly dueDownload: number
  /** What the next import does with the draft and without it: bytes it frees, and images it removes. */
  readonly dueFreed: number
  readonly dueRemoved: number
  /** Of an image: bytes that the draft makes MAAS download, and free. */
  readonly downloadOf: (os: string, release: string, arch: string) => number
  readonly freedOf: (os: string, release: string, arch: string) => number
  /**
   * Why MAAS keeps an image that is cleared: another source selects it (and may be what it is from, in 3.8); or, up to 3.7, it imports everything of a
   * source, nothing at all is selected, or the import brings nothing, and then it removes none. Null: it does not.
   */
  readonly keptBecause: (os: string, release: string, arch: string) => Kept | null
  /** Images that MAAS 3.8 deletes and downloads again from another source. */
  readonly moved: readonly Moved[]
}

/** Null: not all sources or files have been read, so nothing can be promised. */
export function promiseOf(input: Input): Promised | null {
  const { version, sources, catalogues, files, saved, draft } = input
  if (!files.complete || sources.some(({ id }) => !catalogues.has(id))) return null
  const rules = capabilitiesOf(version)
  if (!rules.known) return null
  const offers = (drafted: Draft) =>
    sources.flatMap(({ id, priority, enabled }): SourceOffer[] => {
      const offer = catalogues.get(id)
      return offer ? [{ id, priority, enabled, offer, selections: selectionsOf(id, saved, drafted) }] : []
    })
  const [before, after] = [offers(NO_DRAFT), offers(draft)]
  const again = rules.syncsSelections ? recreatedReleases(saved, draft, offeredBy(catalogues)) : []
  const isRecreated = (id: number, name: string) =>
    again.some(({ sourceId, os, release }) => sourceId === id && name === `${os}/${release}`)
  const held = files.resources
  const changed = changeOutcome(rules, { before, after, isRecreated }, held)
  const { outcome, missing, dueMissing, gone, dueGone, leaving, deleted, unsure } = changed
  const ofImage = <T extends Resource>(list: Iterable<T>, os: string, release: string, arch: string) =>
    [...list].filter(
      ({ name, architecture }) => name === `${os}/${release}` && architecture.startsWith(`${arch}/`),
    )
  const brought = new Set([...outcome.brought.values()].map(imageOf))
  const going = [...new Set([...outcome.removed, ...deleted])]
  const due = going.filter((one) => !leaving.includes(one) && !isBootloader(one))
  return {
    outcome,
    removed: going.filter((one) => !outcome.brought.has(resourceText(one))),
    dueRemoved: new Set(due.map(imageOf).filter((image) => !brought.has(image))).size,
    moved: movedOf(changed, sources, brought),
    download: sumOf(missing),
    freed: sumOf(gone),
    dueDownload: sumOf(dueMissing),
    dueFreed: sumOf(dueGone),
    downloadOf: (...image) =>
      bytesOf(
        missing,
        ofImage(outcome.brought.values(), ...image).flatMap((one) =>
          [one, ...(one.others ?? [])].flatMap(({ files: own }) => [...own.keys()]),
        ),
      ),
    freedOf: (...image) => bytesOf(gone, bytesHere(ofImage(held, ...image)).keys()),
    keptBecause: (...image) => {
      const mine = ofImage(held, ...image).filter(({ synced }) => synced)
      if (mine.length === 0 || mine.some((one) => going.includes(one))) return null
      if (after.some((source) => mine.some((one) => selects(source, one))))
        return mine.some((one) => unsure.has(imageOf(one))) ? 'still-selected-or-moved' : 'still-selected'
      if (mine.some((one) => outcome.brought.has(resourceText(one)))) return 'whole-source'
      return after.every(({ selections }) => selections.length === 0)
        ? 'nothing-selected'
        : 'nothing-imported'
    },
  }
}

export type Kept =
  'nothing-selected' | 'still-selected' | 'still-selected-or-moved' | 'whole-source' | 'nothing-imported'

type Resource = { readonly name: string; readonly architecture: string }

const bytesOf = (files: ReadonlyMap<string, number>, sums: Iterable<string>): number =>
  [...new Set(sums)].reduce((total, sum) => total + (files.get(sum) ?? 0), 0)

const NO_DRAFT: Draft = new Map()

/** An image that MAAS 3.8 deletes because another source is used for it from then on. */
export type Moved = Pick<ReleaseId, 'os' | 'release'> & {
  readonly arch: string
  readonly to: BootSource
  /** That source offers the image. */
  readonly comesBack: boolean
  /** false: what is here may be from that source already, and stays then. */
  readonly sure: boolean
}

const movedOf = (
  { takenOver, unsure }: Pick<ChangeOutcome, 'takenOver' | 'unsure'>,
  sources: readonly BootSource[],
  brought: ReadonlySet<string>,
): Moved[] =>
  [...takenOver].flatMap(([image, sourceId]) => {
    const [name = '', arch = ''] = image.split(' ')
    const [os = '', release = ''] = name.split('/')
    const to = sources.find(({ id }) => id === sourceId)
    return to ? [{ os, release, arch, to, comesBack: brought.has(image), sure: !unsure.has(image) }] : []
  })

/** The selections of a source after a save of the draft. */
function selectionsOf(sourceId: number, saved: Saved, draft: Draft) {
  const lists = new Map<string, { os: string; release: string; wanted: Wanted | null }>()
  for (const [key, { sourceId: id, os, release, wanted }] of [...saved, ...draft]) {
    if (id === sourceId) lists.set(key, { os, release, wanted })
  }
  return [...lists.values()].flatMap(({ os, release, wanted }) =>
    wanted ? [{ os, release, ...wanted }] : [],
  )
}
