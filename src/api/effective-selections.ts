import type { BootSource, Selection } from '#contract/maas.ts'
import { withEmptyAsAll } from '#selections/wanted.ts'

/** A source as far as it tells which MAAS it is of: only 3.8 and later rank sources. */
export type RankedSource = Pick<BootSource, 'id' | 'priority'>

/**
 * Selections of a source as MAAS acts on them. Up to 3.7 one whose kernels or labels are empty imports nothing; from
 * 3.8 on MAAS stores both lists and passes over them, so empty ones are the same as all.
 */
export const effectiveSelections = (
  { priority }: RankedSource,
  selections: readonly Selection[],
): Selection[] => selections.map((one) => (priority === undefined ? one : withEmptyAsAll(one)))
