import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { Notice } from '#ui/notice.tsx'
import { missingKeyringText } from '#features/source/report/warning-words.ts'
import type { Ended } from '#features/source/change/change-state.ts'
import { importSign, PATIENCE_MS } from '#features/source/rules/import-sign.ts'

const POLL_MS = 5_000

/**
 * Whether MAAS shows no sign of the import that ended a source change. MAAS 3.8 never shows one: it writes no events,
 * reports only imports that download something, and has a notification for a source that it cannot read.
 * @param ended null: no change has ended
 */
export function useLacksImport(ended: Ended | null): boolean {
  const version = useQuery(regionQuery()).data?.version
  const isAwaited = ended !== null && version !== undefined && capabilitiesOf(version).logsImports
  const [waitedMs, setWaitedMs] = useState(() => (ended ? Date.now() - Date.parse(ended.at) : 0))
  const signs = { startedBefore: ended?.startedBefore ?? null, waitedMs }
  const importing = useQuery(imagesQuery()).data?.importing ?? false
  const region = useQuery({
    ...regionQuery(),
    refetchInterval: ({ state }) => {
      const startedNow = state.data?.sync.lastStarted ?? null
      return isAwaited && importSign({ ...signs, startedNow, importing }) === 'waiting' ? POLL_MS : false
    },
  }).data
  const sign = region && importSign({ ...signs, startedNow: region.sync.lastStarted, importing })
  useEffect(() => {
    if (sign !== 'waiting') return undefined
    const timer = setTimeout(() => setWaitedMs(PATIENCE_MS), Math.max(0, PATIENCE_MS - waitedMs))
    return () => clearTimeout(timer)
  }, [sign, waitedMs])
  return isAwaited && sign === 'missing'
}

/** @param keyringFilename of the source; '': its keyring is data */
export function NoImportNotice({ keyringFilename }: { keyringFilename: string }) {
  const version = useQuery(regionQuery()).data?.version
  return (
    <Notice tone="caution" title="MAAS has not reported an import since the change">
      {keyringFilename === ''
        ? 'MAAS may not be able to use the keyring.'
        : `Make sure that ${keyringFilename} exists on the region.`}{' '}
      {version !== undefined && missingKeyringText(version)} Then choose Import now, or undo the change.
    </Notice>
  )
}
