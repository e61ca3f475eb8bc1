import { isImporting, readLastStarted } from '#api/images.ts'
import type { RunningImport } from '#features/images/draft/running-import.ts'
import type { BootSource } from '#contract/maas.ts'
import type { Saved } from '#features/images/rules/model.ts'

export type RegionNow = { readonly sources: readonly BootSource[]; readonly saved: Saved }

/**
 * The running import of MAAS up to 3.7; undefined: none is running. Throws ApiError.
 * @param now what was read before, which the import began with if nothing was written during it; null: not known
 */
export async function importNow(now: RegionNow | null): Promise<RunningImport | undefined> {
  // in this order: an import that begins in between has another start, which the page will see
  const lastStarted = await readLastStarted()
  if (!(await isImporting())) return undefined
  return { lastStarted, ...(now && { began: beginning(now) }) }
}

const beginning = ({ sources, saved }: RegionNow): RunningImport['began'] => ({
  sources: sources.map(({ id, url, updated }) => ({ id, url, updated })),
  selections: [...saved.values()].map(({ sourceId, os, release, wanted }) => ({
    sourceId,
    os,
    release,
    wanted,
  })),
})
