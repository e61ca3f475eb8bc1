import type { Catalogue, FilesAnswer } from '#contract/gateway.ts'
import { capabilitiesOf } from '#lib/maas-version.ts'
import { besideDue, totalHere } from '#selections/held-files.ts'
import { importOutcome } from '#selections/import-outcome.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'
import type { Cost } from './choices.ts'
import type { SourceState, Target } from './model.ts'

type Input = {
  /** Of MAAS. */
  readonly version: string
  readonly sources: readonly SourceState[]
  readonly target: Target
  /** What the target offers. */
  readonly catalogue: Catalogue
  /** What the sources of now offer, by id, as far as they have been read. */
  readonly catalogues: ReadonlyMap<number, Catalogue>
  /** The source keeps its id: MAAS changes it in place. */
  readonly inPlace: boolean
  readonly files: FilesAnswer | null
}

/**
 * What the import after a change of source downloads and frees, by the files that the region holds in any version.
 * Null: not all of that is known.
 */
export function changeCost(input: Input): Cost | null {
  const { version, sources, target, catalogue, catalogues, inPlace, files } = input
  const { known, reader } = capabilitiesOf(version)
  const others = sources.filter(({ source }) => source.id !== target.replaces)
  if (!files?.complete || !known || others.some(({ source }) => !catalogues.has(source.id))) return null
  const offersOf = (states: readonly SourceState[]) =>
    states.flatMap(({ source: { id, priority, enabled }, selections }): SourceOffer[] => {
      const offer = catalogues.get(id)
      return offer ? [{ id, priority, enabled, offer, selections }] : []
    })
  const changed: SourceOffer = {
    // a source that is made anew comes after the others
    id:
      inPlace && target.replaces !== null
        ? target.replaces
        : Math.max(0, ...sources.map(({ source }) => source.id)) + 1,
    priority: target.extras?.priority,
    enabled: target.extras?.enabled,
    offer: catalogue,
    selections: target.selections,
  }
  const old = sources.find(({ source }) => source.id === target.replaces)
  // MAAS 3.8 deletes the images of a source with it, before anything is imported from the new one
  const isDeleted = (one: HeldResource) =>
    reader === 'from-3.8' && !inPlace && old !== undefined && one.synced && isOf(old, one)
  const stays = files.resources.filter((one) => !isDeleted(one))
  const { download, freed } = importOutcome(reader, [...offersOf(others), changed], stays)
  // without the present source nobody knows what is due
  const isKnown = sources.every(({ source }) => catalogues.has(source.id))
  const due = isKnown ? importOutcome(reader, offersOf(sources), files.resources) : NOTHING_DUE
  const deleted = totalHere(files.resources) - totalHere(stays)
  return besideDue({ download, freed: freed + deleted }, due)
}

const NOTHING_DUE = { download: 0, freed: 0 }

const isOf = ({ selections }: SourceState, { name, architecture }: HeldResource) =>
  selections.some(
    ({ os, release, arches }) =>
      `${os}/${release}` === name &&
      (arches.includes('*') || arches.includes(architecture.split('/')[0] ?? '')),
  )
