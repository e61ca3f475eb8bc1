import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { Notice } from '#ui/notice.tsx'
import { missingKeyringText } from '#features/source/report/warning-words.ts'
import { importSign, PATIENCE_MS } from '#features/source/rules/import-sign.ts'

type Props = {
  /** When the import was started, ISO. */
  at: string
  startedBefore: string | null
  /** The keyring file of the source; '': its keyring is data. */
  keyringFilename: string
}

const POLL_MS = 5_000

/**
 * Warns if MAAS shows no sign of the import that ended a source change. MAAS 3.8 never shows one: it writes no events,
 * reports only imports that download something, and has a notification for a source that it cannot read.
 */
export function NoImportNotice(props: Props) {
  const version = useQuery(regionQuery()).data?.version
  return version !== undefined && capabilitiesOf(version).logsImports ? <SignOfImport {...props} /> : null
}

function SignOfImport({ at, startedBefore, keyringFilename }: Props) {
  const [waitedMs, setWaitedMs] = useState(() => Date.now() - Date.parse(at))
  const signs = { startedBefore, waitedMs }
  const importing = useQuery(imagesQuery()).data?.importing ?? false
  const region = useQuery({
    ...regionQuery(),
    refetchInterval: ({ state }) => {
      const startedNow = state.data?.sync.lastStarted ?? null
      return importSign({ ...signs, startedNow, importing }) === 'waiting' ? POLL_MS : false
    },
  }).data
  const sign = region && importSign({ ...signs, startedNow: region.sync.lastStarted, importing })
  useEffect(() => {
    if (sign !== 'waiting') return undefined
    const timer = setTimeout(() => setWaitedMs(PATIENCE_MS), Math.max(0, PATIENCE_MS - waitedMs))
    return () => clearTimeout(timer)
  }, [sign, waitedMs])
  if (sign !== 'missing') return null
  return (
    <Notice tone="caution" title="MAAS has not reported an import since the change">
      {keyringFilename === ''
        ? 'MAAS may not be able to use the keyring.'
        : `Make sure that ${keyringFilename} exists on the region.`}{' '}
      {region && missingKeyringText(region.version)} Then choose Import now, or undo the change.
    </Notice>
  )
}
