import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { filesQuery } from '#api/images.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { useForecastRules } from '#features/images/forecast/use-forecast-rules.ts'
import type { ImportFacts } from '#features/images/forecast/use-import-facts.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { arrivedAt, arrivedOf, type Arrival } from './arrival.ts'
import type { InQueue } from './queue.ts'

export const NOTHING_DRAFTED: Draft = new Map()

/** Bytes that the running import still downloads. `isAbout`: MAAS does not show enough to know them exactly. */
export type Remaining = { readonly bytes: number; readonly isAbout: boolean }

/**
 * What the running import still downloads: its forecast where the region and its sources could be read, else what is
 * missing of the images in the queue, of which some may share files.
 */
export function useRemaining(
  data: ReturnType<typeof useImages>,
  { half, began }: ImportFacts,
  arrival: Arrival,
  queue: readonly InQueue[],
): Remaining {
  const { region, sources, catalogues, saved, importing } = data
  const files = useQuery({ ...filesQuery(), enabled: importing })
  const { rules } = useForecastRules(importing && files.data)
  const version = region.data?.version
  const sourceOrder = region.data?.sourceOrder
  const regionControllers = region.data?.regionControllers
  const due = useMemo(() => {
    if (!rules || version === undefined || !sources || !saved || !files.data || !importing || !half)
      return null
    const forecaster = rules.forecasterOf({
      version,
      sources: sources.map(({ source }) => source),
      sourceOrder,
      catalogues,
      files: files.data,
      saved,
      importing,
      // what may have to start over counts whole, so that the figure is not too low
      half: { ...half, startOver: new Set([...half.startOver, ...half.unsure]) },
      began,
      regionControllers,
    })
    const forecast = forecaster?.(NOTHING_DRAFTED)
    return forecast ? { bytes: forecast.dueDownload, isAbout: forecast.isDueAbout } : null
  }, [
    rules,
    version,
    sources,
    sourceOrder,
    saved,
    files.data,
    catalogues,
    importing,
    half,
    began,
    regionControllers,
  ])
  if (due) {
    const since = arrivedOf(arrival) - arrivedAt(arrival, files.dataUpdatedAt)
    return { bytes: Math.max(0, due.bytes - since), isAbout: due.isAbout }
  }
  return { bytes: queue.reduce((sum, { bytes, done }) => sum + bytes - done, 0), isAbout: true }
}
