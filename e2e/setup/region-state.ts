import { Buffer } from 'node:buffer'
import type { Simulator } from '#simulator/serve.ts'

/**
 * Sources and selections of a region as lines of text, without ids, because a source that is created again has a new
 * id.
 */
export function stateOf(region: Simulator['region']): string[] {
  return region
    .sources()
    .flatMap((source) => {
      const keyring =
        source.keyringData === null
          ? source.keyringFilename
          : `data ${Buffer.from(source.keyringData).toString('base64')}`
      return [
        `${source.url} with ${keyring}`,
        ...region
          .selections(source.id)
          .map(
            ({ os, release, arches, subarches, labels }) =>
              `${source.url} ${os}/${release} ${[arches, subarches, labels].map((list) => list.toSorted().join('+')).join(' ')}`,
          ),
      ]
    })
    .toSorted()
}

/** A selection: `ubuntu/noble amd64+arm64`. */
export const selectionOf = (region: Simulator['region'], sourceId: number): string[] =>
  region
    .selections(sourceId)
    .map(({ os, release, arches }) => `${os}/${release} ${arches.toSorted().join('+')}`)
    .toSorted()
