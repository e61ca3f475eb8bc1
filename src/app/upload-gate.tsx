import { useState } from 'react'
import { useLocation } from 'react-router'
import { ownerOf } from '#api/store/records.ts'
import { anyOf, useHasRecords } from '#api/store/use-record.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { lazyModule } from '#lib/lazy-module.ts'
import { useLazy } from '#ui/lazy/use-lazy.ts'

const status = lazyModule(() => import('#features/upload/page/upload-status.tsx').then((m) => m.UploadStatus))
/** Of UPLOAD, whose code comes with the status. */
const UPLOADS = anyOf('upload', 2)

type Props = { region: RegionAnswer }

/** The state of the uploads; nothing, and no code, in a browser without any. */
export function UploadGate({ region }: Props) {
  const isThere = useLocation().pathname === '/images/upload'
  const [was, setWas] = useState(isThere)
  if (isThere && !was) setWas(true)
  const has = useHasRecords(UPLOADS, ownerOf(region))
  return (was || has) && <Status region={region} isThere={isThere} />
}

/** Where its code cannot be fetched, pages work without it. */
function Status(props: Props & { isThere: boolean }) {
  const { value: Loaded } = useLazy(status)
  return Loaded && <Loaded {...props} />
}
