import { useEffect, useLayoutEffect, useRef } from 'react'
import type { Uploads } from '#features/upload/engine/uploads.ts'
import type { Upload } from '#features/upload/engine/upload.ts'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { announcedText, uploadText } from './upload-words.ts'
import { UploadActions } from './upload-actions.tsx'

type Props = {
  uploads: Uploads
  list: readonly Upload[]
  /** How many were added here: the list takes the focus, because it appears above the form. */
  added: number
  /** Called when an upload that has the focus leaves the list. Must not change. */
  onGone: () => void
  onEdit: (upload: Upload) => void
}

/** The uploads of this browser, in their order. */
export function UploadList({ uploads, list, added, onGone, onEdit }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (added > 0) heading.current?.focus()
  }, [added])
  return (
    <>
      {/* always there, or the first state would not be announced; only what changes is */}
      <div aria-live="polite" className="u-off-screen">
        {list.map((upload) => (
          <p key={upload.key}>{announcedText(upload, nameOf(upload))}</p>
        ))}
      </div>
      {list.length > 0 && (
        <section aria-labelledby="uploads">
          <h2 className="p-heading--4" id="uploads" tabIndex={-1} ref={heading}>
            Uploads
          </h2>
          <ul className="upload-list">
            {list.map((upload) => (
              <UploadLine
                key={upload.key}
                upload={upload}
                uploads={uploads}
                onGone={onGone}
                onEdit={onEdit}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** "Web server (amd64)" */
const nameOf = ({ target: { title, name, architecture } }: Upload): string =>
  `${title || name} (${architecture.split('/')[0]})`

type LineProps = Pick<Props, 'uploads' | 'onGone' | 'onEdit'> & { upload: Upload }

function UploadLine({ upload, uploads, onGone, onEdit }: LineProps) {
  const { fileName, phase, size, read, confirmed, failure } = upload
  const line = useRef<HTMLLIElement>(null)
  const name = nameOf(upload)
  const isReading = phase === 'reading'
  const isMoving = isReading || phase === 'sending' || phase === 'checking'
  useLayoutEffect(() => {
    const own = line.current
    return () => {
      if (own?.contains(document.activeElement)) onGone()
    }
  }, [onGone])
  return (
    <li aria-label={name} tabIndex={-1} ref={line}>
      <p className="upload-list__title">
        <strong>{name}</strong> from {fileName}
      </p>
      {phase !== 'done' && (
        <ProgressBar
          label={isReading ? `SHA256 of ${name}` : `Upload of ${name}`}
          done={isReading ? read : confirmed}
          total={size}
          tone={isMoving ? 'moving' : 'stopped'}
        />
      )}
      <p>{uploadText(upload)}</p>
      {failure && <p className="upload-list__failure">{failure.message}</p>}
      <div className="button-row">
        <UploadActions
          upload={upload}
          uploads={uploads}
          name={name}
          onEdit={onEdit}
          // a button that disappears leaves the focus here
          onLeave={() => line.current?.focus()}
        />
      </div>
    </li>
  )
}
