import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { rereadCatalogues } from '#api/images.ts'

/**
 * Reads what the sources offer again when an import begins or ends: MAAS has read them, too, and may hold a version that
 * this page does not know yet.
 * @param lastStarted the start of the last import that MAAS reports, ISO; undefined: not read yet
 */
export function useOffersOfImport(importing: boolean | undefined, lastStarted: string | null | undefined) {
  const client = useQueryClient()
  const now = importing === undefined || lastStarted === undefined ? null : `${importing} ${lastStarted}`
  const seen = useRef(now)
  useEffect(() => {
    const isNews = seen.current !== null && now !== null && now !== seen.current
    seen.current = now ?? seen.current
    if (isNews) void rereadCatalogues(client)
  }, [now, client])
}
