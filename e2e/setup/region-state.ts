import { Buffer } from 'node:buffer'
import type { ControlClient } from '#kit/region.ts'
import type { Simulator } from '#simulator/serve.ts'

type State = Awaited<ReturnType<ControlClient['readState']>>
type SourcesAndSelections = {
  /** With keyring data as base64. */
  readonly sources: readonly Pick<
    State['sources'][number],
    'id' | 'url' | 'keyringFilename' | 'keyringData'
  >[]
  readonly selections: readonly Omit<State['selections'][number], 'id'>[]
}

/**
 * Sources and selections of a region as lines of text, without ids, because a source that is created again has a new
 * id.
 */
export const stateOf = (region: Simulator['region']): string[] =>
  linesOf({
    sources: region.sources().map(({ keyringData, ...source }) => ({
      ...source,
      keyringData: keyringData === null ? null : Buffer.from(keyringData).toString('base64'),
    })),
    selections: region
      .sources()
      .flatMap(({ id }) => region.selections(id).map((selection) => ({ ...selection, sourceId: id }))),
  })

/** The same lines, of any region that has a control API, also that of the static demo. */
export const stateThrough = async (control: ControlClient): Promise<string[]> =>
  linesOf(await control.readState())

function linesOf({ sources, selections }: SourcesAndSelections): string[] {
  return sources
    .flatMap(({ id, url, keyringFilename, keyringData }) => [
      `${url} with ${keyringData === null ? keyringFilename : `data ${keyringData}`}`,
      ...selections
        .filter(({ sourceId }) => sourceId === id)
        .map(
          ({ os, release, arches, subarches, labels }) =>
            `${url} ${os}/${release} ${[arches, subarches, labels].map((list) => list.toSorted().join('+')).join(' ')}`,
        ),
    ])
    .toSorted()
}

/** A selection: `ubuntu/noble amd64+arm64`. */
export const selectionOf = (region: Simulator['region'], sourceId: number): string[] =>
  region
    .selections(sourceId)
    .map(({ os, release, arches }) => `${os}/${release} ${arches.toSorted().join('+')}`)
    .toSorted()
