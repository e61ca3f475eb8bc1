import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { BelievedSource } from '#contract/belief.ts'
import { type Catalogue, catalogue } from '#contract/gateway.ts'
import { bootSource, type BootSource, type Selection } from '#contract/maas.ts'
import { anyAnswer, MAAS, request } from './client.ts'
import { plainSelection } from '#selections/wanted.ts'

/** What makes a boot source: an address, and a keyring as a file of the region or as data (base64), not both. */
export type SourceSpec = {
  readonly url: string
  readonly keyring_filename: string
  readonly keyring_data: string
}
/** What MAAS 3.8 keeps beside it. */
export type SourceExtras = {
  /** One source of a region has it; without one it is the address. */
  readonly name: string
  /** Of what several sources offer, the one with the highest priority brings it. */
  readonly priority: number
  readonly enabled: boolean
  readonly skip_keyring_verification: boolean
}

/** A keyring in a request's address: longer ones travel in a body. */
const LONGEST_QUERY = 6_000

/**
 * Reads any source through the gateway, and changes nothing. keyring_data may be base64 or armour.
 * A refusal that names a field has it in `fields`: url, keyring_filename, keyring_data.
 */
export function askCatalogue(spec: SourceSpec, signal?: AbortSignal): Promise<Catalogue> {
  const asked = { url: spec.url, keyring_filename: spec.keyring_filename, keyring_data: spec.keyring_data }
  const query = new URLSearchParams(asked).toString()
  const options = signal ? { signal } : {}
  return query.length <= LONGEST_QUERY
    ? request(`/gateway/catalogue?${query}`, catalogue, options)
    : request('/gateway/catalogue', catalogue, { ...options, method: 'POST', body: asked })
}

/** While it is found out what a mirror holds, it is asked again. */
export const askedCatalogueQuery = (spec: SourceSpec) =>
  queryOptions({
    queryKey: ['asked-catalogue', spec.url, spec.keyring_filename, spec.keyring_data],
    queryFn: ({ signal }) => askCatalogue(spec, signal),
    retry: false,
    staleTime: 0,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) =>
      state.data?.presence.state === 'checking' && !state.error ? 1_000 : false,
  })

/** Boot sources as they are right now, past every cache. */
export const readSources = (): Promise<BootSource[]> => request(`${MAAS}boot-sources/`, z.array(bootSource))

/**
 * MAAS takes keyring data as a file only; the gateway sees to that. Answers once MAAS has it, not once it has read it.
 * @param believed the sources that there are; where there are others, it is not done (`isChanged`).
 */
export const createSource = (
  body: SourceSpec & Partial<SourceExtras>,
  believed: readonly BootSource[],
): Promise<BootSource> =>
  request(`${MAAS}boot-sources/`, bootSource, {
    method: 'POST',
    body: { ...body, believed: believed.map(({ id, url }) => ({ id, url })) },
  })

/**
 * Changes what is named and keeps id and selections. A source with keyring data must be sent its data again, and cannot
 * be changed to a file name at all (MAAS answers 500, recorded from 3.5.13).
 * @param believed the source as it is; where it is another, it is not changed (`isChanged`).
 */
export const updateSource = (
  id: number,
  body: Partial<SourceSpec & SourceExtras>,
  believed: BootSource,
): Promise<BootSource> =>
  request(`${MAAS}boot-sources/${id}/`, bootSource, {
    method: 'PUT',
    body: { ...body, believed: sourceBelief(believed) },
  })

/**
 * Takes its selections along. Its images stay until the next import; MAAS 3.8 deletes them immediately.
 * @param believed the source and its selections; where there is something else, it is not deleted (`isChanged`).
 */
export const deleteSource = ({
  source,
  selections,
}: {
  readonly source: BootSource
  readonly selections: readonly Selection[]
}): Promise<unknown> =>
  request(`${MAAS}boot-sources/${source.id}/`, anyAnswer, {
    method: 'DELETE',
    body: { believed: { ...sourceBelief(source), selections: selections.map(plainSelection) } },
  })

const sourceBelief = (source: BootSource): BelievedSource => {
  const { url, keyring_filename, keyring_data, name, priority, enabled, skip_keyring_verification } = source
  return { url, keyring_filename, keyring_data, name, priority, enabled, skip_keyring_verification }
}
