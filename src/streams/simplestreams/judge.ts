import { indexMisfits, type Misfit, productsMisfits } from '#streams/python-reader/model-reader.ts'
import { type ReadingFault, formatOf, indexFaults } from '#streams/python-reader/python-index.ts'
import { productsFaults } from '#streams/python-reader/python-reader.ts'

/** The faults that the two readers find in one file. */
export type Judgment = {
  /** The faults that end the reading of MAAS up to 3.7, in its order. */
  readonly faults: readonly ReadingFault[]
  /** The faults that make it invalid for MAAS 3.8. */
  readonly misfits: readonly Misfit[]
}

/**
 * Judges the index that a source begins with.
 * @param path the path in the address
 */
export const judgeIndex = (json: unknown, path: string): Judgment => ({
  faults: indexFaults(json, path),
  misfits: indexMisfits(json),
})

/**
 * Judges a file that an index names; MAAS 3.8 reads each one as products.
 * @param path the path in the index
 */
export const judgeFile = (json: unknown, path: string): Judgment => ({
  faults: formatOf(json) === 'index:1.0' ? indexFaults(json, path) : productsFaults(json, path),
  misfits: productsMisfits(json),
})
