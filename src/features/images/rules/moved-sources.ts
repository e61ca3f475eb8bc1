import type { Catalogue } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { sourceIdentity } from '#features/images/draft/note-sources.ts'
import type { Draft, DraftEntry, SourceIdentity } from './model.ts'
import type { OfferedArches } from './selection-plan.ts'
import { hasAll, sameWanted } from '#selections/wanted.ts'
import { releaseKey } from '#selections/keys.ts'

/*
 * A selection refers to images of one URL and keyring. A source keeps its ID when these change: then an unsaved
 * selection would mean images that the user has not seen.
 */

const isSame = (a: SourceIdentity, b: SourceIdentity) => a.url === b.url && a.keyring === b.keyring

/** A source whose URL or keyring changed while its selection was unsaved. */
export type Moved = {
  readonly source: BootSource
  /** The identity that the source had when the selection was made. */
  readonly on: SourceIdentity
  readonly entries: readonly DraftEntry[]
}

/** The sources that have changed since their unsaved selection was made. */
export function movedSources(draft: Draft, sources: readonly BootSource[]): Moved[] {
  return sources.flatMap((source) => {
    const now = sourceIdentity(source)
    const entries = [...draft.values()].filter(
      ({ sourceId, on }) => sourceId === source.id && on !== undefined && !isSame(on, now),
    )
    const [first] = entries
    return first?.on ? [{ source, on: first.on, entries }] : []
  })
}

/**
 * Keeps the draft for changed sources. Only architectures that the source offers now, or that were selected before,
 * are kept, because MAAS refuses a whole selection if one architecture is not offered.
 */
export function keepSelected(draft: Draft, moved: readonly Moved[], offered: OfferedArches): Draft {
  const next = new Map(draft)
  for (const { source, entries } of moved) {
    for (const entry of entries) {
      const key = releaseKey(entry)
      const wanted = entry.wanted && { ...entry.wanted, arches: stillOffered(entry, offered(entry)) }
      // the rest may be the same as what was selected before
      if (sameWanted(wanted, entry.base)) next.delete(key)
      else next.set(key, { ...entry, wanted, on: sourceIdentity(source) })
    }
  }
  return next
}

/** The draft without the entries of changed sources. */
export function discardSelected(draft: Draft, moved: readonly Moved[]): Draft {
  const gone = new Set(moved.flatMap(({ entries }) => entries.map(releaseKey)))
  return new Map([...draft].filter(([key]) => !gone.has(key)))
}

/** The architectures that the sources offer now; none for a release that a source does not have. */
export const offeredNow =
  (catalogues: ReadonlyMap<number, Catalogue>): OfferedArches =>
  ({ sourceId, os, release }) => {
    const catalogue = catalogues.get(sourceId)
    if (!catalogue) return null
    const found = catalogue.releases.find((one) => one.os === os && one.release === release)
    return found?.arches.map(({ arch }) => arch) ?? []
  }

/** The wanted architectures of a release that its source offers now, or that were selected before. */
export function stillOffered({ wanted, base }: DraftEntry, offered: readonly string[] | null): string[] {
  const arches = wanted?.arches ?? []
  if (offered === null) return [...arches]
  if (hasAll(arches)) return offered.length > 0 || base ? [...arches] : []
  return arches.filter((arch) => offered.includes(arch) || base?.arches.includes(arch))
}
