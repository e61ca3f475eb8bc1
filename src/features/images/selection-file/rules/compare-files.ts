import type { FileSource } from '#contract/selection-file.ts'
import { compareNatural } from '#lib/text/natural-order.ts'
import { releaseName } from '#selections/keys.ts'
import { sameWanted, type Wanted } from '#selections/wanted.ts'
import { pairSources, sameKeyring, type SourcePair } from './pair-sources.ts'

/** A release that two sides select differently. null: not selected. */
type Difference = {
  readonly os: string
  readonly release: string
  readonly left: Wanted | null
  readonly right: Wanted | null
}

export type SourceComparison = {
  readonly pair: SourcePair<FileSource, FileSource>
  /** Both sides have the source, with different addresses or keyrings. */
  readonly moved: 'address' | 'keyring' | null
  readonly differences: readonly Difference[]
  /** The number of releases that both select alike. */
  readonly alike: number
}

/** What differs between the sources and selections of two sides: two files, or a region and a file. */
export const compareSources = (
  left: readonly FileSource[],
  right: readonly FileSource[],
): SourceComparison[] => pairSources(left, right).map(comparePair)

/** Whether two sides are the same in everything that a file contains. */
export const isAlike = (comparison: readonly SourceComparison[]): boolean =>
  comparison.every(
    ({ pair, moved, differences }) =>
      pair.left !== null && pair.right !== null && moved === null && differences.length === 0,
  )

/** Only the sources that the right side has: an import changes nothing else. */
export const onTheRight = (comparison: readonly SourceComparison[]): SourceComparison[] =>
  comparison.filter(({ pair }) => pair.right !== null)

function comparePair(pair: SourcePair<FileSource, FileSource>): SourceComparison {
  const [left, right] = [byRelease(pair.left), byRelease(pair.right)]
  const all = new Map([...left, ...right])
  const differences = [...all].flatMap(([name, { os, release }]): Difference[] => {
    const [one, other] = [left.get(name) ?? null, right.get(name) ?? null]
    return sameWanted(one, other) ? [] : [{ os, release, left: one, right: other }]
  })
  return {
    pair,
    moved: movedIn(pair),
    differences: differences.toSorted((a, b) => compareNatural(releaseName(a), releaseName(b))),
    alike: all.size - differences.length,
  }
}

function movedIn(pair: SourcePair<FileSource, FileSource>): SourceComparison['moved'] {
  if (!pair.left || !pair.right) return null
  if (!pair.sameAddress) return 'address'
  return sameKeyring(pair.left, pair.right) ? null : 'keyring'
}

const byRelease = (source: FileSource | null) =>
  new Map(source?.selections.map((one) => [releaseName(one), one]))
