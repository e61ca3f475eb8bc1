/* What is known about a source and a region: the input to forecast an import. */

import type { WantedRelease } from './wanted.ts'

/** What identifies a product when several sources are compared. */
type Triples = {
  /**
   * Content ID and name, by which MAAS up to 3.7 identifies a product; if left out, kernel and label stand for
   * it.
   */
  readonly product?: string | undefined
  /** Versions that the source lists in addition to the newest one. */
  readonly older?: readonly string[] | undefined
}

type Kernel = Triples & {
  readonly name: string
  readonly subarch: string
  readonly flavour: string
  readonly version?: string | undefined
  readonly label?: string | undefined
}
/** Bytes, indexes of the kernels that use it, the first digits of its sha256, and MAAS's name of it. */
type OfferedFile = readonly [
  bytes: number,
  kernels: readonly number[],
  sum?: string | undefined,
  name?: string | undefined,
]
export type OfferedArch = {
  readonly arch: string
  readonly label: string
  readonly version: string
  readonly kernels: readonly Kernel[]
  readonly kernelsFor?: Readonly<Record<string, readonly number[]>> | undefined
  readonly files: readonly OfferedFile[]
  /**
   * Products that another product of the source replaces; the selection of another source can still import them (up to
   * 3.7).
   */
  readonly overruled?: readonly OverruledProduct[] | undefined
}
type OverruledProduct = {
  readonly kernel: string
  readonly product: string
  readonly version: string
  readonly older?: readonly string[] | undefined
  /** How many of the kernels come before it. */
  readonly after: number
  readonly files: readonly (readonly [bytes: number, sum: string, name: string])[]
}
export type Offer = {
  readonly releases: readonly {
    readonly os: string
    readonly release: string
    readonly arches: readonly OfferedArch[]
  }[]
  readonly bootloaders: readonly (Triples & {
    readonly os: string
    readonly type: string
    readonly arch: string
    readonly label?: string | undefined
    readonly version: string
    readonly files?: readonly (readonly [bytes: number, sum: string, name?: string | undefined])[] | undefined
  })[]
  /** Release notifications, which MAAS up to 3.7 selects automatically. */
  readonly notifications: readonly unknown[]
}

/** A boot source, what it offers, and what is selected from it. */
export type SourceOffer = {
  readonly id: number
  /** MAAS 3.8: if several sources offer an image, it comes from the one with the highest priority. */
  readonly priority?: number | undefined
  readonly enabled?: boolean | undefined
  /** Each import of a MAAS up to 3.7 first writes it again, see order/read-order.ts. */
  readonly isRewritten?: boolean | undefined
  readonly offer: Offer
  readonly selections: readonly WantedRelease[]
}

/** A boot resource of the region. */
export type HeldResource = {
  readonly synced: boolean
  /** `ubuntu/noble` */
  readonly name: string
  /** `amd64/ga-24.04` */
  readonly architecture: string
  /** In the order in which MAAS created them: of the complete ones, it keeps the last. */
  readonly sets: readonly {
    readonly version: string
    readonly label: string
    readonly complete: boolean
    /** The first digits of the sha256, the size in bytes, how many of them the region has, and the name. */
    readonly files: readonly (readonly [
      sum: string,
      bytes: number,
      here: number,
      name?: string | undefined,
    ])[]
  }[]
}

/** A boot resource after the import. */
export type Brought = {
  readonly name: string
  readonly architecture: string
  readonly version: string
  /** Bytes by sum. */
  readonly files: ReadonlyMap<string, number>
  /**
   * What MAAS also downloads for it but does not keep: other versions, and (up to 3.7) replaced files of this version.
   */
  readonly others?: readonly Brought[] | undefined
}

export const resourceText = ({ name, architecture }: { name: string; architecture: string }): string =>
  `${name} ${architecture}`

/**
 * MAAS up to 3.7 selects the bootloaders and release notifications of a source automatically. Without these and
 * without selections its list of filters is empty, and then it imports everything (image_passes_filter).
 */
export const selectsByItself = ({ bootloaders, notifications }: Offer): boolean =>
  bootloaders.length > 0 || notifications.length > 0

/** Whether MAAS up to 3.7 imports everything from a source from which nothing is selected. */
export const importsEverythingUnselected = (offer: Offer): boolean => !selectsByItself(offer)
