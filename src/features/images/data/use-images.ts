import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { lastArrival, noteProgress } from '#api/arriving-bytes.ts'
import { catalogueQuery, imagesQuery, regionQuery } from '#api/images.ts'
import { ownerOf } from '#api/store/records.ts'
import { retryDelay } from '#api/retry-delay.ts'
import type { Catalogue, Image } from '#contract/gateway.ts'
import { isAnyArriving, lastBytes } from '#features/images/table/table.ts'
import { pollInterval, regionPollInterval } from '#features/images/table/poll.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { useJustAppeared } from './use-just-appeared.ts'
import { useOffersOfImport } from './use-offers-of-import.ts'
import { savedFrom } from '#features/images/rules/selection.ts'
import { useRecord } from '#api/store/use-record.ts'
import { STOP, stopState } from '#api/stop/stopping.ts'
import type { Saved } from '#features/images/rules/model.ts'

const NO_IMAGES: readonly Image[] = []

/** Everything that the page reads, polled as often as the data requires. */
export function useImages() {
  const images = useQuery(
    imagesQuery((data) => pollInterval(data ?? { importing: false, images: [], unread: 0 })),
  )
  const importing = images.data?.importing ?? false
  const region = useQuery({
    ...regionQuery(),
    refetchInterval: ({ state }) => (state.error ? retryDelay(state) : regionPollInterval(importing)),
  })
  const sources = region.data?.sources ?? null
  const answers = useQueries({
    queries: (sources ?? []).map(({ source }) => catalogueQuery(source)),
  })

  const sourcesSince = useSince(sources, region.dataUpdatedAt)
  const saved = useMemo<Saved | null>(() => (sources ? savedFrom(sources) : null), [sources])
  const read = answers.map((answer) => answer.data)
  const catalogues = useStable(read, () => {
    const map = new Map<number, Catalogue>()
    for (const [index, entry] of (sources ?? []).entries()) {
      const data = read[index]
      if (data) map.set(entry.source.id, data)
    }
    return map
  })
  const list = images.data?.images ?? NO_IMAGES
  const justAppeared = useJustAppeared({ images: list, readAt: images.dataUpdatedAt, saved, region })
  const syncsSelections = region.data ? capabilitiesOf(region.data.version).syncsSelections : false
  // MAAS 3.8 does not report every import, so arriving bytes show the others
  const { lastByteAt, arriving, arrivedAt } = useLastByteAt(
    list,
    images.dataUpdatedAt,
    importing || syncsSelections,
  )

  const owner = region.data ? ownerOf(region.data) : null
  const stop = useRecord(STOP, owner)
  const lastStarted = region.data?.sync.lastStarted
  const readAt = images.dataUpdatedAt
  useOffersOfImport(images.data && (importing || arriving), lastStarted)

  return {
    region,
    /** The region and user of this page; null: not known yet. */
    owner,
    images,
    importing,
    /** Whether this browser has stopped the running import. */
    stopping: importing && !!stop && stopState(stop, { importing, lastStarted, readAt }) === 'stopping',
    sources,
    /** When this page first read the sources and selections as they are now, ms. */
    sourcesSince,
    saved,
    catalogues,
    catalogueQueries: answers,
    list,
    /** Images that have appeared since the selections were read, by imageKey. */
    justAppeared,
    lastByteAt,
    syncsSelections,
    /** Whether bytes are arriving, even if MAAS reports no import. */
    arriving,
    /** When bytes were last seen to change, ms; -Infinity: they were not. */
    arrivedAt,
    kernelsFiltered: region.data ? capabilitiesOf(region.data.version).filtersKernels : true,
    takesFirstListed: region.data ? capabilitiesOf(region.data.version).takesFirstListed : false,
  }
}

/** When this value was first read, ms. */
function useSince(value: unknown, readAt: number): number {
  const [memory, setMemory] = useState({ value, since: readAt })
  if (memory.value === value) return memory.since
  setMemory({ value, since: readAt })
  return readAt
}

/** Recomputes only when an element of the list has changed. */
function useStable<T>(list: readonly unknown[], make: () => T): T {
  const [memory, setMemory] = useState<{ list: readonly unknown[]; value: T }>(() => ({
    list,
    value: make(),
  }))
  const same = memory.list.length === list.length && memory.list.every((item, index) => item === list[index])
  if (same) return memory.value
  const value = make()
  setMemory({ list, value })
  return value
}

/** When this page last saw the bytes of each arriving image grow (MAAS does not report it). */
function useLastByteAt(images: readonly Image[], readAt: number, importing: boolean) {
  const [memory, setMemory] = useState<{
    images: readonly Image[]
    importing: boolean
    progress: ReturnType<typeof noteProgress>
    lastByteAt: ReadonlyMap<string, number>
  }>({ images: NO_IMAGES, importing: false, progress: new Map(), lastByteAt: new Map() })
  let { progress, lastByteAt } = memory
  if (memory.images !== images || memory.importing !== importing) {
    progress = noteProgress(progress, images, readAt, importing)
    lastByteAt = lastBytes(progress)
    setMemory({ images, importing, progress, lastByteAt })
  }
  return { lastByteAt, arriving: isAnyArriving(progress, readAt), arrivedAt: lastArrival(progress) }
}
