import type { ReleaseId } from '#selections/keys.ts'
import type { Wanted, WantedRelease } from '#selections/wanted.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'

type Entry = ReleaseId & { readonly wanted: Wanted | null }

/** The selections of a source after a save of the draft. What is not touched stays the same object. */
export function selectionsOf(sourceId: number, saved: Saved, draft: Draft): WantedRelease[] {
  const lists = new Map<string, Entry>()
  for (const entries of [saved, draft]) {
    for (const [key, entry] of entries) if (entry.sourceId === sourceId) lists.set(key, entry)
  }
  return [...lists.values()].flatMap((entry) => selectionOf(entry) ?? [])
}

const known = new WeakMap<Entry, WantedRelease>()

function selectionOf(entry: Entry): WantedRelease | null {
  if (!entry.wanted) return null
  const { os, release, wanted } = entry
  const made = known.get(entry) ?? { os, release, ...wanted }
  known.set(entry, made)
  return made
}
