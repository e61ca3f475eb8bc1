import type { BootSource, Selection } from '#contract/maas.ts'
import { isRanked } from '#selections/maas-version.ts'
import { withEmptyAsAll } from '#selections/wanted.ts'

/** The part of a source that shows whether its MAAS ranks sources. */
export type RankedSource = Pick<BootSource, 'id' | 'priority'>

/**
 * Selections of a source as MAAS acts on them. Up to 3.7, a selection with empty kernels or labels imports nothing.
 * From 3.8 on, MAAS stores both lists but ignores them, so an empty list means all.
 */
export const effectiveSelections = (source: RankedSource, selections: readonly Selection[]): Selection[] =>
  selections.map((one) => (isRanked(source) ? withEmptyAsAll(one) : one))
