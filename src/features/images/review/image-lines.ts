import type { Cell, Draft, ReleaseRow } from '#features/images/rules/model.ts'
import { newestKernelVersion, wantedKernels } from '#selections/wanted-kernels.ts'
import { hasAll, type Wanted } from '#selections/wanted.ts'
import { imageName } from '#selections/keys.ts'
import { kernelNames } from '#features/images/rules/wanted-text.ts'
import { type ReviewLine, kernelText, lineOf } from './review-line.ts'
import { freed, missingBytes } from './estimate.ts'
import type { ImageArgs } from '#features/images/forecast/by-image.ts'
import type { Kept, KeptReason } from '#features/images/forecast/fates.ts'
import type { Forecast } from '#features/images/forecast/forecast.ts'

/** The lines of Review about single images. */
export type ImageLines = {
  /** Images that the region has because of the draft. */
  readonly add: readonly ReviewLine[]
  /** Selected, and in the region already or due without the draft. */
  readonly already: readonly ReviewLine[]
  /** Selected, and MAAS imports nothing for it. */
  readonly notImported: readonly ReviewLine[]
  /** Images that the region holds at least in part, and of which nothing is left. */
  readonly remove: readonly ReviewLine[]
  /** Cleared, and nothing of it is or will be in the region. */
  readonly cleared: readonly ReviewLine[]
  /** Cleared, and kept or imported by MAAS. */
  readonly kept: readonly ReviewLine[]
}

type Place = { readonly row: ReleaseRow; readonly cell: Cell }

/** @param forecast null: not all is known; then what is selected is added, and what is cleared is removed */
export function imageLines(
  rows: readonly ReleaseRow[],
  draft: Draft,
  filtered: boolean,
  forecast: Forecast | null,
): ImageLines {
  const lines = {
    add: [] as ReviewLine[],
    already: [] as ReviewLine[],
    notImported: [] as ReviewLine[],
    remove: [] as ReviewLine[],
    cleared: [] as ReviewLine[],
    kept: [] as ReviewLine[],
  }
  const has = { add: new Set<string>(), remove: new Set<string>() }
  for (const row of rows) {
    if (!draft.has(row.key)) continue
    for (const cell of row.cells) {
      if (!cell.changed) continue
      const { list, line } = changedLine({ row, cell }, filtered, forecast)
      lines[list].push(line)
      if (list === 'add' || list === 'remove') has[list].add(imageName(row, cell.arch))
    }
  }
  if (forecast)
    for (const [image, place] of othersOf(rows, forecast)) {
      const list = forecast.fates.of(...argsOf(place)) === 'added' ? 'add' : 'remove'
      if (!has[list].has(image)) lines[list].push(otherLine(place, filtered, forecast))
    }
  return lines
}

type Line = { readonly list: keyof ImageLines; readonly line: ReviewLine }

/** Of an image that is selected or cleared in the draft. */
function changedLine({ row, cell }: Place, filtered: boolean, forecast: Forecast | null): Line {
  const image = argsOf({ row, cell })
  const onto = (list: keyof ImageLines, detail: string, bytes: number): Line => ({
    list,
    line: lineOf(row, cell.arch, detail, bytes),
  })
  if (!cell.selected) {
    const bytes = forecast?.freedOf(...image) ?? freed(cell)
    const kept = forecast?.fates.kept(...image)
    if (kept) return onto('kept', keptText(kept), bytes)
    const list = forecast?.fates.versions(...image) === null ? 'cleared' : 'remove'
    return onto(list, heldText(cell, image, forecast), bytes)
  }
  const wanted = row.wanted ?? NOTHING
  const bytes = forecast?.downloadOf(...image) ?? missingBytes(cell, wanted, null, filtered)
  const also = cell.also === '' ? '' : `. ${cell.also}`
  const fate = forecast?.fates.of(...image) ?? 'added'
  if (fate === 'leaves' || fate === 'absent')
    return onto(
      'notImported',
      forecast?.outcome.failsAt
        ? 'the import fails before it downloads an image'
        : notImportedText(cell, wanted, filtered),
      bytes,
    )
  if (fate === 'added') return onto('add', `${offerText(cell, wanted, filtered)}${also}`, bytes)
  return onto('already', `${ALREADY[fate]}${also}`, bytes)
}

