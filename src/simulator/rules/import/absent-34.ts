import { logError } from '#simulator/state/events.ts'
import { streamKey } from '#simulator/rules/reading.ts'
import { osAndRelease, type Resource, type State } from '#simulator/state/state.ts'
import { sha256 as hash } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { DownloadSizes, Supplier, Suppliers } from './placing.ts'

/*
 * Missing and damaged files in MAAS 3.4. Each file comes from the source with which MAAS has planned it, and no other is
 * tried. Neither kind ends the import, and no notification reports it (perform_write, write_content_thread).
 */

/**
 * Takes files that cannot be downloaded out of the plan. One that its source lacks stays empty, so all versions with it
 * are deleted as incomplete. One with a wrong checksum is deleted from the version for which it was planned, which counts
 * as complete without it; an event reports that.
 */
export function dropUnavailable(
  state: State,
  at: number,
  fetched: DownloadSizes,
  suppliers: Suppliers,
): void {
  for (const [sha256, supplier] of suppliers) {
    const file = state.files.get(sha256)
    if (!fetched.has(sha256) || file === undefined || file.done >= file.size) continue
    const tree = state.streams.get(streamKey(state.sources.get(supplier.sourceId)?.url ?? ''))
    const isMissing = tree?.holds(supplier.path) === null
    if (!isMissing && tree?.isCut?.(supplier.path) !== true) continue
    fetched.delete(sha256)
    file.done = 0
    if (!isMissing) dropDamaged(state, at, sha256, supplier)
  }
}

function dropDamaged(state: State, at: number, sha256: string, { set, resource }: Supplier): void {
  const file = set.files.find((one) => one.sha256 === sha256)
  if (file === undefined) return
  set.files = set.files.filter((one) => one !== file)
  const what = `${identityOf(resource)}/${set.version}/${file.filename}`
  const found = bytesToHex(hash(utf8ToBytes(what)))
  logError(
    state,
    at,
    `Failed to finalize boot image ${what}. Unexpected checksum 'sha256' (found: ${found} expected: ${sha256})`,
  )
}

/** os/arch/subarch/release, as MAAS names a boot resource in its events. */
function identityOf(resource: Resource): string {
  const { os, release } = osAndRelease(resource)
  return `${os}/${resource.architecture}/${release}`
}
