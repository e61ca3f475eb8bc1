import type { Catalogue } from '#contract/gateway.ts'
import { listedAgain } from '#selections/outcome/listed-again.ts'
import type { SourceState } from './model.ts'
import { releaseNames } from '#features/source/report/release-names.ts'
import { passes, type WantedRelease } from '#selections/wanted.ts'

type Offered = Parameters<typeof listedAgain>[0]

/**
 * Images ("Ubuntu 24.04 LTS (amd64)") that are selected from other sources but that MAAS up to 3.7 also imports from this
 * one, because it lists the same version.
 */
export function importedAgain(
  catalogue: Catalogue,
  others: readonly SourceState[],
  catalogues: ReadonlyMap<number, Catalogue>,
): readonly string[] {
  const found = new Set<string>()
  const nameOf = releaseNames([catalogue])
  for (const { source, selections } of others) {
    for (const selection of selections) {
      const { os, release, arches } = selection
      const there = archesOf(catalogue, os, release)
      for (const selected of archesOf(catalogues.get(source.id), os, release)) {
        const here = there.find(({ arch }) => arch === selected.arch)
        if (!here || !passes(arches, selected.arch)) continue
        if (listedAgain(selected, selection, here) !== 'none')
          found.add(`${nameOf(selection)} (${selected.arch})`)
      }
    }
  }
  return [...found]
}

/** Whether another source has all files of an image that this source lists but does not have (MAAS up to 3.7). */
export const suppliedBy =
  (others: readonly SourceState[], catalogues: ReadonlyMap<number, Catalogue>) =>
  (wanted: WantedRelease, offer: Offered & { readonly arch: string }): boolean =>
    others.some(({ source }) =>
      archesOf(catalogues.get(source.id), wanted.os, wanted.release).some(
        (there) =>
          there.arch === offer.arch &&
          there.absent === undefined &&
          listedAgain(offer, wanted, there) === 'all',
      ),
    )

const archesOf = (catalogue: Catalogue | undefined, os: string, release: string) =>
  catalogue?.releases.find((one) => one.os === os && one.release === release)?.arches ?? []
