import type { Catalogue, Image } from '#contract/gateway.ts'
import type { BootSource, Selection } from '#contract/maas.ts'
import { inReadOrder } from '#selections/outcome/order/read-order.ts'
import type { Draft, Saved } from './model.ts'

export type TableInput = {
  /** null: MAAS shows them to administrators only. Then only held images can be shown. */
  readonly sources: readonly { source: BootSource; selections: readonly Selection[] }[] | null
  /** The order of MAAS's list of sources, if it is another one. */
  readonly sourceOrder?: readonly number[] | undefined
  /** By source id, as far as they have been read. */
  readonly catalogues: ReadonlyMap<number, Catalogue>
  readonly images: readonly Image[]
  /** Images that have appeared since the selections were read, by imageKey. */
  readonly justAppeared?: ReadonlySet<string>
  /** Images that the administrator keeps although no source offers them, by imageKey. */
  readonly withoutUpdates?: ReadonlySet<string>
  readonly saved: Saved
  readonly draft: Draft
  readonly importing: boolean
  readonly kernelsFiltered: boolean
  /** MAAS downloads a file only from the first source that lists it (3.4). */
  readonly takesFirstListed?: boolean
  /** MAAS syncs each selection on its own (3.8): it reports only some imports, and uses one source for an image. */
  readonly syncsSelections: boolean
  /** The Ubuntu release machines are commissioned with; '' when not known. */
  readonly commissioningRelease: string
  /** By imageKey, from noteProgress. */
  readonly lastByteAt: ReadonlyMap<string, number>
  /** When the images were read, in ms. */
  readonly now: number
}

/** The sources in the order in which an import usually reads them. */
export const sourcesAsRead = ({
  sources,
  sourceOrder,
}: Pick<TableInput, 'sources' | 'sourceOrder'>): readonly BootSource[] =>
  inReadOrder(
    (sources ?? []).map(({ source }) => source),
    sourceOrder,
  )
