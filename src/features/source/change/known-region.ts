import type { BootSource, Selection } from '#contract/maas.ts'
import type { SourceState } from '#features/source/rules/model.ts'

/**
 * Sources and selections as a source change knows them: read once, then updated from MAAS's answers to its own calls.
 * Each write sends the state it expects, so that changes by someone else are noticed.
 */
export function createKnownRegion(read: readonly SourceState[]) {
  const states = new Map(
    read.map(({ source, selections }) => [
      source.id,
      { source, selections: new Map(selections.map((one) => [one.id, one])) },
    ]),
  )
  const state = (id: number) => {
    const found = states.get(id)
    if (!found) throw new Error(`Boot source ${id} is not part of this change.`)
    return found
  }
  return {
    sources: (): BootSource[] => [...states.values()].map(({ source }) => source),
    source: (id: number): BootSource => state(id).source,
    withSelections: (id: number): SourceState => ({
      source: state(id).source,
      selections: [...state(id).selections.values()],
    }),
    selection(sourceId: number, id: number): Selection {
      const found = state(sourceId).selections.get(id)
      if (!found) throw new Error(`Selection ${id} is not part of this change.`)
      return found
    },
    /** After it was created or updated. */
    setSource: (source: BootSource) =>
      states.set(source.id, { source, selections: states.get(source.id)?.selections ?? new Map() }),
    deleteSource: (id: number) => states.delete(id),
    setSelection: (sourceId: number, selection: Selection) =>
      state(sourceId).selections.set(selection.id, selection),
    deleteSelection: (sourceId: number, id: number) => state(sourceId).selections.delete(id),
  }
}
export type KnownRegion = ReturnType<typeof createKnownRegion>
