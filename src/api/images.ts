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
import { selection, type BootSource, type NewSelection, type Selection } from '#contract/maas.ts'
import { anyAnswer, MAAS, request } from './client.ts'
import { effectiveSelections, type RankedSource } from './effective-selections.ts'
import { retryDelay } from './retry-delay.ts'
import { plainSelection } from '#selections/wanted.ts'

const TEN_MINUTES = 10 * 60_000

/** Everything that the page shows is under this key: one invalidation refreshes it all. */
export const IMAGES = ['images'] as const

/** Whether this read is a routine poll: the page has data, changed nothing, and the last read succeeded. */
function isPoll(client: QueryClient, queryKey: QueryKey): boolean {
  const state = client.getQueryState(queryKey)
  return state?.data !== undefined && state.error === null && !state.isInvalidated
}

/**
 * The start of the last import in MAAS's events now, ISO, bypassing every cache; null: there is none. Throws ApiError.
 */
export const readLastStarted = async (): Promise<string | null> =>
  (await request('/gateway/region', regionAnswer, { fresh: true })).sync.lastStarted

const withEffective = ({ source, selections }: { source: BootSource; selections: Selection[] }) => ({
  source,
  selections: effectiveSelections(source, selections),
})

/** The user, the sources and selections, the settings and the last sync. */
export const regionQuery = () =>
  queryOptions({
    queryKey: [...IMAGES, 'region'],
    queryFn: async ({ client, queryKey, signal }) => {
      const fresh = !isPoll(client, queryKey)
      const { sources, ...rest } = await request('/gateway/region', regionAnswer, { signal, fresh })
      return { ...rest, sources: sources?.map(withEffective) ?? null }
    },
  })

/** The images that the region holds. The caller decides how often to poll: see pollInterval. */
export const imagesQuery = (pollEvery: (data: ImagesAnswer | undefined) => number | false = () => false) =>
  queryOptions({
    queryKey: [...IMAGES, 'list'],
    queryFn: ({ client, queryKey, signal }) =>
      request('/gateway/images', imagesAnswer, { signal, fresh: !isPoll(client, queryKey) }),
    refetchInterval: ({ state }) => (state.error ? retryDelay(state) : pollEvery(state.data)),
  })

/** The files of the images that the region holds. Download progress is counted from them. */
export const filesQuery = () =>
  queryOptions({
    queryKey: [...IMAGES, 'files'],
    queryFn: ({ signal }) => request('/gateway/files', filesAnswer, { signal }),
    refetchInterval: ({ state }) => (state.error ? retryDelay(state) : state.data?.complete ? 30_000 : 2_000),
  })

const SOON = 15_000

/**
 * How soon a catalogue is read again, in ms: soon while its files are being checked, or when the source could not be
 * read.
 */
function catalogueInterval(data: Catalogue | undefined): number {
  if (data?.presence.state === 'checking') return 2_000
  return data?.stale ? SOON : TEN_MINUTES
}

/** What a boot source offers. This changes every few days, so it is cached for ten minutes. */
export const catalogueQuery = ({ id, url, updated }: Pick<BootSource, 'id' | 'url' | 'updated'>) =>
  queryOptions({
    // a source keeps its id when its URL changes, but then offers other images
    queryKey: ['catalogue', id, url, updated],
    queryFn: ({ signal }) => request(`/gateway/catalogue/${id}`, catalogue, { signal }),
    staleTime: TEN_MINUTES,
    refetchInterval: ({ state }) =>
      state.error ? Math.max(SOON, retryDelay(state)) : catalogueInterval(state.data),
  })

/** Reads everything that the page shows again; resolves when the answers are there. */
export const refreshImages = (client: QueryClient) => client.invalidateQueries({ queryKey: IMAGES })

const STARTS_AFTER_MS = [1_000, 2_000, 4_000]

/** For some seconds MAAS may not report the import that was just started: polls until it does. */
export async function watchImportStart(client: QueryClient): Promise<void> {
  for (const ms of STARTS_AFTER_MS) {
    if (client.getQueryData(imagesQuery().queryKey)?.importing) return
    await new Promise((resolve) => setTimeout(resolve, ms))
    await refreshImages(client)
  }
}

/** The selections of one source as MAAS acts on them now, bypassing every cache. */
export const readSelections = async (source: RankedSource): Promise<Selection[]> =>
  effectiveSelections(
    source,
    await request(`${MAAS}boot-sources/${source.id}/selections/`, z.array(selection)),
  )

/* Each write carries what it expects to be in MAAS. If MAAS has something else, nothing is written (`isChanged`). */

/** Expects the source to have no selection of this OS and release yet. */
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
 * While an import runs, MAAS up to 3.7 answers "started" and skips the request: the running import repeats itself if
 * sources or selections have changed, unless it is stopped. 3.8 cancels the running import.
 */
export const startImport = (): Promise<unknown> =>
  request(`${MAAS}boot-resources/?op=import`, anyAnswer, { method: 'POST' })

/** Resolves before the import has stopped; `isImporting` shows when it has. */
export const stopImport = (): Promise<unknown> =>
  request(`${MAAS}boot-resources/?op=stop_import`, anyAnswer, { method: 'POST' })

export const isImporting = (): Promise<boolean> =>
  request(`${MAAS}boot-resources/?op=is_importing`, z.boolean())

export const stopImporting = (client: QueryClient) =>
  mutationOptions({ mutationFn: stopImport, onSettled: () => refreshImages(client) })

/** MAAS reads only `false` or an empty value as false, so booleans are sent as JSON. */
export const setConfig = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: { name: 'boot_images_auto_import'; value: boolean }) =>
      request(`${MAAS}maas/?op=set_config`, anyAnswer, { method: 'POST', body }),
    onSettled: () => refreshImages(client),
  })

/** Dismisses a MAAS notification for the current user; other users still see it. */
export const dismissNotification = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: number) =>
      request(`${MAAS}notifications/${id}/?op=dismiss`, anyAnswer, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: regionQuery().queryKey }),
  })

/** Deletes one boot resource: one kernel of an image. While it is selected, the next import brings it back. */
export const deleteResource = (id: number): Promise<unknown> =>
  request(`${MAAS}boot-resources/${id}/`, anyAnswer, { method: 'DELETE' })
