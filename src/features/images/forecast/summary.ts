import type { Draft, ReleaseRow, Saved, Table } from '#features/images/rules/model.ts'
import { type ReviewLine, kernelText, lineOf } from '#features/images/review/review-line.ts'
import { freedKernels, missingBytes } from '#features/images/review/estimate.ts'
import { failedImportWarnings } from './failed-import.ts'
import type { Fate } from './fates.ts'
import { NO_HAZARDS, type Hazards } from './hazards.ts'
import { imageLines, type ImageLines } from '#features/images/review/image-lines.ts'
import type { Forecast } from './forecast.ts'
import { immediateWarnings, movedWarnings, recreatedWarnings, unusedWarnings } from './warnings-38.ts'
import {
  lostWarnings,
  warningsOf,
  wholeSourceWarnings,
  type Warning,
  type WarningContext,
} from './warnings.ts'
import { imageName } from '#selections/keys.ts'
import { hasAll, sameList } from '#selections/wanted.ts'

/** What the next import does without the draft, too. */
type Due = {
  /** To download: updates, and what is still to come. */
  readonly bytes: number
  readonly freedBytes: number
  /** Images that are no longer selected. */
  readonly removed: number
}

export type Summary = ImageLines & {
  /** Other choices of kernels. */
  readonly kernels: readonly ReviewLine[]
  /** Lists of architectures that become "all, including future ones", or were that. */
  readonly arches: readonly ReviewLine[]
  readonly downloadBytes: number
  /** What the import that follows does besides; zero if that is not known. */
  readonly due: Due
  readonly freedBytes: number
  /** No bytes are exact. */
  readonly isAbout?: boolean
  /** The images are not certain either: someone may have changed the selection since the running import began. */
  readonly isStartUnknown?: boolean
  /** Nor if the running import may still read the saved selection. */
  readonly mayStillRead?: boolean
  /** The bytes that are freed are not exact. */
  readonly isFreedAbout?: boolean
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
  const { kernelsFiltered } = table
  const rows = table.groups.flatMap((group) => group.rows.filter((row) => row.selectable))
  const images = imageLines(rows, draft, kernelsFiltered, forecast)
  const { add, remove } = images
  const drafted = rows.filter(({ key }) => draft.has(key))
  const chosen = drafted.flatMap((row) => kernelChange(row, kernelsFiltered, forecast) ?? [])
  const kernels = chosen.map(({ change }) => change)
  return {
    ...images,
    kernels,
    arches: drafted.flatMap((row) => archesChange(row) ?? []),
    downloadBytes: forecast?.download ?? sum(add) + sum(kernels),
    due: {
      bytes: forecast?.dueDownload ?? 0,
      freedBytes: forecast?.dueFreed ?? 0,
      removed: dueRemoved(forecast, remove),
    },
    freedBytes: forecast?.freed ?? sum(remove) + total(chosen.map(({ freed }) => freed)),
    isAbout: forecast?.isAbout ?? false,
    isStartUnknown: forecast?.isStartUnknown ?? false,
    mayStillRead: forecast?.mayStillRead ?? false,
    isFreedAbout: forecast?.isFreedAbout ?? false,
    isDueAbout: forecast?.isDueAbout ?? false,
    warnings: [
      ...warningsOf(table, draft, saved, context, hazards),
      ...failedImportWarnings(table, forecast),
      ...wholeSourceWarnings(hazards),
      ...lostWarnings(table, new Set(remove.map(({ key }) => key))),
      ...recreatedWarnings(table, hazards, forecast, context.commissioningRelease),
      ...(context.deletesImmediately ? immediateWarnings(remove, hazards) : []),
      ...movedWarnings(table, forecast),
      ...unusedWarnings(table),
    ],
  }
}

/** Images that the next import removes anyway, without those that have a line of their own. */
function dueRemoved(forecast: Forecast | null, remove: readonly ReviewLine[]): number {
  const listed = new Set(remove.map(({ id, arch }) => imageName(id, arch ?? '')))
  return forecast ? forecast.fates.dueRemoved.filter((image) => !listed.has(image)).length : 0
}

/** Another choice of kernels: its bytes are what the images that stay have to download for it. */
function kernelChange(
  row: ReleaseRow,
  filtered: boolean,
  forecast: Forecast | null,
): { change: ReviewLine; freed: number } | null {
  const { os, release, saved, wanted } = row
  if (!saved || !wanted || sameList(saved.subarches, wanted.subarches)) return null
  const stay = row.cells.filter(
    (cell) =>
      cell.selected &&
      !cell.changed &&
      !OTHER_LINES.has(forecast?.fates.of(os, release, cell.arch) ?? 'held'),
  )
  const bytes = total(
    stay.map(
      (cell) => forecast?.downloadOf(os, release, cell.arch) ?? missingBytes(cell, wanted, saved, filtered),
    ),
  )
  const freed = total(
    stay.map(
      (cell) => forecast?.freedOf(os, release, cell.arch) ?? freedKernels(cell, saved, wanted, filtered),
    ),
  )
  const detail = `${kernelText(wanted)} (now ${kernelText(saved)})`
  return { change: lineOf(row, null, detail, bytes), freed }
}

/** Images with these fates have lines of their own. */
const OTHER_LINES: ReadonlySet<Fate> = new Set(['added', 'leaves'])

function archesChange(row: ReleaseRow): ReviewLine | null {
  const { saved, wanted } = row
  const before = saved !== null && hasAll(saved.arches)
  if (!wanted || hasAll(wanted.arches) === before) return null
  const detail = before
    ? `only ${wanted.arches.join(', ')} (now all architectures, including future ones)`
    : 'all architectures, including future ones'
  return lineOf(row, null, detail, 0)
}

const total = (list: readonly number[]): number => list.reduce((sum, bytes) => sum + bytes, 0)

const sum = (changes: readonly ReviewLine[]): number => total(changes.map(({ bytes }) => bytes))
