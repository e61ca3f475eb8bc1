import type { Capabilities } from '#selections/maas-version.ts'
import { importTo37 } from './import-37.ts'
import { importFrom38 } from './import-38.ts'
import type { Brought, HeldResource, SourceOffer } from '#selections/source-offer.ts'

/*
 * What an import does to a region, to the byte: what it imports, removes, downloads and frees. The page shows it before
 * a save. The embedded region imports by its own rules; a property test compares the two.
 */

export type ImportOutcome = {
  /** By name and architecture. */
  readonly brought: ReadonlyMap<string, Brought>
  /** The same of those that the running import completes, and that the one after it keeps as they are (up to 3.7). */
  readonly completed?: ReadonlyMap<string, Brought>
  readonly removed: readonly HeldResource[]
  /** Bytes to download, by file: a file that several kernels share counts once. */
  readonly missing: ReadonlyMap<string, number>
  /** Bytes of files that are deleted, by file. Up to 3.7 some of them are downloaded again. */
  readonly gone: ReadonlyMap<string, number>
  /**
   * Whether files replace others of the same set. Up to 3.7 each import replaces them again, and MAAS does not show how
   * much of a replaced file the running import has downloaded.
   */
  readonly replaces?: boolean
  /**
   * Whether MAAS may have more of a replaced file than it shows (3.5 to 3.7): only versions that the import does not read
   * name the file, and these show what MAAS had when it last read them.
   */
  readonly mayHaveMore?: boolean
  /** Whether it imports a boot resource that the region holds twice: it is not known which one it fills (up to 3.7). */
  readonly fillsOneOfTwo?: boolean
  /**
   * The import fails before it downloads anything or removes an image, because the region holds these boot resources twice
   * (up to 3.7). It has only deleted files that others replace.
   */
  readonly failsAt?: readonly HeldResource[]
  /**
   * Whether several products fill one boot resource of an image (3.8): then an import downloads again what the one
   * before it has removed.
   */
  readonly fillsTwice?: boolean
}

/** Whether an import fails, and no other one precedes it: then nothing is downloaded. */
export const failsAlone = ({ failsAt, completed }: ImportOutcome): boolean =>
  failsAt !== undefined && completed === undefined

/** Half-downloaded files during an import of MAAS up to 3.7, by sum. */
export type HalfFiles = {
  /** They were left by a stopped import, and their download has not begun. */
  readonly startOver: ReadonlySet<string>
  /** It is not known whether their download has begun. */
  readonly unsure: ReadonlySet<string>
  /** Whether the import is known to have read the selections: MAAS writes the event of its start after that. */
  readonly hasRead: boolean
  /** Files of which bytes were seen to arrive: the import downloads their image. */
  readonly begun: ReadonlySet<string>
  /** Whether bytes of an image were seen to arrive: then MAAS has removed what was not selected. */
  readonly grows: boolean
}

/** How a version of MAAS imports, and whether an import is running. */
export type ImportRules = Pick<Capabilities, 'reader' | 'fetchesReplaced'> & {
  /** An import is running and not being stopped: it downloads the rest of partial files. */
  readonly importing?: boolean | undefined
  /** The running import is being stopped, which matters in 3.4 and from 3.8 on: it deletes what it had to download. */
  readonly stopping?: boolean | undefined
  /** Left out: the running import has begun to download all partial files. */
  readonly half?: HalfFiles | undefined
  /** How many region controllers hold copies of the images; left out: one. */
  readonly regionControllers?: number | undefined
}

/**
 * What the next import does to the images that a region holds. @param sources up to 3.7 in the order in which it reads
 * them
 */
export const importOutcome = (
  rules: ImportRules,
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
): ImportOutcome =>
  rules.reader === 'to-3.7'
    ? importTo37(sources, held, rules)
    : importFrom38(
        sources.toSorted((a, b) => a.id - b.id),
        held,
      )
