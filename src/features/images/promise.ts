import type { Catalogue, FilesAnswer } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { capabilitiesOf } from '#lib/maas-version.ts'
import { besideDue, bytesHere, totalHere } from '#selections/held-files.ts'
import {
  importOutcome,
  importsEverythingUnselected,
  type Brought,
  type ImportOutcome,
  type SourceOffer,
} from '#selections/import-outcome.ts'
import { deletedToComeBack, type Moved } from './image-owner.ts'
import type { Draft, ReleaseId, Saved, Wanted } from './model.ts'
import { dropsArches } from './plan.ts'
import { releaseKey, savedWanted } from './selection.ts'
import { effective } from './wanted.ts'

type Input = {
  /** Of MAAS. */
  readonly version: string
  readonly sources: readonly BootSource[]
  /** By source id. */
  readonly catalogues: ReadonlyMap<number, Catalogue>
  readonly files: FilesAnswer
  readonly saved: Saved
  readonly draft: Draft
}

/** What the import after a save does, and what the next import would do without it. */
export type Promised = {
  readonly outcome: ImportOutcome
  /** Without the draft: updates, and what is still to come. */
  readonly due: ImportOutcome
  /** Bytes that the draft makes MAAS download and free, and those that the next import downloads without it. */
  readonly download: number
  readonly freed: number
  readonly dueDownload: number
  /** Bytes to download for an image that the draft adds or changes, beside what is due. */
  readonly bytesOf: (os: string, release: string, arch: string) => number
  /** Releases that MAAS 3.8 deletes and downloads again, because one of their architectures is cleared. */
  readonly again: readonly ReleaseId[]
  /** Images that MAAS 3.8 deletes and downloads again from another source. */
  readonly moved: readonly Moved[]
  /** Sources of which nothing stays selected, and of which MAAS then imports everything. */
  readonly wholeSources: readonly BootSource[]
}

/** Null: not all sources or files have been read, so nothing can be promised. */
export function promiseOf(input: Input): Promised | null {
  const { version, sources, catalogues, files, saved, draft } = input
  if (!files.complete || sources.some(({ id }) => !catalogues.has(id))) return null
  const { known, reader, syncsSelections } = capabilitiesOf(version)
  if (!known) return null
  const offers = (drafted: Draft) =>
    sources.flatMap(({ id, priority, enabled }): SourceOffer[] => {
      const offer = catalogues.get(id)
      return offer ? [{ id, priority, enabled, offer, selections: selectionsOf(id, saved, drafted) }] : []
    })
  const [before, after] = [offers(NO_DRAFT), offers(draft)]
  const due = importOutcome(reader, before, files.resources)
  const again = syncsSelections ? recreatedReleases(saved, draft) : []
  const { resources, moved } = syncsSelections
    ? deletedToComeBack({ sources, resources: files.resources, saved, draft, again })
    : NOTHING_COMES_BACK
  const stays = files.resources.filter((one) => !resources.has(one))
  const imported = importOutcome(reader, after, stays)
  const deleted = totalHere(files.resources) - totalHere(stays)
  const outcome = { ...imported, freed: imported.freed + deleted }
  const here = bytesHere(stays)
  const hereBefore = bytesHere(files.resources)
  const isDue = new Set(
    [...due.brought.values()].flatMap((one) =>
      [...one.files].flatMap(([sum, bytes]) => ((hereBefore.get(sum) ?? 0) < bytes ? [sum] : [])),
    ),
  )
  const whole = (list: readonly SourceOffer[]) =>
    reader === 'to-3.7'
      ? list.filter(({ selections, offer }) => selections.length === 0 && importsEverythingUnselected(offer))
      : []
  const own = besideDue(outcome, due)
  const wholeIds = new Set(whole(after).map(({ id }) => id))
  return {
    outcome,
    due,
    again,
    moved,
    download: own.download,
    freed: own.freed,
    dueDownload: own.due,
    bytesOf: (os, release, arch) =>
      newBytes([...outcome.brought.values()], `${os}/${release}`, arch, (sum) =>
        isDue.has(sum) ? Infinity : (here.get(sum) ?? 0),
      ),
    wholeSources: sources.filter(({ id }) => wholeIds.has(id)),
  }
}

const recreatedReleases = (saved: Saved, draft: Draft): ReleaseId[] =>
  [...draft.values()].filter((entry) =>
    dropsArches(savedWanted(saved, releaseKey(entry)), effective(entry.wanted)),
  )

const NO_DRAFT: Draft = new Map()
const NOTHING_COMES_BACK: ReturnType<typeof deletedToComeBack> = { resources: new Set(), moved: [] }

function newBytes(
  brought: readonly Brought[],
  name: string,
  arch: string,
  here: (sum: string) => number,
): number {
  const files = new Map(
    brought
      .filter((one) => one.name === name && one.architecture.startsWith(`${arch}/`))
      .flatMap((one) => [...one.files]),
  )
  return [...files].reduce((total, [sum, bytes]) => total + Math.max(0, bytes - here(sum)), 0)
}

/** The selections of a source after a save of the draft. */
function selectionsOf(sourceId: number, saved: Saved, draft: Draft) {
  const lists = new Map<string, { os: string; release: string; wanted: Wanted | null }>()
  for (const [key, { sourceId: id, os, release, wanted }] of [...saved, ...draft]) {
    if (id === sourceId) lists.set(key, { os, release, wanted })
  }
  return [...lists.values()].flatMap(({ os, release, wanted }) =>
    wanted ? [{ os, release, ...wanted }] : [],
  )
}
