import { isDayOver } from '#lib/time.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { alsoImported, isSupplied } from '#features/images/rules/also-imported.ts'
import { compareArches } from '#features/images/rules/arch-order.ts'
import { imageState, lostWith, type ImageStateInput } from '#features/images/rules/image-state.ts'
import type { Cell, ReleaseRow } from '#features/images/rules/model.ts'
import { wantedKernels } from '#selections/wanted-kernels.ts'
import { kernelBytes } from '#selections/offer.ts'
import { fullTitle } from '#selections/os-titles.ts'
import { keptAnyway, wholeText } from '#features/images/rules/kept-anyway.ts'
import { releaseFacts } from './release-facts.ts'
import { isSelected } from '#features/images/rules/selection.ts'
import { rowInputs, type RowInput } from '#features/images/rules/row-inputs.ts'
import type { TableInput } from '#features/images/rules/table-input.ts'
import { unusedOf } from '#features/images/rules/unused.ts'
import { ALL } from '#selections/wanted.ts'
import { imageKey } from '#selections/keys.ts'
import { commissioningText, isCommissioning } from '#selections/commissioning.ts'

/** The filter if nothing is selected: all kernels with any label. */
const EVERY_KERNEL = { subarches: [ALL], labels: [ALL] }

/** A row per source and release, in the order of the sources. */
export const releaseRows = (input: TableInput): ReleaseRow[] =>
  [...rowInputs(input).values()].flatMap((same) => rowsOfRelease(input, same))

/** The rows of one release: one per source. They depend on no other release. */
export function rowsOfRelease(input: TableInput, same: readonly RowInput[]): ReleaseRow[] {
  const commissioning =
    input.sources !== null && same.some(({ id }) => isCommissioning(id, input.commissioningRelease))
  const last = commissioning ? lastSelected(same) : null
  return same.map((rowInput) => {
    const { id, key, saved, wanted, images } = rowInput
    const listed = rowInput.listed ?? same.find((other) => other.listed)?.listed ?? null
    const facts = releaseFacts(id.os, id.release, listed, images.values())
    const mustStay = commissioning ? commissioningText.lastArch(fullTitle(id.os, facts.title)) : null
    const cells = [...rowInput.arches].sort(compareArches).map((arch) => {
      const locked = last?.rowInput === rowInput && last.arch === arch ? mustStay : null
      return cellOf(input, rowInput, same, arch, locked)
    })
    const bytes = cells.reduce((sum, cell) => (cell.selected ? sum + cell.bytes : sum), 0)
    // spelled out, because spreading three objects per row takes longer than the rest of the join
    return {
      sourceId: id.sourceId,
      os: id.os,
      release: id.release,
      key,
      source: nameOfSource(input, id.sourceId),
      sourceDisabled: sourceOf(input, id.sourceId)?.enabled === false,
      title: facts.title,
      codename: facts.codename,
      lts: facts.lts,
      supportEol: facts.supportEol,
      supportEnded: isDayOver(facts.supportEol, input.now),
      version: facts.version,
      selectable: true,
      cells,
      wanted,
      saved,
      bytes,
      mustStay,
    }
  })
}

/**
 * Whether an import replaces a newer version with the older one that the source offers. Up to 3.7 that is certain only
 * where no other source offers the image. MAAS may have read a newer list than the page if that is not up to date.
 */
function takesOlder(
  { sources, catalogues, syncsSelections }: TableInput,
  row: RowInput,
  same: readonly RowInput[],
  arch: string,
): boolean {
  if (catalogues.get(row.id.sourceId)?.stale !== null) return false
  if (syncsSelections) return true
  const areRead = (sources ?? []).every(({ source }) => catalogues.has(source.id))
  return areRead && same.every((other) => other === row || !other.offers.has(arch))
}

const sourceOf = ({ sources }: TableInput, id: number) => sources?.find((one) => one.source.id === id)?.source

/** The name of a source, if there are several; '' otherwise. */
function nameOfSource(input: TableInput, id: number): string {
  const source = sourceOf(input, id)
  return source && input.sources && input.sources.length > 1 ? sourceLabel(source) : ''
}

