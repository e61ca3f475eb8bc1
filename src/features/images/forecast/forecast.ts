import type { Catalogue, FilesAnswer } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { changesOf, type ChangeOutcome } from '#selections/outcome/change-outcome.ts'
import { bytesByFile, totalBytes } from '#selections/outcome/held-files.ts'
import type { HalfFiles, ImportOutcome } from '#selections/outcome/import-outcome.ts'
import { inListOrder, isRewritten } from '#selections/outcome/order/read-order.ts'
import { type Brought, type HeldResource, resourceText, type SourceOffer } from '#selections/source-offer.ts'
import { type ByImage, type ImageArgs, byImage, imageIn } from './by-image.ts'
import { type Selected, draftedSelections } from './drafted-selections.ts'
import { type Fates, fatesOf } from './fates.ts'
import { offeredBy } from './offered-by.ts'
import { recreatedReleases } from './hazards.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import { type ReleaseId, releaseName } from '#selections/keys.ts'

type Input = {
  /** Of MAAS. */
  readonly version: string
  readonly sources: readonly BootSource[]
  /** The order of MAAS's list of sources, if it is another one. */
  readonly sourceOrder?: readonly number[] | undefined
  /** By source id. */
  readonly catalogues: ReadonlyMap<number, Catalogue>
  readonly files: FilesAnswer
  readonly saved: Saved
  readonly draft: Draft
  /** Whether an import is running that no one has stopped. Up to 3.7, partial downloads start over if none is. */
  readonly importing?: boolean | undefined
  /** Whether the running import is being stopped, which matters from 3.8 on. */
  readonly stopping?: boolean | undefined
  /**
   * The selection that the running import began with, which matters up to 3.7. Left out: not known. Then the saved one
   * is taken. If it is not sure, the bytes are not exact where what the region holds does not prove it.
   */
  readonly began?: { readonly selected: Selected; readonly sure: boolean } | undefined
  /** Half-downloaded files during an import up to 3.7. */
  readonly half?: HalfFiles | undefined
  /** How many region controllers hold copies of the images; left out: one, or not known. */
  readonly regionControllers?: number | undefined
}

/** What the import after a save does, and what the next import would do without it. */
export type Forecast = {
  readonly outcome: ImportOutcome
  /** Boot resources that the import removes. */
  readonly removed: readonly HeldResource[]
  /** Bytes that the draft makes MAAS download and free, and those that the next import downloads without it. */
  readonly download: number
  readonly freed: number
  readonly dueDownload: number
  /** Bytes that the next import frees with the draft and without it. */
  readonly dueFreed: number
  /**
   * No bytes are exact: it is not known what the running import began with or does (up to 3.7), or it downloads files that
   * replace each other, or which complete files are deleted because the draft or a stop ends the sync of an image (3.8), or
   * in which order an import of a snap reads its sources (up to 3.7).
   */
  readonly isAbout: boolean
  /** Nor are the images certain: someone may have changed the selection since the running import began (up to 3.7). */
  readonly isStartUnknown: boolean
  /** Nor if the running import may still read the saved selection, and then does something else (up to 3.7). */
  readonly mayStillRead: boolean
  /**
   * `freed` and `dueFreed` are not exact, for the same reasons, or because files of the running import take the place of
   * others (up to 3.7): MAAS does not show how much of those it has downloaded.
   */
  readonly isFreedAbout: boolean
  /** `dueDownload` is not exact, for all these reasons, or because a file that is half here may start over. */
  readonly isDueAbout: boolean
  /** Of an image: bytes that the draft makes MAAS download, and free. */
  readonly downloadOf: (os: string, release: string, arch: string) => number
  readonly freedOf: (os: string, release: string, arch: string) => number
  /** Whether the draft makes MAAS download nothing of it, because the next import downloads the same files anyway. */
  readonly isDueAnyway: (os: string, release: string, arch: string) => boolean
  readonly fates: Fates
  /** Images that MAAS 3.8 deletes and downloads again from another source. */
  readonly moved: readonly Moved[]
}

/** The forecast for any draft of one region. */
export type Forecaster = (draft: Draft) => Forecast

/** Null: not all sources or files have been read, so nothing can be forecast. */
export const forecastOf = ({ draft, ...known }: Input): Forecast | null =>
  forecasterOf(known)?.(draft) ?? null

