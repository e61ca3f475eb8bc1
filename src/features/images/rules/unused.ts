import { sourceLabel } from '#selections/source-name.ts'
import type { Unused } from './model.ts'
import { isSelected } from './selection.ts'
import type { RowInput } from './row-inputs.ts'
import type { TableInput } from './table-input.ts'

/**
 * Why MAAS 3.8 imports nothing from this source for an image, or would not if it were selected here. Of the enabled
 * sources that select an image the one with the highest priority is used, whether it offers the image or not. Null:
 * this one is used, or MAAS takes the image from every source that selects it (up to 3.7).
 * @param same all sources of the release. For a saved selection only saved selections count, because MAAS uses those.
 */
export function unusedOf(
  { sources, syncsSelections }: Pick<TableInput, 'sources' | 'syncsSelections'>,
  row: RowInput,
  same: readonly RowInput[],
  arch: string,
): Unused | null {
  if (!syncsSelections || !sources) return null
  const sourceOf = ({ id }: RowInput) => sources.find(({ source }) => source.id === id.sourceId)?.source
  const own = sourceOf(row)
  if (!own) return null
  if (own.enabled === false) return { because: 'disabled', source: sourceLabel(own) }
  const isSaved = isSelected(row.saved, arch)
  const selects = (other: RowInput) => other === row || isSelected(isSaved ? other.saved : other.wanted, arch)
  const used = same.filter(selects).flatMap((other) => sourceOf(other) ?? [])
  const first = used
    .filter(({ enabled }) => enabled !== false)
    .toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0))[0]
  return !first || first === own ? null : { because: 'outranked', source: sourceLabel(first) }
}
