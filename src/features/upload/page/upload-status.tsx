import { useState } from 'react'
import { Link } from 'react-router'
import { ownerOf } from '#api/store/records.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { useUploads } from '#features/upload/engine/use-uploads.ts'
import { uploadSummary } from '#features/upload/rules/status.ts'
import './upload-status.scss'

type Props = {
  region: RegionAnswer
  /** The page of uploads is shown, which shows more. */
  isThere: boolean
}

/** The state of the uploads in the bar of every other page, with a link to them. */
export function UploadStatus({ region, isThere }: Props) {
  const { list } = useUploads(ownerOf(region), region.version)
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const done = list.filter(({ phase }) => phase === 'done').map(({ key }) => key)
  if (isThere && done.some((key) => !seen.has(key))) setSeen(new Set(done))
  const status = isThere ? null : uploadSummary(list, seen)
  return (
    <>
      {/* always there, or the first state would not be announced */}
      <span role="status" className="u-off-screen">
        {status && `Upload of ${status.name}: ${status.state}`}
      </span>
      {status && (
        <Link className="upload-status" to="/images/upload">
          <span className="upload-status__name">Upload of {status.name}</span>
          {` (${[status.state, status.share].filter(Boolean).join(' ')}${status.others > 0 ? `, ${status.others} more` : ''})`}
        </Link>
      )}
    </>
  )
}
