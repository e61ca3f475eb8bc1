import type { Catalogue } from '#contract/gateway.ts'
import type { OfferedArches } from '#features/images/rules/selection-plan.ts'

/** What the sources offer, as far as they have been read. */
export const offeredBy =
  (catalogues: ReadonlyMap<number, Catalogue>): OfferedArches =>
  ({ sourceId, os, release }) => {
    const found = catalogues.get(sourceId)?.releases.find((one) => one.os === os && one.release === release)
    return found?.arches.map(({ arch }) => arch) ?? null
  }
