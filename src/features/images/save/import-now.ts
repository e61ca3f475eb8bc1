import { isImporting, readLastStarted } from '#api/images.ts'
import { isOlder, type RunningImport } from '#features/images/draft/running-import.ts'
import type { BootSource } from '#contract/maas.ts'
import type { Saved } from '#features/images/rules/model.ts'

export type RegionNow = { readonly sources: readonly BootSource[]; readonly saved: Saved }
/** What a page has seen without a change since a time, ms. */
export type UnchangedRegion = RegionNow & { readonly since: number }

/**
 * The running import of MAAS up to 3.7; undefined: none is running. Throws ApiError.
 * @param now what was read before, which the import began with if nothing was written during it; null: not known
 * @param seen what the page shows
 */
export async function importNow(
  now: RegionNow | null,
  seen: UnchangedRegion | null = null,
): Promise<RunningImport | undefined> {
  // in this order: an import that begins in between has another start, which the page will see
  const lastStarted = await readLastStarted()
  if (!(await isImporting())) return undefined
  return { lastStarted, ...(now && { began: beginningOf(now, seen, lastStarted) }) }
}

/** What an import began with, if nothing was written during it. Sure: the page has seen the same since before it. */
export function beginningOf(
  now: RegionNow,
  seen: UnchangedRegion | null,
  lastStarted: string | null,
): NonNullable<RunningImport['began']> {
  const began = beginning(now)
  const isSame = seen !== null && JSON.stringify(beginning(seen)) === JSON.stringify(began)
  return { ...began, sure: isSame && isOlder(seen.since, { lastStarted }) }
}

const beginning = ({ sources, saved }: RegionNow): NonNullable<RunningImport['began']> => ({
  sources: sources.map(({ id, url, updated }) => ({ id, url, updated })),
  selections: [...saved.values()].map(({ sourceId, os, release, wanted }) => ({
    sourceId,
    os,
    release,
    wanted,
  })),
})
