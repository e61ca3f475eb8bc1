import { keyringOf } from '#simulator/rules/reading.ts'
import type { Source, State } from '#simulator/state/state.ts'

/**
 * What MAAS up to 3.7 compares at the end of an import with what the import began with (get_boot_sources, 3.4.10,
 * 3.5.13 and 3.7.3): of each source the URL, the bytes of its keyring, its selections, and the bootloaders and release
 * notifications it was read to offer. IDs do not count. MAAS compares in the order in which its database returns rows:
 * here that is the order of the sources (source-order.ts), and of each source the order of the IDs of its selections.
 */
export const sourcesText = (state: State): string =>
  JSON.stringify([...state.sources.values()].map((source) => sourceFacts(state, source)))

function sourceFacts(state: State, source: Source) {
  const own = [...state.selections.values()].filter(({ sourceId }) => sourceId === source.id)
  const selected = own.map(({ os, release, arches, subarches, labels }) => [
    os,
    release,
    arches,
    subarches,
    labels,
  ])
  const automatic = (state.offers.get(source.id) ?? [])
    .filter(({ kind }) => kind !== 'image')
    .map(({ os, release, bootloaderType, arch }) => [os, bootloaderType ?? release, arch])
  return [source.url, [...(keyringOf(state, source) ?? [])], selected, automatic]
}
