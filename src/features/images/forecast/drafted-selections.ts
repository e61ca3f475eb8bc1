import type { Wanted, WantedRelease } from '#selections/wanted.ts'
import type { ReleaseId, ReleaseKey } from '#selections/keys.ts'
import type { Draft } from '#features/images/rules/model.ts'

/** What is selected in a region, of which the IDs of the selections do not matter. */
export type Selected = ReadonlyMap<ReleaseKey, ReleaseId & { readonly wanted: Wanted }>

type Entry = ReleaseId & { readonly wanted: Wanted | null }

/** The selections of a source after a save of the draft. What is not touched stays the same object. */
export function draftedSelections(sourceId: number, saved: Selected, draft: Draft): WantedRelease[] {
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
