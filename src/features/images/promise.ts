import type { Catalogue, FilesAnswer } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { capabilitiesOf } from '#lib/maas-version.ts'
import { besideDue, bytesHere, totalHere } from '#selections/held-files.ts'
import {
  importOutcome,
  type Brought,
  type ImportOutcome,
  type SourceOffer,
} from '#selections/import-outcome.ts'
import { recreatedReleases } from './hazards.ts'
import type { Draft, Saved, Wanted } from './model.ts'

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
  // MAAS 3.8 deletes the images of a selection that is created again, of all architectures
  const stays = files.resources.filter(
    ({ name }) => !again.some(({ os, release }) => name === `${os}/${release}`),
  )
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
  const own = besideDue(outcome, due)
  return {
    outcome,
    due,
    download: own.download,
    freed: own.freed,
    dueDownload: own.due,
    bytesOf: (os, release, arch) =>
      newBytes([...outcome.brought.values()], `${os}/${release}`, arch, (sum) =>
        isDue.has(sum) ? Infinity : (here.get(sum) ?? 0),
      ),
  }
}

const NO_DRAFT: Draft = new Map()

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
