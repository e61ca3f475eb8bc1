import { mutationOptions, queryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query'
import * as z from 'zod/mini'
import {
  type Catalogue,
  filesAnswer,
  imagesAnswer,
  regionAnswer,
  savedCatalogue,
  type ImagesAnswer,
  type RegionAnswer,
} from '#contract/gateway.ts'
import type { BootSource, Selection } from '#contract/maas.ts'
import { anyAnswer, ApiError, MAAS, request } from './client.ts'
import { effectiveSelections } from './effective-selections.ts'
import { pause } from '#lib/pause.ts'
import { retryDelay } from './retry-delay.ts'

const TEN_MINUTES = 10 * 60_000

/** Everything that the page shows is under this key: one invalidation refreshes it all. */
export const IMAGES_KEY = ['images'] as const
const CATALOGUE_KEY = ['catalogue'] as const

/** Whether this read is a routine poll: the page has data, changed nothing, and the last read succeeded. */
function isPoll(client: QueryClient, queryKey: QueryKey): boolean {
  const state = client.getQueryState(queryKey)
  return state?.data !== undefined && state.error === null && !state.isInvalidated
}

/** The region now, bypassing every cache. Throws ApiError. */
export const readRegion = (): Promise<RegionAnswer> =>
  request('/gateway/region', regionAnswer, { fresh: true })

/**
 * The start of the last import in MAAS's events now, ISO, bypassing every cache; null: there is none. Throws ApiError.
 */
export const readLastStarted = async (): Promise<string | null> => (await readRegion()).sync.lastStarted

/** The same, at most as old as what pages show. Throws ApiError. */
export const pollLastStarted = async (): Promise<string | null> =>
  (await request('/gateway/region', regionAnswer)).sync.lastStarted

const withEffective = ({ source, selections }: { source: BootSource; selections: Selection[] }) => ({
  source,
  selections: effectiveSelections(source, selections),
})

/** The user, the sources and selections, the settings and the last sync. */
export const regionQuery = () =>
  queryOptions({
    queryKey: [...IMAGES_KEY, 'region'],
    queryFn: async ({ client, queryKey, signal }) => {
      const fresh = !isPoll(client, queryKey)
      const { sources, ...rest } = await request('/gateway/region', regionAnswer, { signal, fresh })
      return { ...rest, sources: sources?.map(withEffective) ?? null }
    },
  })

/** The images that the region holds, at most some seconds old. Throws ApiError. */
export const readImages = (): Promise<ImagesAnswer> => request('/gateway/images', imagesAnswer)

/** The images that the region holds. The caller decides how often to poll: see pollInterval. */
export const imagesQuery = (pollEvery: (data: ImagesAnswer | undefined) => number | false = () => false) =>
  queryOptions({
    queryKey: [...IMAGES_KEY, 'list'],
    queryFn: ({ client, queryKey, signal }) =>
      request('/gateway/images', imagesAnswer, { signal, fresh: !isPoll(client, queryKey) }),
    refetchInterval: ({ state }) => (state.error ? retryDelay(state) : pollEvery(state.data)),
  })

/**
 * For a dialog over a page that polls the region and its images: they are not read again because the dialog opens, which
 * would delay its first frame.
 */
export const AS_POLLED = { refetchOnMount: false } as const

/** The files of the images that the region holds. Download progress is counted from them. */
export const filesQuery = () =>
  queryOptions({
    queryKey: [...IMAGES_KEY, 'files'],
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

/** Throws ApiError. */
async function readCatalogue(id: number, signal: AbortSignal): Promise<Catalogue> {
  const found = await request(`/gateway/catalogue/${id}`, savedCatalogue, { signal })
  if (!found) throw new ApiError('refused', 'MAAS no longer has this boot source: someone has deleted it.')
  return found
}

/** What a boot source offers. This changes every few days, so it is cached for ten minutes. */
export const catalogueQuery = ({ id, url, updated }: Pick<BootSource, 'id' | 'url' | 'updated'>) =>
  queryOptions({
    // a source keeps its id when its URL changes, but then offers other images
    queryKey: [...CATALOGUE_KEY, id, url, updated],
    queryFn: ({ signal }) => readCatalogue(id, signal),
    staleTime: TEN_MINUTES,
    refetchInterval: ({ state }) =>
      state.error ? Math.max(SOON, retryDelay(state)) : catalogueInterval(state.data),
  })

/** Reads what the boot sources offer again, where a page shows it. */
export const rereadCatalogues = (client: QueryClient) => client.invalidateQueries({ queryKey: CATALOGUE_KEY })

/** Reads everything that the page shows again; resolves when the answers are there. */
export const refreshImages = (client: QueryClient) => client.invalidateQueries({ queryKey: IMAGES_KEY })

const STARTS_AFTER_MS = [1_000, 2_000, 4_000]

/** For some seconds MAAS may not report the import that was just started: polls until it does. */
export async function watchImportStart(client: QueryClient): Promise<void> {
  for (const ms of STARTS_AFTER_MS) {
    if (client.getQueryData(imagesQuery().queryKey)?.importing) return
    await pause(ms)
    await refreshImages(client)
  }
}

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

/**
 * For about a second MAAS 3.8 does not report an import that was just started (recorded), so only a second "no"
 * counts.
 */
const UNREPORTED_MS = 2_000

/** Whether an import is running that a new one would cancel. Throws ApiError. */
export async function runsImport(wait: typeof pause): Promise<boolean> {
  if (await isImporting()) return true
  await wait(UNREPORTED_MS)
  return isImporting()
}

/** @param oneAtATime a second import would cancel the running one (3.8), so none is started while one is running. */
export const importMutation = (client: QueryClient, oneAtATime = false, wait = pause) =>
  mutationOptions({
    mutationFn: async () => {
      if (!oneAtATime || !(await runsImport(wait))) await startImport()
    },
    onSuccess: () => void watchImportStart(client),
    onSettled: () => refreshImages(client),
  })
