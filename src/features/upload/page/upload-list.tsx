import type { Uploads } from '#features/upload/engine/uploads.ts'
import type { Upload } from '#features/upload/engine/upload.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { PickFile } from './file-choice.tsx'
import { uploadText } from './upload-words.ts'

type Props = { uploads: Uploads; list: readonly Upload[] }

/** The uploads of this browser, in their order. */
export const UploadList = ({ uploads, list }: Props) =>
  list.length > 0 && (
    <section aria-labelledby="uploads">
      <h2 className="p-heading--4" id="uploads">
        Uploads
      </h2>
      <ul className="upload-list">
        {list.map((upload) => (
          <UploadLine key={upload.key} upload={upload} uploads={uploads} />
        ))}
      </ul>
    </section>
  )

function UploadLine({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const { fileName, target, phase, size, read, confirmed, failure } = upload
  const name = `${target.title || target.name} (${target.architecture.split('/')[0]})`
  return (
    <li aria-label={name}>
      <p className="upload-list__title">
        <strong>{name}</strong> from {fileName}
      </p>
      {phase !== 'done' && (
        <ProgressBar
          label={phase === 'reading' ? `SHA256 of ${name}` : `Upload of ${name}`}
          done={phase === 'reading' ? read : confirmed}
          total={size}
          tone={phase === 'reading' || phase === 'sending' ? 'moving' : 'stopped'}
        />
      )}
      {/* announced only when the state changes, not with every chunk */}
      <p>{uploadText(upload)}</p>
      <p role="status" className="u-off-screen">
        {phase === 'sending' || phase === 'reading'
          ? `${name}: upload in progress`
          : `${name}: ${uploadText(upload)}`}
      </p>
      {failure && <p role={phase === 'failed' ? 'alert' : undefined}>{failure.message}</p>}
      <div className="upload-page__buttons">
        <Actions upload={upload} uploads={uploads} name={name} />
      </div>
    </li>
  )
}

function Actions({ upload, uploads, name }: { upload: Upload; uploads: Uploads; name: string }) {
  const { key, phase, failure } = upload
  if (phase === 'done')
    return (
      <BusyButton aria-label={`Dismiss ${name}`} onClick={() => uploads.dismiss(key)}>
        Dismiss
      </BusyButton>
    )
  if (phase === 'elsewhere') return null
  const cancel = (
    <BusyButton
      aria-label={`Cancel the upload of ${name}`}
      busy={phase === 'canceling'}
      busyLabel="Canceling…"
      title="Deletes what MAAS has of the file"
      onClick={() => void uploads.cancel(key)}
    >
      Cancel upload
    </BusyButton>
  )
  if (phase === 'needs-file')
    return (
      <>
        <PickFile label="Choose the file again" onChoose={(file) => uploads.resume(key, file)} />
        {cancel}
      </>
    )
  if (phase === 'failed' && failure?.next === 'restart')
    return (
      <>
        <BusyButton onClick={() => void uploads.restart(key)}>Start over</BusyButton>
        {cancel}
      </>
    )
  return (
    <>
      {phase === 'paused' || phase === 'failed' ? (
        <BusyButton aria-label={`Continue the upload of ${name}`} onClick={() => uploads.resume(key)}>
          Continue upload
        </BusyButton>
      ) : (
        phase !== 'canceling' && (
          <BusyButton aria-label={`Pause the upload of ${name}`} onClick={() => uploads.pause(key)}>
            Pause upload
          </BusyButton>
        )
      )}
      {cancel}
    </>
  )
}
