import { isInSnap, MAAS_IO, SNAP_KEYRING } from '#selections/maas-io.ts'
import type { Source, State } from '#simulator/state/state.ts'

/*
 * The order of the boot sources up to 3.7. MAAS reads and lists them as its database returns the rows, which it has not
 * sorted (get_boot_sources): in the order of their creation, and a row that is written again comes last.
 */

export function moveLast(state: State, source: Source): void {
  state.sources.delete(source.id)
  state.sources.set(source.id, source)
}

/**
 * In a snap, each import first writes the keyring file of the default source again (ensure_boot_source_definition). The
 * keyring files of the sources show whether the region is a snap.
 */
export function rewriteDefault(state: State): void {
  const sources = [...state.sources.values()]
  if (!sources.some(({ keyringFilename }) => isInSnap(keyringFilename))) return
  const source = sources.find(({ url }) => url === MAAS_IO.stable)
  if (source === undefined) return
  source.keyringFilename = SNAP_KEYRING
  moveLast(state, source)
}
