import type { Cell, Draft, ReleaseRow, Saved, Table } from '#features/images/rules/model.ts'
import { newestOf, wantedKernels } from '#selections/wanted-kernels.ts'
import { bytesOf, currentKernels, heldKernels } from '#selections/offer.ts'
import { fullTitle, osTitle } from '#selections/os-titles.ts'
import { NO_HAZARDS, type Hazards } from './hazards.ts'
import type { KeptReason, Forecast } from './forecast.ts'
import { immediateWarnings, movedWarnings, recreatedWarnings, unusedWarnings } from './warnings-38.ts'
import {
  lostWarnings,
  warningsOf,
  wholeSourceWarnings,
  type Warning,
  type WarningContext,
} from './warnings.ts'
import { hasAll, sameList, type Wanted } from '#selections/wanted.ts'
import type { ReleaseId } from '#selections/keys.ts'

/** One change that a save would make. */
export type Change = {
  /** Unique in its list. */
  readonly key: string
  readonly id: ReleaseId
  /** In words: "Ubuntu", "24.04 LTS". */
  readonly os: string
  readonly release: string
  /** Null: it concerns the release as a whole. */
  readonly arch: string | null
  /** "Ubuntu 24.04 LTS, amd64" */
  readonly name: string
  /** Details: "version 20260901, kernels ga-24.04" */
  readonly detail: string
  /** To download for what is added or chosen, to be freed for what is removed. */
  readonly bytes: number
}

/** What the next import does without the draft, too. */
type Due = {
  /** To download: updates, and what is still to come. */
  readonly bytes: number
  readonly freedBytes: number
  /** Images that are no longer selected. */
  readonly removed: number
}

export type Summary = {
  readonly add: readonly Change[]
  readonly remove: readonly Change[]
  /** Cleared, and kept by MAAS. */
  readonly kept: readonly Change[]
  /** Other choices of kernels. */
  readonly kernels: readonly Change[]
  /** Lists of architectures that become "all, including future ones", or were that. */
  readonly arches: readonly Change[]
  readonly downloadBytes: number
  /** What the import that follows does besides; zero if that is not known. */
  readonly due: Due
  readonly freedBytes: number
  /** No bytes are exact. */
  readonly isAbout?: boolean
  /** The bytes that are due to be downloaded anyway are not exact. */
  readonly isDueAbout?: boolean
  readonly warnings: readonly Warning[]
}

/**
 * What saving the draft would do.
 * @param forecast what the import after it does, to the byte; null: not all is known, and bytes are counted by versions
 * @param table unfiltered.
 * @param hazards what the save does beyond the draft.
 */
export function summarize(
  table: Table,
  draft: Draft,
  saved: Saved,
  context: WarningContext,
  forecast: Forecast | null = null,
  hazards: Hazards = NO_HAZARDS,
): Summary {
  const rows = table.groups.flatMap((group) => group.rows.filter((row) => row.selectable))
  const add: Change[] = []
  const remove: Change[] = []
  const kept: Change[] = []
  const kernels: Change[] = []
  const arches: Change[] = []
  let freedByKernels = 0
  for (const row of rows) {
    if (!draft.has(row.key)) continue
    for (const cell of row.cells) {
      if (!cell.changed) continue
      const image = [row.os, row.release, cell.arch] as const
      const because = cell.selected ? null : forecast?.keptBecause(...image)
      if (because) kept.push(line(row, cell.arch, KEPT_REASONS[because], 0))
      else if (!cell.selected)
        remove.push(line(row, cell.arch, heldText(cell), forecast?.freedOf(...image) ?? freed(cell)))
      else if (row.wanted) {
        const bytes = forecast?.downloadOf(...image) ?? missing(cell, row.wanted, null, table.kernelsFiltered)
        const also = cell.also === '' ? '' : `. ${cell.also}`
        add.push(line(row, cell.arch, `${offerText(cell, row.wanted, table.kernelsFiltered)}${also}`, bytes))
      }
    }
    const chosen = kernelChange(row, table.kernelsFiltered, forecast)
    if (chosen) {
      kernels.push(chosen.change)
      freedByKernels += chosen.freed
    }
    const listed = archesChange(row)
    if (listed) arches.push(listed)
  }
  return {
    add,
    remove,
    kept,
    kernels,
    arches,
    downloadBytes: forecast?.download ?? sum(add) + sum(kernels),
    due: {
      bytes: forecast?.dueDownload ?? 0,
      freedBytes: forecast?.dueFreed ?? 0,
      removed: forecast?.dueRemoved ?? 0,
    },
    freedBytes: forecast?.freed ?? sum(remove) + freedByKernels,
    isAbout: forecast?.isAbout ?? false,
    isDueAbout: forecast?.isDueAbout ?? false,
    warnings: [
      ...warningsOf(table, draft, saved, context, hazards),
      ...wholeSourceWarnings(hazards),
      ...lostWarnings(table, new Set(remove.map(({ key }) => key))),
      ...recreatedWarnings(table, hazards, forecast, context.commissioningRelease),
      ...(context.deletesImmediately ? immediateWarnings(remove, hazards, forecast) : []),
      ...movedWarnings(table, forecast),
      ...unusedWarnings(table),
    ],
  }
}