function cellOf(
  input: TableInput,
  rowInput: RowInput,
  same: readonly RowInput[],
  arch: string,
  locked: string | null,
): Cell {
  const { id, saved, wanted } = rowInput
  const { kernelsFiltered, importing, now } = input
  const own = rowInput.images.get(arch) ?? null
  const offer = rowInput.offers.get(arch) ?? null
  // if the selections are not visible, every held image counts as wanted
  const selected = input.sources ? isSelected(wanted, arch) : own !== null
  const wasSelected = input.sources ? isSelected(saved, arch) : own !== null
  // another source still selects it, so clearing it here removes nothing
  const kept = !selected && same.some((other) => other !== rowInput && isSelected(other.wanted, arch))
  const unused = unusedOf(input, rowInput, same, arch)
  const elsewhere = kept || (selected && unused?.because === 'outranked')
  const image = elsewhere ? null : (own ?? (selected && !unused ? heldElsewhere(same, arch) : null))
  const filter = (wasSelected ? saved : wanted) ?? wanted ?? EVERY_KERNEL
  const facts: ImageStateInput = {
    unused,
    keptAnyway: selected ? null : keptAnyway(input, same, arch),
    syncsSelections: input.syncsSelections,
    offer,
    image,
    selected,
    wasSelected,
    justAppeared: input.justAppeared?.has(imageKey(id.os, id.release, arch)) === true,
    withoutUpdates: isWithoutUpdates(input, rowInput, same, arch),
    catalogueKnown: input.catalogues.has(id.sourceId),
    importing,
    supplied: isSupplied(input, rowInput, same, arch, filter),
    takesOlder: takesOlder(input, rowInput, same, arch),
    filter,
    kernelsFiltered,
    lastByteAt: image?.incoming ? newestOf(input.lastByteAt) : null,
    now,
  }
  const lost = lostWith(facts)
  const kernels = wanted ?? saved ?? EVERY_KERNEL
  const bytes =
    selected && unused
      ? heldBytes(image)
      : offer
        ? kernelBytes(offer, wantedKernels(offer, kernels, kernelsFiltered))
        : heldBytes(image)
  const also =
    alsoImported(input, rowInput, same, arch) || (selected ? '' : wholeText(input, rowInput, same, arch))
  return {
    arch,
    state: imageState(facts),
    selected,
    changed: selected !== wasSelected,
    locked,
    bytes,
    offer,
    image,
    also,
    ...(lost && { lost }),
  }
}

/** Whether the administrator keeps an image, and no other source gives it updates. */
const isWithoutUpdates = (
  { withoutUpdates }: TableInput,
  row: RowInput,
  same: readonly RowInput[],
  arch: string,
): boolean =>
  withoutUpdates?.has(imageKey(row.id.os, row.id.release, arch)) === true &&
  !same.some((other) => other !== row && other.offers.has(arch) && isSelected(other.saved, arch))

/**
 * When a byte of any image last arrived. MAAS may download one image after the other, so an image that waits while
 * another one makes progress has not stalled.
 */
const newestOf = (times: ReadonlyMap<string, number>): number | null =>
  times.size === 0 ? null : Math.max(...times.values())

/** An image that was imported from another source also counts for a source that selects it now. */
const heldElsewhere = (same: readonly RowInput[], arch: string): Cell['image'] =>
  same.find(({ images }) => images.has(arch))?.images.get(arch) ?? null

const heldBytes = (image: Cell['image']): number => image?.heldBytes ?? 0

/** The last selected architecture of a release, over all sources; null if there are several, or none. */
function lastSelected(same: readonly RowInput[]): { rowInput: RowInput; arch: string } | null {
  const selected = same.flatMap((rowInput) =>
    [...rowInput.arches]
      .filter((arch) => isSelected(rowInput.wanted, arch))
      .map((arch) => ({ rowInput, arch })),
  )
  return selected.length === 1 ? (selected[0] ?? null) : null
}
