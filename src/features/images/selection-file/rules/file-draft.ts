import type { Catalogue } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import type { FileSelection, FileSource } from '#contract/selection-file.ts'
import { noteSources } from '#features/images/draft/note-sources.ts'
import type { Draft, DraftEntry, Saved } from '#features/images/rules/model.ts'
import { savedWanted, wantedOf } from '#features/images/rules/selection.ts'
import { releaseKey, type ReleaseId, type ReleaseKey } from '#selections/keys.ts'
import { ALL, effective, hasAll, sameWanted, tidy, type Wanted } from '#selections/wanted.ts'
import { partsNotOffered, releaseIn, type PartNotOffered } from './nearest-offer.ts'
import { pairSources } from './pair-sources.ts'

export type Importing = {
  readonly sources: readonly { readonly source: BootSource }[]
  readonly saved: Saved
  /** The unsaved selection before the import. */
  readonly draft: Draft
  readonly file: readonly FileSource[]
  /** By source ID, as far as they have been read. */
  readonly catalogues: ReadonlyMap<number, Catalogue>
  readonly kernelsFiltered: boolean
}

export type ImportChoices = {
  /** Keeps what is selected now and not in the file. */
  readonly keepsOthers: boolean
  /** The keys of what is replaced by the nearest offer. */
  readonly taken: ReadonlySet<string>
}

/** A part of the file that the source of the region does not offer. */
export type LostPart = PartNotOffered & { readonly key: string; readonly id: ReleaseId }

export type ImportedDraft = {
  readonly draft: Draft
  readonly lost: readonly LostPart[]
  /** The sources of the file that are none of the region's: their selections are not imported. */
  readonly unknown: readonly FileSource[]
  /** The sources of the region that are not in the file: their selections stay. */
  readonly untouched: readonly BootSource[]
  /** The sources whose offer is not known, so it cannot be checked what they offer. */
  readonly unchecked: readonly BootSource[]
}

/**
 * The draft that makes the region select what a file selects. Names that a source does not offer are left out, unless
 * the nearest ones are taken. A release of which nothing is offered stays as it is.
 */
export function importedDraft(importing: Importing, choices: ImportChoices): ImportedDraft {
  const { sources, saved, draft, file } = importing
  const region = sources.map(({ source }) => source)
  const pairs = pairSources(region, file)
  const next = new Map(draft)
  const lost: LostPart[] = []
  const unchecked: BootSource[] = []
  for (const { left, right } of pairs) {
    if (!left || !right) continue
    const offer = importing.catalogues.get(left.id)
    if (!offer) unchecked.push(left)
    const targets = new Map<ReleaseKey, Target>()
    for (const wanted of right.selections) {
      const id = { sourceId: left.id, os: wanted.os, release: wanted.release }
      const same = sameWanted(wanted, savedWanted(saved, releaseKey(id)))
      const parts = offer && !same ? lostParts(id, wanted, offer, importing.kernelsFiltered) : []
      lost.push(...parts)
      for (const target of offeredPart(id, wanted, parts, choices.taken, offer)) add(targets, target)
    }
    apply(next, importing, left.id, targets, choices.keepsOthers)
  }
  return {
    draft: noteSources(next, region),
    lost,
    unknown: pairs.flatMap(({ left, right }) => (left === null ? [right] : [])),
    untouched: pairs.flatMap(({ left, right }) => (left !== null && right === null ? [left] : [])),
    unchecked,
  }
}

/** Whether two drafts select the same images of the same releases. */
export const isSameDraft = (a: Draft, b: Draft): boolean =>
  a.size === b.size &&
  [...a].every(([key, { wanted }]) => {
    const other = b.get(key)
    return other !== undefined && sameWanted(wanted, other.wanted)
  })

/** `wanted` null: nothing of the release is offered, so it stays as it is. */
type Target = { readonly id: ReleaseId; readonly wanted: Wanted | null }

function lostParts(id: ReleaseId, wanted: FileSelection, offer: Catalogue, filtered: boolean): LostPart[] {
  return partsNotOffered(wanted, offer, filtered).map((one) => ({
    ...one,
    id,
    key: `${releaseKey(id)} ${one.part} ${one.name}`,
  }))
}

/** What the source offers of a selection, with the nearest offers that are taken. */
function offeredPart(
  id: ReleaseId,
  wanted: FileSelection,
  lost: readonly LostPart[],
  taken: ReadonlySet<string>,
  offer: Catalogue | undefined,
): Target[] {
  const release = lost.find(({ part }) => part === 'release')
  if (release) {
    const near = taken.has(release.key) && offer ? releaseIn(offer, id.os, release.nearest ?? '') : undefined
    if (!near) return [{ id, wanted: null }]
    const there = near.arches.map(({ arch }) => arch)
    const arches = hasAll(wanted.arches) ? [ALL] : wanted.arches.filter((arch) => there.includes(arch))
    // kernels and labels belong to the replaced release
    return [
      {
        id: { ...id, release: near.release },
        wanted: effective({ arches, subarches: [ALL], labels: [ALL] }),
      },
      { id, wanted: null },
    ]
  }
  const left = (part: PartNotOffered['part'], list: readonly string[]) =>
    tidy(
      list.flatMap((name) => {
        const gone = lost.find((one) => one.part === part && one.name === name)
        if (!gone) return [name]
        return taken.has(gone.key) && gone.nearest !== null ? [gone.nearest] : []
      }),
    )
  return [
    {
      id,
      wanted: effective({
        arches: left('arch', wanted.arches),
        subarches: left('kernel', wanted.subarches),
        labels: left('label', wanted.labels),
      }),
    },
  ]
}

function add(targets: Map<ReleaseKey, Target>, { id, wanted }: Target) {
  const key = releaseKey(id)
  const before = targets.get(key)
  targets.set(key, {
    id,
    wanted: before?.wanted && wanted ? union(before.wanted, wanted) : (before?.wanted ?? wanted),
  })
}

const union = (a: Wanted, b: Wanted): Wanted => ({
  arches: tidy([...a.arches, ...b.arches]),
  subarches: tidy([...a.subarches, ...b.subarches]),
  labels: tidy([...a.labels, ...b.labels]),
})

/** Changes the draft of one source to what the file selects. */
function apply(
  next: Map<ReleaseKey, DraftEntry>,
  { saved, draft }: Importing,
  sourceId: number,
  targets: ReadonlyMap<ReleaseKey, Target>,
  keepsOthers: boolean,
) {
  const ids = new Map<ReleaseKey, ReleaseId>(
    [...saved, ...draft].filter(([, id]) => id.sourceId === sourceId),
  )
  for (const [key, { id }] of targets) ids.set(key, id)
  for (const [key, { os, release }] of ids) {
    const target = targets.get(key)
    const now = wantedOf(saved, draft, key)
    const base = savedWanted(saved, key)
    const wanted = wantedAfter(now, target, keepsOthers)
    const before = draft.get(key)
    if (before && sameWanted(before.wanted, wanted)) continue
    if (sameWanted(wanted, base)) next.delete(key)
    else next.set(key, { sourceId, os, release, base, wanted })
  }
}

function wantedAfter(now: Wanted | null, target: Target | undefined, keepsOthers: boolean): Wanted | null {
  if (!target) return keepsOthers ? now : null
  if (!target.wanted) return now
  return keepsOthers && now ? union(now, target.wanted) : target.wanted
}
