import { sourceLabel } from '#selections/source-name.ts'
import { listedAgain } from '#selections/outcome/listed-again.ts'
import { isSelected } from './selection.ts'
import type { RowInput } from './row-inputs.ts'
import type { TableInput } from './table-input.ts'
import type { Wanted } from '#selections/wanted.ts'

/**
 * Says from where else MAAS up to 3.7 imports an image, because it imports a selected image from every source that
 * lists the same version. '': from nowhere else.
 */
export function alsoImported(
  input: TableInput,
  row: RowInput,
  same: readonly RowInput[],
  arch: string,
): string {
  if (!input.kernelsFiltered || same.length < 2) return ''
  const selected = isSelected(row.wanted, arch)
  if (selected && row.wanted && lacksFiles(row, arch)) {
    const names = namesOf(input, suppliersOf(input, row, same, arch, row.wanted))
    return names && `This source does not have all its files: MAAS imports them from ${names}.`
  }
  const others = same.filter(
    (other) =>
      other !== row &&
      isSelected(other.wanted, arch) !== selected &&
      // listed files that are missing cannot be imported
      !lacksFiles(selected ? other : row, arch) &&
      (selected ? lists(row, other, arch) : lists(other, row, arch)),
  )
  const names = namesOf(input, others)
  if (names === '') return ''
  return selected
    ? `MAAS also imports it from ${names}, which lists the same version.`
    : `MAAS also imports it from this source: it is selected from ${names}, and this source lists the same version.`
}

/** Whether other sources have all files of an image that this one lists and does not hold (MAAS up to 3.7). */
export const isSupplied = (
  input: TableInput,
  row: RowInput,
  same: readonly RowInput[],
  arch: string,
  wanted: Pick<Wanted, 'subarches' | 'labels'>,
): boolean =>
  input.kernelsFiltered && lacksFiles(row, arch) && suppliersOf(input, row, same, arch, wanted).length > 0

function suppliersOf(
  input: TableInput,
  row: RowInput,
  same: readonly RowInput[],
  arch: string,
  wanted: Pick<Wanted, 'subarches' | 'labels'>,
): readonly RowInput[] {
  const selected = row.offers.get(arch)
  if (!selected) return []
  const listedAt = (other: RowInput) => {
    const there = other.offers.get(arch)
    return there ? listedAgain(selected, wanted, there) : 'none'
  }
  const listing = same.filter((other) => other === row || listedAt(other) !== 'none')
  const inOrder = listing.toSorted((one, next) => one.readPlace - next.readPlace)
  const lacking = inOrder.findIndex((other) => other === row || lacksFiles(other, arch))
  // the files that an earlier source has come from there
  const asked = input.takesFirstListed ? inOrder.slice(0, lacking) : listing
  return asked.filter((other) => other !== row && !lacksFiles(other, arch) && listedAt(other) === 'all')
}

const lacksFiles = (row: RowInput, arch: string): boolean => row.offers.get(arch)?.absent !== undefined

/** '' without any. */
const namesOf = ({ sources }: TableInput, rows: readonly RowInput[]): string =>
  rows
    .flatMap(({ id }) => sources?.find(({ source }) => source.id === id.sourceId) ?? [])
    .map(({ source }) => sourceLabel(source))
    .join(', ')

/** Whether the source of `at` lists the same version that is selected from the source of `from`. */
function lists(from: RowInput, at: RowInput, arch: string): boolean {
  const [selected, other] = [from.offers.get(arch), at.offers.get(arch)]
  return Boolean(selected && other && from.wanted && listedAgain(selected, from.wanted, other) !== 'none')
}
