import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { catalogueQuery, imagesQuery, regionQuery } from '#api/images.ts'
import { retryIn } from '#api/retry-in.ts'
import type { Catalogue, Image } from '#contract/gateway.ts'
import { lastBytes, noteProgress } from './table.ts'
import { pollInterval, regionPollInterval } from './poll.ts'
import { capabilitiesOf } from '#lib/maas-version.ts'
import { savedFrom } from './selection.ts'
import type { Saved } from './model.ts'

const NO_IMAGES: readonly Image[] = []

/** All that the page reads, polled as the data asks for. */
export function useImages() {
  const images = useQuery(
    imagesQuery((data) => pollInterval(data ?? { importing: false, images: [], unread: 0 })),
  )
  const importing = images.data?.importing ?? false
  const region = useQuery({
    ...regionQuery(),
    refetchInterval: ({ state }) => (state.error ? retryIn(state) : regionPollInterval(importing)),
  })
  const sources = region.data?.sources ?? null
  const answers = useQueries({
    queries: (sources ?? []).map(({ source }) => catalogueQuery(source)),
  })

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
  const lastByteAt = useLastByteAt(list, images.dataUpdatedAt, importing)

  return {
    region,
    images,
    importing,
    sources,
    saved,
    catalogues,
    catalogueQueries: answers,
    list,
    lastByteAt,
    kernelsFiltered: region.data ? capabilitiesOf(region.data.version).filtersKernels : true,
  }
}

/** Recomputes only when an element of the list changed. */
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

/** When the bytes of each arriving image last grew, as this page saw it (MAAS does not tell). */
function useLastByteAt(
  images: readonly Image[],
  readAt: number,
  importing: boolean,
): ReadonlyMap<string, number> {
  const [memory, setMemory] = useState<{
    images: readonly Image[]
    importing: boolean
    progress: ReturnType<typeof noteProgress>
    at: ReadonlyMap<string, number>
  }>({ images: NO_IMAGES, importing: false, progress: new Map(), at: new Map() })
  if (memory.images === images && memory.importing === importing) return memory.at
  const progress = noteProgress(memory.progress, images, readAt, importing)
  const at = lastBytes(progress)
  setMemory({ images, importing, progress, at })
  return at
}