/** The bytes of wanted kernels that are still to be downloaded, without those of the selection `before`. */
function missing({ offer, image }: Cell, wanted: Wanted, before: Wanted | null, filtered: boolean): number {
  if (!offer) return 0
  const anyway = before ? wantedKernels(offer, before, filtered) : new Set<number>()
  const chosen = wantedKernels(offer, wanted, filtered)
  return bytesOf(offer, chosen, currentKernels(offer, image), anyway)
}

/**
 * The bytes that removing an image frees, for an image that no other source selects. If its sets have not been read,
 * the size at the source is used.
 */
function freed({ image, bytes }: Cell): number {
  if (!image) return 0
  return image.known ? Math.max(image.heldBytes, image.incoming?.done ?? 0) : bytes
}

/** Another choice of kernels: its bytes are what the images that stay have to download for it. */
function kernelChange(
  row: ReleaseRow,
  filtered: boolean,
  forecast: Forecast | null,
): { change: Change; freed: number } | null {
  const { os, release, saved, wanted } = row
  if (!saved || !wanted || sameList(saved.subarches, wanted.subarches)) return null
  const stay = row.cells.filter((cell) => cell.selected && !cell.changed)
  const bytes = total(
    stay.map(
      (cell) => forecast?.downloadOf(os, release, cell.arch) ?? missing(cell, wanted, saved, filtered),
    ),
  )
  const freed = total(
    stay.map(
      (cell) => forecast?.freedOf(os, release, cell.arch) ?? freedKernels(cell, saved, wanted, filtered),
    ),
  )
  const detail = `${kernelText(wanted)} (now ${kernelText(saved)})`
  return { change: line(row, null, detail, bytes), freed }
}

function freedKernels({ offer, image }: Cell, saved: Wanted, wanted: Wanted, filtered: boolean): number {
  if (!offer) return 0
  const before = wantedKernels(offer, saved, filtered)
  return bytesOf(offer, heldKernels(offer, image, before), wantedKernels(offer, wanted, filtered))
}

function archesChange(row: ReleaseRow): Change | null {
  const { saved, wanted } = row
  const before = saved !== null && hasAll(saved.arches)
  if (!wanted || hasAll(wanted.arches) === before) return null
  const detail = before
    ? `only ${wanted.arches.join(', ')} (now all architectures, including future ones)`
    : 'all architectures, including future ones'
  return line(row, null, detail, 0)
}

function line(row: ReleaseRow, arch: string | null, detail: string, bytes: number): Change {
  const { sourceId, os, release, title, source } = row
  const name = source === '' ? fullTitle(os, title) : `${fullTitle(os, title)} from ${source}`
  return {
    key: arch === null ? row.key : `${row.key}/${arch}`,
    id: { sourceId, os, release },
    os: osTitle(os),
    release: title,
    arch,
    name: arch === null ? name : `${name}, ${arch}`,
    detail,
    bytes,
  }
}

const kernelText = ({ subarches }: Wanted): string =>
  hasAll(subarches) ? 'all kernels, including future ones' : `kernels ${subarches.join(', ')}`

function offerText({ offer }: Cell, wanted: Wanted, filtered: boolean): string {
  const version = offer && newestOf(offer, wantedKernels(offer, wanted, filtered))
  return version ? `version ${version}, ${kernelText(wanted)}` : kernelText(wanted)
}

function heldText({ image }: Cell): string {
  const versions = new Set(image?.kernels.flatMap(({ held }) => held ?? []))
  if (versions.size > 0) return `version ${[...versions].join(', ')}`
  return image ? 'not complete yet' : 'not downloaded yet'
}

const KEPT_REASONS: Readonly<Record<KeptReason, string>> = {
  'nothing-selected': 'an import removes no image while nothing is selected',
  'still-selected': 'another source selects it as well',
  'still-selected-or-moved':
    'another source selects it as well. MAAS does not show which source this copy is from: if it is from this one, MAAS deletes the copy and downloads it again',
  'whole-source': 'MAAS imports everything of its source',
  'nothing-imported': 'an import that downloads nothing removes no image',
}

const total = (list: readonly number[]): number => list.reduce((sum, bytes) => sum + bytes, 0)

const sum = (changes: readonly Change[]): number => total(changes.map(({ bytes }) => bytes))
