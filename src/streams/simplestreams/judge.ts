import { indexMisfits, type Misfit, productsMisfits } from '#streams/python-reader/model-reader.ts'
import { type Fault, formatOf, indexFaults } from '#streams/python-reader/python-index.ts'
import { productsFaults } from '#streams/python-reader/python-reader.ts'

/** What the two readers find wrong with one file. */
export type Judgment = {
  /** What ends the reading of MAAS up to 3.7, the first one in front. */
  readonly faults: readonly Fault[]
  /** What makes it invalid for MAAS 3.8. */
  readonly misfits: readonly Misfit[]
}

/** Judges the index that a source begins with. @param path as the address names it */
export const judgeIndex = (json: unknown, path: string): Judgment => ({
  faults: indexFaults(json, path),
  misfits: indexMisfits(json),
})

/** Judges a file that an index names; MAAS 3.8 takes each one for products. @param path as the index names it */
export const judgeFile = (json: unknown, path: string): Judgment => ({
  faults: formatOf(json) === 'index:1.0' ? indexFaults(json, path) : productsFaults(json, path),
  misfits: productsMisfits(json),
})
