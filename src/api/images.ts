import { mutationOptions, queryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { BelievedSelection } from '#contract/belief.ts'
import {
  type Catalogue,
  catalogue,
  filesAnswer,
  imagesAnswer,
  regionAnswer,
  type ImagesAnswer,
} from '#contract/gateway.ts'
import {
  selection,
  type BootSource,
  type ConfigName,
  type NewSelection,
  type Selection,
} from '#contract/maas.ts'
import { anyAnswer, MAAS, request } from './client.ts'
import { effectiveSelections, type RankedSource } from './effective-selections.ts'
import { retryDelay } from './retry-delay.ts'
import { plainSelection } from '#selections/wanted.ts'

const TEN_MINUTES = 10 * 60_000

/** All that the page shows lies under this key: one invalidation refreshes it. */
const IMAGES = ['images'] as const

/** Nothing is new: the page has been open, changed nothing, and nothing has failed. */
function isPoll(client: QueryClient, queryKey: QueryKey): boolean {
  const state = client.getQueryState(queryKey)
  return state?.data !== undefined && state.error === null && !state.isInvalidated
}

const withEffective = ({ source, selections }: { source: BootSource; selections: Selection[] }) => ({
  source,
  selections: effectiveSelections(source, selections),
})

/** Who asks, which sources and selections there are, the settings, the last sync. */
export const regionQuery = () =>
  queryOptions({
    queryKey: [...IMAGES, 'region'],
    queryFn: async ({ client, queryKey, signal }) => {
      const fresh = !isPoll(client, queryKey)
      const { sources, ...rest } = await request('/gateway/region', regionAnswer, { signal, fresh })
      return { ...rest, sources: sources?.map(withEffective) ?? null }
    },
  })

/** What the region holds. The caller says how often to look: see pollInterval. */
export const imagesQuery = (pollEvery: (data: ImagesAnswer | undefined) => number | false = () => false) =>
  queryOptions({
    queryKey: [...IMAGES, 'list'],
    queryFn: ({ client, queryKey, signal }) =>
      request('/gateway/images', imagesAnswer, { signal, fresh: !isPoll(client, queryKey) }),
    refetchInterval: ({ state }) => (state.error ? retryDelay(state) : pollEvery(state.data)),
  })

/** The files of what the region holds, by which downloads are counted. */
export const filesQuery = () =>
  queryOptions({
    queryKey: [...IMAGES, 'files'],
    queryFn: ({ signal }) => request('/gateway/files', filesAnswer, { signal }),
    refetchInterval: ({ state }) => (state.error ? retryDelay(state) : state.data?.complete ? 30_000 : 2_000),
  })

const SOON = 15_000

/** What a source lists while it is found out what it holds, or that could not be read, is looked at again soon. */
function lookAgainIn(data: Catalogue | undefined): number {
  if (data?.presence.state === 'checking') return 2_000
  return data?.stale ? SOON : TEN_MINUTES
}

/** What a boot source offers. It changes every few days: kept for ten minutes. */
export const catalogueQuery = ({ id, url, updated }: Pick<BootSource, 'id' | 'url' | 'updated'>) =>
  queryOptions({
    // a source that was changed offers other things under the same id
    queryKey: ['catalogue', id, url, updated],
    queryFn: ({ signal }) => request(`/gateway/catalogue/${id}`, catalogue, { signal }),
    staleTime: TEN_MINUTES,
    refetchInterval: ({ state }) =>
      state.error ? Math.max(SOON, retryDelay(state)) : lookAgainIn(state.data),
  })

/** Asks again for all that the page shows; resolves when it is there. */
export const refreshImages = (client: QueryClient) => client.invalidateQueries({ queryKey: IMAGES })

const STARTS_AFTER_MS = [1_000, 2_000, 4_000]

/** For some seconds MAAS may deny that the import it has just been asked for runs: look until it says so. */
export async function watchImportStart(client: QueryClient): Promise<void> {
  for (const ms of STARTS_AFTER_MS) {
    if (client.getQueryData(imagesQuery().queryKey)?.importing) return
    await new Promise((resolve) => setTimeout(resolve, ms))
    await refreshImages(client)
  }
}

/** The selections of one source as MAAS acts on them right now, past every cache. */
export const readSelections = async (source: RankedSource): Promise<Selection[]> =>
  effectiveSelections(
    source,
    await request(`${MAAS}boot-sources/${source.id}/selections/`, z.array(selection)),
  )

/* Each write says what it takes to be in MAAS; it is not done where that is not so (`isChanged`). */

/** There must be none of this OS and release in the source. */
export const createSelection = (sourceId: number, body: NewSelection): Promise<Selection> =>
  request(`${MAAS}boot-sources/${sourceId}/selections/`, selection, {
    method: 'POST',
    body: { ...body, believed: null },
  })

export const updateSelection = (
  sourceId: number,
  id: number,
  body: NewSelection,
  believed: BelievedSelection,
): Promise<Selection> =>
  request(`${MAAS}boot-sources/${sourceId}/selections/${id}/`, selection, {
    method: 'PUT',
    body: { ...body, believed: plainSelection(believed) },
  })

export const deleteSelection = (
  sourceId: number,
  id: number,
  believed: BelievedSelection,
): Promise<unknown> =>
  request(`${MAAS}boot-sources/${sourceId}/selections/${id}/`, anyAnswer, {
    method: 'DELETE',
    body: { believed: plainSelection(believed) },
  })

/**
 * MAAS up to 3.7 answers "started" also while an import runs, and skips the request: the running import repeats itself if
 * sources or selections have changed, unless it is stopped. 3.8 cancels the running one.
 */
export const startImport = (): Promise<unknown> =>
  request(`${MAAS}boot-resources/?op=import`, anyAnswer, { method: 'POST' })

/** Answers at once; `isImporting` tells when it has stopped. */
export const stopImport = (): Promise<unknown> =>
  request(`${MAAS}boot-resources/?op=stop_import`, anyAnswer, { method: 'POST' })

export const isImporting = (): Promise<boolean> =>
  request(`${MAAS}boot-resources/?op=is_importing`, z.boolean())

export const stopImporting = (client: QueryClient) =>
  mutationOptions({ mutationFn: stopImport, onSettled: () => refreshImages(client) })

/** MAAS takes only `false` or nothing as false, so booleans go as JSON. */
export const setConfig = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: { name: ConfigName; value: boolean | string }) =>
      request(`${MAAS}maas/?op=set_config`, anyAnswer, { method: 'POST', body }),
    onSettled: () => refreshImages(client),
  })

/** Dismisses a notification of MAAS for the user who asks; others go on seeing it. */
export const dismissNotification = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: number) =>
      request(`${MAAS}notifications/${id}/?op=dismiss`, anyAnswer, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: regionQuery().queryKey }),
  })

/** Deletes every boot resource (kernel) of one image. */
export const deleteImage = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async (ids: readonly number[]) => {
      for (const id of ids) await request(`${MAAS}boot-resources/${id}/`, anyAnswer, { method: 'DELETE' })
    },
    onSettled: () => refreshImages(client),
  })
