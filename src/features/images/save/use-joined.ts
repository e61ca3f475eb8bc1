import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { regionQuery } from '#api/images.ts'

type Use = {
  client: QueryClient
  /** Whether MAAS reports an import; undefined: not read yet. */
  importing: boolean | undefined
  /** The start of the last import that MAAS reports, ISO. */
  lastStarted: string | null | undefined
  setImportOwed: (owed: boolean) => void
}

/**
 * Follows a save that was left to the running import (up to 3.7). MAAS imports again before that import ends, and its
 * events show the new start. If the import ends without one, for example because someone stopped it in another browser,
 * the import stays owed. Only events show it: MAAS does not report who stops an import, nor that it was stopped.
 */
export function useJoined({ client, importing, lastStarted, setImportOwed }: Use) {
  const [save, setSave] = useState<{ readonly startedBefore: string | null; readonly over: boolean } | null>(
    null,
  )
  const isApplied = save !== null && lastStarted != null && lastStarted !== save.startedBefore
  useEffect(() => {
    if (isApplied) setImportOwed(false)
  }, [isApplied, setImportOwed])

  const ends = save !== null && !save.over && importing === false
  useEffect(() => {
    if (!ends) return
    // what was read before the end does not show the last start; a poll may be answered with events read before
    void client
      .invalidateQueries({ queryKey: regionQuery().queryKey })
      .then(() => setSave((now) => now && { ...now, over: true }))
  }, [ends, client])

  return {
    /** Whether the running import may still apply what was saved. */
    joined: save !== null && !isApplied && !save.over,
    /**
     * @param startedBefore the last start that MAAS reports after the save, null without one; undefined: the save has
     * started an import itself
     */
    follow: (startedBefore: string | null | undefined) =>
      setSave(startedBefore === undefined ? null : { startedBefore, over: false }),
  }
}
