import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { AS_POLLED, catalogueQuery, filesQuery, imagesQuery } from '#api/images.ts'
import { enteredCatalogueQuery, type SourceSpec } from '#api/sources.ts'
import type { Catalogue } from '#contract/gateway.ts'
import type { SourceState } from '#features/source/rules/model.ts'

const NOTHING: SourceSpec = { url: '', keyring_filename: '', keyring_data: '' }

type Use = {
  sources: readonly SourceState[]
  /** The source to change; null: a source is added. */
  old: SourceState | null
  /** The source to read immediately; null: nothing is read until the administrator connects. */
  first: SourceSpec | null
}

/** Reads the entered source, and everything that a change to it is compared with. */
export function useEnteredSource({ sources, old, first }: Use) {
  const client = useQueryClient()
  const [entered, setEntered] = useState(first)
  const isEntered = entered !== null
  const found = useQuery({ ...enteredCatalogueQuery(entered ?? NOTHING), enabled: isEntered })
  const present = useQuery({
    ...catalogueQuery(old?.source ?? { id: 0, url: '', updated: '' }),
    enabled: old !== null,
  })
  const { importing = false, images = [] } = useQuery({ ...imagesQuery(), ...AS_POLLED }).data ?? {}
  const files = useQuery({ ...filesQuery(), enabled: isEntered }).data ?? null
  const catalogues = useCatalogues(sources, isEntered)
  const reading = isEntered && found.isFetching && (!found.data || found.error !== null)
  return {
    entered,
    reading,
    /** Why it could not be read; null: it was read, or is being read. */
    failure: isEntered && !reading ? found.error : null,
    /** What the source offers; undefined: not read. */
    catalogue: isEntered && !found.error ? found.data : undefined,
    /** What the source to change offers, if known. */
    present: present.data ?? null,
    /** The images that the region has, their files, and what its sources offer, by id. */
    images,
    files,
    catalogues,
    importing,
    /** Reads a source. Reads it again even if the address is the same. */
    read: (spec: SourceSpec) => {
      client.removeQueries({ queryKey: enteredCatalogueQuery(spec).queryKey })
      setEntered(spec)
    },
    /** The URL was edited, so what was read does not belong to it any more. */
    forget: () => setEntered(null),
    stopReading: () => {
      if (entered) void client.cancelQueries({ queryKey: enteredCatalogueQuery(entered).queryKey })
      setEntered(null)
    },
  }
}

/** What each source of the region offers, by id, for the sources that have been read. */
function useCatalogues(sources: readonly SourceState[], enabled: boolean): ReadonlyMap<number, Catalogue> {
  const answers = useQueries({
    queries: sources.map(({ source }) => ({ ...catalogueQuery(source), enabled })),
  })
  return new Map(
    sources.flatMap(({ source }, index) => {
      const found = answers[index]?.data
      return found ? [[source.id, found] as const] : []
    }),
  )
}
