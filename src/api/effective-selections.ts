import type { BootSource, Selection } from '#contract/maas.ts'
import { withEmptyAsAll } from '#selections/wanted.ts'

/** The part of a source that shows the MAAS version: only 3.8 and later rank sources by priority. */
export type RankedSource = Pick<BootSource, 'id' | 'priority'>

/**
 * Selections of a source as MAAS acts on them. Up to 3.7, a selection with empty kernels or labels imports nothing.
 * From 3.8 on, MAAS stores both lists but ignores them, so an empty list means all.
 */
export const effectiveSelections = (
  { priority }: RankedSource,
  selections: readonly Selection[],
): Selection[] => selections.map((one) => (priority === undefined ? one : withEmptyAsAll(one)))