const NOTHING: Wanted = { arches: [], subarches: [], labels: [] }

/** Images that a draft adds or removes as a whole. With several sources: at one that selects it, if there is one. */
function othersOf(rows: readonly ReleaseRow[], { fates }: Forecast): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  for (const row of rows)
    for (const cell of row.cells) {
      const fate = fates.of(...argsOf({ row, cell }))
      if (fate !== 'added' && fate !== 'leaves') continue
      const image = imageName(row, cell.arch)
      const found = places.get(image)
      if (!found || (cell.selected && !found.cell.selected)) places.set(image, { row, cell })
    }
  return places
}

/** Of an image whose box the draft does not change, or that it changes at another source. */
function otherLine({ row, cell }: Place, filtered: boolean, forecast: Forecast): ReviewLine {
  const image = argsOf({ row, cell })
  const { wanted } = row
  if (forecast.fates.of(...image) === 'added') {
    const kept = forecast.fates.kept(...image)
    const detail = cell.selected && wanted ? offerText(cell, wanted, filtered) : kept ? keptText(kept) : ''
    return lineOf(row, cell.arch, detail, forecast.downloadOf(...image))
  }
  const [os, release, arch] = image
  const isMoved = forecast.moved.some((one) => one.os === os && one.release === release && one.arch === arch)
  const why = isMoved
    ? 'The source that MAAS uses for it does not offer it'
    : cell.selected
      ? filtered
        ? 'None of its kernels is selected'
        : 'MAAS deletes it with the selection, and its source does not offer it'
      : 'It is not selected'
  return lineOf(row, cell.arch, `${heldText(cell, image, forecast)}. ${why}`, forecast.freedOf(...image))
}

const argsOf = ({ row, cell }: Place): ImageArgs => [row.os, row.release, cell.arch]

function offerText({ offer }: Cell, wanted: Wanted, filtered: boolean): string {
  if (!offer) return kernelText(wanted)
  const kernels = wantedKernels(offer, wanted, filtered)
  const version = newestKernelVersion(offer, kernels)
  // MAAS also imports kernels of other flavors for a chosen one
  const names = [...kernels].flatMap((index) => offer.kernels[index]?.name ?? [])
  const text = filtered && !hasAll(wanted.subarches) ? kernelNames(names) : kernelText(wanted)
  return version ? `version ${version}, ${text}` : text
}

/** Also of an image that the row does not show, because another source selects it. */
function heldText({ image }: Cell, args: ImageArgs, forecast: Forecast | null): string {
  const shown = image && image.kernels.flatMap(({ held }) => held ?? [])
  const versions = forecast ? forecast.fates.versions(...args) : shown
  if (!versions) return 'not downloaded yet'
  return versions.length > 0 ? `version ${[...new Set(versions)].join(', ')}` : 'not complete yet'
}

function notImportedText({ state, offer }: Cell, wanted: Wanted, filtered: boolean): string {
  if (state.kind === 'selected' && state.because === 'disabled') return 'its source is disabled'
  if (state.kind === 'selected' && state.because === 'outranked') return `MAAS uses ${state.source} for it`
  if (!offer) return 'its source does not offer it'
  return wantedKernels(offer, wanted, filtered).size === 0
    ? 'its source offers none of the selected kernels'
    : 'MAAS imports nothing for it'
}

const ALREADY = {
  held: 'MAAS has this image already',
  due: 'MAAS imports it without this change, too',
} as const

function keptText({ because, losing }: Kept): string {
  const reason = KEPT_REASONS[because]
  return losing.length === 0 ? reason : `${reason}. MAAS removes some of its kernels: ${losing.join(', ')}`
}

const KEPT_REASONS: Readonly<Record<KeptReason, string>> = {
  'nothing-selected': 'an import removes no image while nothing is selected',
  'still-selected': 'another source selects it as well',
  'still-selected-or-moved':
    'another source selects it as well. MAAS does not show which source this copy is from: if it is from this one, MAAS deletes the copy and downloads it again',
  moved: 'another source selects it as well. MAAS deletes this copy and downloads the image from that source',
  'whole-source': 'MAAS imports everything of its source',
  'nothing-imported': 'an import that downloads nothing removes no image',
  'import-fails': 'the import fails before it removes an image',
}