/** The same for several drafts: what the next import does without a draft is computed only once. */
export function forecasterOf(input: Omit<Input, 'draft'>): Forecaster | null {
  const { version, sources, sourceOrder, catalogues, files, saved, importing, stopping, began, half } = input
  const { regionControllers } = input
  if (!files.complete || sources.some(({ id }) => !catalogues.has(id))) return null
  const rules = { ...capabilitiesOf(version), importing, stopping, half, regionControllers }
  if (!rules.known) return null
  const listed = inListOrder(sources, ({ id }) => id, sourceOrder)
  const offers = (drafted: Draft, selected: Selected = saved) =>
    listed.flatMap(({ id, url, priority, enabled }): SourceOffer[] => {
      const offer = catalogues.get(id)
      if (!offer) return []
      const selections = draftedSelections(id, selected, drafted)
      return [{ id, priority, enabled, isRewritten: isRewritten(url, sources), offer, selections }]
    })
  const held = files.resources
  const heldOf = byImage(held)
  const offered = offeredBy(catalogues)
  const beginning = began && { sources: offers(NO_DRAFT, began.selected), sure: began.sure }
  const changedBy = changesOf(rules, offers(NO_DRAFT), held, beginning)
  return (draft) => {
    const after = offers(draft)
    const again = new Set(
      (rules.syncsSelections ? recreatedReleases(saved, draft, offered) : []).map(
        (id) => `${id.sourceId} ${releaseName(id)}`,
      ),
    )
    const isRecreated = (id: number, name: string) => again.has(`${id} ${name}`)
    return forecastFrom({ heldOf, sources, after, change: changedBy({ after, isRecreated }) })
  }
}

type Known = {
  readonly heldOf: ByImage<HeldResource>
  readonly sources: readonly BootSource[]
  /** The sources with what is selected of them after the save. */
  readonly after: readonly SourceOffer[]
  readonly change: ChangeOutcome
}

function forecastFrom({ heldOf, sources, after, change }: Known): Forecast {
  const { outcome, missing, dueMissing, gone, dueGone, deleted } = change
  const { isAbout, isStartUnknown, mayStillRead, isFreedAbout, isDueAbout } = change
  const brought = byImage<Brought>(outcome.brought.values())
  const completed = byImage<Brought>(outcome.completed?.values() ?? [])
  const goes = new Set([...outcome.removed, ...deleted])
  const filesOf = (image: ImageArgs) =>
    imageIn(brought, image).flatMap((one) =>
      [one, ...(one.others ?? [])].flatMap(({ files: own }) => [...own.keys()]),
    )
  const isDueAnyway = (...image: ImageArgs) =>
    bytesOf(missing, filesOf(image)) === 0 && bytesOf(dueMissing, filesOf(image)) > 0
  return {
    outcome,
    removed: [...goes].filter((one) => !outcome.brought.has(resourceText(one))),
    fates: fatesOf({ heldOf, after, change, brought, completed, goes }),
    moved: movedOf({ ...change, sources, brought, isDueAnyway }),
    download: totalBytes(missing),
    freed: totalBytes(gone),
    dueDownload: totalBytes(dueMissing),
    dueFreed: totalBytes(dueGone),
    isAbout,
    isStartUnknown,
    mayStillRead,
    isFreedAbout,
    isDueAbout,
    downloadOf: (...image) => bytesOf(missing, filesOf(image)),
    isDueAnyway,
    freedOf: (...image) => bytesOf(gone, bytesByFile(imageIn(heldOf, image)).keys()),
  }
}

const bytesOf = (files: ReadonlyMap<string, number>, sums: Iterable<string>): number =>
  [...new Set(sums)].reduce((total, sum) => total + (files.get(sum) ?? 0), 0)

const NO_DRAFT: Draft = new Map()

/** An image that MAAS 3.8 deletes because another source is used for it from then on. */
type Moved = Pick<ReleaseId, 'os' | 'release'> & {
  readonly arch: string
  readonly to: BootSource
  /** That source offers the image. */
  readonly comesBack: boolean
  /** Its download is due without the draft, too. */
  readonly isDueAnyway: boolean
  /** false: the held copy may already be from that source and then stays. */
  readonly sure: boolean
}

type Taken = Pick<ChangeOutcome, 'takenOver' | 'unsure'> &
  Pick<Forecast, 'isDueAnyway'> & {
    readonly sources: readonly BootSource[]
    readonly brought: ByImage<Brought>
  }

const movedOf = ({ takenOver, unsure, sources, brought, isDueAnyway }: Taken): Moved[] =>
  [...takenOver].flatMap(([image, sourceId]) => {
    const [name = '', arch = ''] = image.split(' ')
    const [os = '', release = ''] = name.split('/')
    const to = sources.find(({ id }) => id === sourceId)
    if (!to) return []
    const sure = !unsure.has(image)
    const comesBack = brought.has(image)
    return [{ os, release, arch, to, comesBack, isDueAnyway: isDueAnyway(os, release, arch), sure }]
  })
