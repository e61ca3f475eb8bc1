import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { regionQuery } from '#api/images.ts'
import { isAnother, type RunningImport } from '#features/images/draft/running-import.ts'

type Use = {
  client: QueryClient
  /** Whether a save is running, so that what the page shows may have been read before it. */
  saving: boolean
  /** Whether MAAS reports an import; undefined: not read yet. */
  importing: boolean | undefined
  /** The start of the last import that MAAS reports, ISO. */
  lastStarted: string | null | undefined
  /** The import during which selections were written; undefined: none, or not known. */
  runningImport: RunningImport | undefined
  setImportOwed: (owed: boolean) => void
}

/**
 * Follows a save that was left to the running import (up to 3.7), and returns whether that import may still apply it.
 * MAAS imports again before that import ends, and its events show the new start. If the import ends without one, for
 * example because someone stopped it in another browser, or because it was started on the pages of MAAS, where imports
 * never repeat themselves, the import stays owed. Only events show it: MAAS does not report who starts or stops an import,
 * nor that it was stopped.
 */
export function useJoined({
  client,
  saving,
  importing,
  lastStarted,
  runningImport,
  setImportOwed,
}: Use): boolean {
  const [over, setOver] = useState<RunningImport | null>(null)
  const followed = runningImport?.joined && runningImport !== over ? runningImport : null
  const isApplied = followed !== null && isAnother(followed, lastStarted)
  useEffect(() => {
    if (isApplied) setImportOwed(false)
  }, [isApplied, setImportOwed])

  const ended = importing === false && !saving ? followed : null
  useEffect(() => {
    if (!ended) return
    // what was read before the end does not show the last start; a poll may be answered with events read before
    void client.invalidateQueries({ queryKey: regionQuery().queryKey }).then(() => setOver(ended))
  }, [ended, client])

  return followed !== null && !isApplied
}
