import type { Catalogue } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { dropsArches } from '#selections/outcome/drops-arches.ts'
import { importsEverythingUnselected } from '#selections/source-offer.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import type { OfferedArches } from '#features/images/rules/selection-plan.ts'
import { sourcesSelected } from '#features/images/rules/kept-anyway.ts'
import { savedWanted } from '#features/images/rules/selection.ts'
import { effective } from '#selections/wanted.ts'
import { type ReleaseId, releaseKey } from '#selections/keys.ts'
import { offeredBy } from './offered-by.ts'

type Input = {
  /** Of MAAS. */
  readonly version: string
  readonly sources: readonly BootSource[]
  /** By source id, as far as they have been read. */
  readonly catalogues: ReadonlyMap<number, Catalogue>
  readonly saved: Saved
  readonly draft: Draft
}

/** The side effects of a save. They are known even if downloads cannot be counted. */
export type Hazards = {
  /** Releases that MAAS 3.8 deletes and downloads again, because one of their architectures is cleared. */
  readonly again: readonly ReleaseId[]
  /** Sources without any selection left, from which MAAS up to 3.7 then imports everything. */
  readonly wholeSources: readonly BootSource[]
  /**
   * Sources without any selection left that have not been read, so it is not known whether MAAS imports everything
   * from them.
   */
  readonly unreadSources: readonly BootSource[]
}

export const NO_HAZARDS: Hazards = { again: [], wholeSources: [], unreadSources: [] }

/** The side effects of saving the draft. */
export function hazardsOf({ version, sources, catalogues, saved, draft }: Input): Hazards {
  const { syncsSelections, reader } = capabilitiesOf(version)
  const again = syncsSelections ? recreatedReleases(saved, draft, offeredBy(catalogues)) : []
  if (reader !== 'to-3.7') return { ...NO_HAZARDS, again }
  const [before, after] = [sourcesSelected(saved, NO_DRAFT), sourcesSelected(saved, draft)]
  const empty = sources.filter(({ id }) => !after.has(id))
  return {
    again,
    wholeSources: empty.filter(({ id }) => {
      const offer = catalogues.get(id)
      return offer !== undefined && importsEverythingUnselected(offer)
    }),
    unreadSources: empty.filter(({ id }) => before.has(id) && !catalogues.has(id)),
  }
}

/** Releases that keep a selection with fewer architectures, which MAAS 3.8 takes only when it is created again. */
export const recreatedReleases = (saved: Saved, draft: Draft, offered: OfferedArches): ReleaseId[] =>
  [...draft.values()].filter((entry) => {
    const [before, after] = [savedWanted(saved, releaseKey(entry)), effective(entry.wanted)]
    return before !== null && after !== null && dropsArches(before.arches, after.arches, offered(entry))
  })

const NO_DRAFT: Draft = new Map()
