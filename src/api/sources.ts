import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { ExpectedSource } from '#contract/expected.ts'
import { type Catalogue, catalogue } from '#contract/gateway.ts'
import { bootSource, type BootSource, type Selection } from '#contract/maas.ts'
import { anyAnswer, MAAS, request } from './client.ts'
import type { SourceExtras, SourceSpec } from '#selections/source-step.ts'
import { plainSelection } from '#selections/wanted.ts'

export type { SourceExtras, SourceSpec }

/** The longest query string, in characters: a longer keyring is sent in the body. */
const LONGEST_QUERY = 6_000

/**
 * Reads any source through the gateway without changing anything. keyring_data may be base64 or ASCII armor. If MAAS
 * refuses a field, `fields` names it: url, keyring_filename or keyring_data.
 */
export function askCatalogue(spec: SourceSpec, signal?: AbortSignal): Promise<Catalogue> {
  const asked = { url: spec.url, keyring_filename: spec.keyring_filename, keyring_data: spec.keyring_data }
  const query = new URLSearchParams(asked).toString()
  const options = signal ? { signal } : {}
  return query.length <= LONGEST_QUERY
    ? request(`/gateway/catalogue?${query}`, catalogue, options)
    : request('/gateway/catalogue', catalogue, { ...options, method: 'POST', body: asked })
}

/** Repeats the read while the gateway is still checking which files the mirror has. */
export const enteredCatalogueQuery = (spec: SourceSpec) =>
  queryOptions({
    queryKey: ['entered-catalogue', spec.url, spec.keyring_filename, spec.keyring_data],
    queryFn: ({ signal }) => askCatalogue(spec, signal),
    retry: false,
    staleTime: 0,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) =>
      state.data?.presence.state === 'checking' && !state.error ? 1_000 : false,
  })

/** The boot sources as they are now, bypassing every cache. */
export const readSources = (): Promise<BootSource[]> => request(`${MAAS}boot-sources/`, z.array(bootSource))

/**
 * MAAS accepts keyring data only as a file upload; the gateway converts it. Resolves when MAAS has stored the source,
 * before it has read it.
 * @param expected the sources known to this page; if MAAS has others, nothing is created (`isChanged`).
 */
export const createSource = (
  body: SourceSpec & Partial<SourceExtras>,
  expected: readonly BootSource[],
): Promise<BootSource> =>
  request(`${MAAS}boot-sources/`, bootSource, {
    method: 'POST',
    body: { ...body, expected: expected.map(({ id, url }) => ({ id, url })) },
  })

/**
 * Changes the given fields and keeps the id and the selections. For a source with keyring data, the data must be sent
 * again; changing it to a file name is impossible (MAAS answers 500, recorded from 3.5.13).
 * @param expected the source as this page knows it; if MAAS has something else, nothing is changed (`isChanged`).
 */
export const updateSource = (
  id: number,
  body: Partial<SourceSpec & SourceExtras>,
  expected: BootSource,
): Promise<BootSource> =>
  request(`${MAAS}boot-sources/${id}/`, bootSource, {
    method: 'PUT',
    body: { ...body, expected: expectedSourceOf(expected) },
  })

/**
 * Deletes a source and its selections. Up to MAAS 3.7 its images stay until the next import; 3.8 deletes them
 * immediately.
 * @param expected the source and its selections as this page knows them; if MAAS has something else, nothing is
 * deleted (`isChanged`).
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
    body: { expected: { ...expectedSourceOf(source), selections: selections.map(plainSelection) } },
  })

const expectedSourceOf = (source: BootSource): ExpectedSource => {
  const { url, keyring_filename, keyring_data, name, priority, enabled, skip_keyring_verification } = source
  return { url, keyring_filename, keyring_data, name, priority, enabled, skip_keyring_verification }
}
