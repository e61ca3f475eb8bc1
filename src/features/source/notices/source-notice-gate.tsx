import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import * as z from 'zod/mini'
import { refreshImages, regionQuery } from '#api/images.ts'
import { followRecords, ownerOf, type RecordKind } from '#api/store/records.ts'
import { useRecord } from '#api/store/use-record.ts'
import { useIsAnyChange } from '#features/source/change/change-state.ts'
import { DONE, PENDING } from '#features/source/change/change-record-names.ts'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'

const SourceNotice = lazyNotice(() => import('./source-notice.tsx').then((m) => m.SourceNotice))

// any content counts here: the notice itself reads the records
const ANY_PENDING: RecordKind<unknown> = { ...PENDING, schema: z.unknown() }
const ANY_DONE: RecordKind<unknown> = { ...DONE, schema: z.unknown() }

/** Loads the notice about source changes on the Images page, if there may be something to show. */
export function SourceNoticeGate() {
  const { pathname, search } = useLocation()
  const client = useQueryClient()
  const { data: region } = useQuery(regionQuery())
  const owner = region ? ownerOf(region) : null
  // another tab may start a change while this one is idle
  const pending = useRecord(ANY_PENDING, owner)
  const done = useRecord(ANY_DONE, owner)
  // here, because the notice unmounts with its record and would miss an event
  useEffect(
    () =>
      followRecords(({ kind, elsewhere }) => {
        if (elsewhere && (kind === PENDING.name || kind === DONE.name)) void refreshImages(client)
      }),
    [client],
  )
  const isAnyChange = useIsAnyChange()
  // two sources may be the result of an interrupted change that this browser has no record of
  const isAnything = isAnyChange || Boolean(pending) || Boolean(done) || region?.sources?.length === 2
  if (pathname.startsWith('/images/source') || !isAnything) return null
  return <SourceNotice search={search} />
}
