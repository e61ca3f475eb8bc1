import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { filesQuery } from '#api/images.ts'
import { hazardsOf, NO_HAZARDS } from './hazards.ts'
import type { Draft, Saved, Table } from '#features/images/rules/model.ts'
import type { Summary } from './summary.ts'
import { useForecastRules } from './use-forecast-rules.ts'
import type { ImportFacts } from './use-import-facts.ts'
import type { useImages } from '#features/images/data/use-images.ts'

type Data = ReturnType<typeof useImages>

const NOTHING_SAVED: Saved = new Map()

/**
 * What a save of the draft would do. It is computed after the selected box has been painted: `summary` is null at
 * first, and may be that of the previous draft. Warnings that a save must show first are never late. If its rules
 * cannot be loaded (`failed`), `retry` loads them again.
 * `pending`: the summary is that of the previous draft.
 * @param reviewed it is read closely: then it is that of this draft
 */
export function useSummary(
  data: Data,
  table: Table,
  draft: Draft,
  reviewed: boolean,
  { half, began }: ImportFacts,
): { summary: Summary | null; pending: boolean; failed: boolean; retry: () => void; recreates: boolean } {
  const { region, sources, catalogues, saved, syncsSelections, stopping } = data
  const importing = data.importing && !stopping
  // the files are requested only when they count
  const files = useQuery({ ...filesQuery(), enabled: draft.size > 0 }).data
  const version = region.data?.version
  const config = region.data?.config
  const sourceOrder = region.data?.sourceOrder
  const regionControllers = region.data?.regionControllers
  const { rules, failed, retry } = useForecastRules(draft.size > 0 ? draft : null)
  const known = useMemo(
    () =>
      version !== undefined && sources && saved
        ? {
            version,
            sources: sources.map(({ source }) => source),
            sourceOrder,
            catalogues,
            saved,
            importing,
            stopping,
            began,
            half,
            regionControllers,
          }
        : null,
    [version, sources, sourceOrder, catalogues, saved, importing, stopping, began, half, regionControllers],
  )
  const hazards = useMemo(
    () => (known && draft.size > 0 ? hazardsOf({ ...known, draft }) : NO_HAZARDS),
    [known, draft],
  )
  const now = useMemo(
    () => ({ table, draft, saved, known, files, hazards, config, syncsSelections }),
    [table, draft, saved, known, files, hazards, config, syncsSelections],
  )
  const deferred = useDeferredValue(now)
  const later = reviewed ? now : deferred
  const forecaster = useMemo(
    () =>
      rules && later.known && later.files ? rules.forecasterOf({ ...later.known, files: later.files }) : null,
    [rules, later.known, later.files],
  )
  const summary = useMemo(
    () =>
      !rules || later.draft.size === 0
        ? null
        : rules.summarize(
            later.table,
            later.draft,
            later.saved ?? NOTHING_SAVED,
            {
              commissioningRelease: later.config?.commissioningRelease ?? '',
              defaultOs: later.config?.defaultOs ?? '',
              defaultRelease: later.config?.defaultRelease ?? '',
              deletesImmediately: later.syncsSelections,
            },
            forecaster?.(later.draft) ?? null,
            later.hazards,
          ),
    [rules, later, forecaster],
  )
  return { summary, pending: later.draft !== draft, failed, retry, recreates: hazards.again.length > 0 }
}
