import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { catalogueQuery, filesQuery, imagesQuery } from '#api/images.ts'
import { askedCatalogueQuery, type SourceSpec } from '#api/sources.ts'
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
export function useAskedSource({ sources, old, first }: Use) {
  const client = useQueryClient()
  const [asked, setAsked] = useState(first)
  const isAsked = asked !== null
  const read = useQuery({ ...askedCatalogueQuery(asked ?? NOTHING), enabled: isAsked })
  const present = useQuery({
    ...catalogueQuery(old?.source ?? { id: 0, url: '', updated: '' }),
    enabled: old !== null,
  })
  const { importing = false, images = [] } = useQuery(imagesQuery()).data ?? {}
  const files = useQuery({ ...filesQuery(), enabled: isAsked }).data ?? null
  const catalogues = useCatalogues(sources, isAsked)
  const reading = isAsked && read.isFetching && (!read.data || read.error !== null)
  return {
    asked,
    reading,
    /** Why it could not be read; null: it was read, or is being read. */
    failure: isAsked && !reading ? read.error : null,
    /** What the source offers; undefined: not read. */
    catalogue: isAsked && !read.error ? read.data : undefined,
    /** What the source to change offers, if known. */
    present: present.data ?? null,
    /** The images that the region has, their files, and what its sources offer, by id. */
    images,
    files,
    catalogues,
    importing,
    /** Reads a source. Reads it again even if the address is the same. */
    ask: (spec: SourceSpec) => {
      client.removeQueries({ queryKey: askedCatalogueQuery(spec).queryKey })
      setAsked(spec)
    },
    /** The URL was edited, so what was read does not belong to it any more. */
    forget: () => setAsked(null),
    stopReading: () => {
      if (asked) void client.cancelQueries({ queryKey: askedCatalogueQuery(asked).queryKey })
      setAsked(null)
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
