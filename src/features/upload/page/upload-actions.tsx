import type { Uploads } from '#features/upload/engine/uploads.ts'
import type { Upload } from '#features/upload/engine/upload.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { PickFile } from '#ui/pick-file.tsx'

type Props = {
  upload: Upload
  uploads: Uploads
  name: string
  onEdit: (upload: Upload) => void
  /** Before a button disappears. */
  onLeave: () => void
}

/** What can be done with an upload now. */
export function UploadActions({ upload, uploads, name, onEdit, onLeave }: Props) {
  const { key, phase, failure, target } = upload
  if (phase === 'elsewhere') return null
  if (phase === 'done')
    return (
      <BusyButton aria-label={`Dismiss ${name}`} onClick={() => uploads.dismiss(key)}>
        Dismiss
      </BusyButton>
    )
  return (
    <>
      {first()}
      <BusyButton
        aria-label={`Cancel the upload of ${name}`}
        busy={phase === 'deleting'}
        busyLabel="Deleting…"
        title={
          target.replaces === null
            ? 'Deletes the uploaded part of the file from MAAS.'
            : 'Deletes the image in MAAS: its previous version was deleted when the upload started.'
        }
        onClick={() => void uploads.cancel(key)}
      >
        Cancel upload
      </BusyButton>
    </>
  )

  function first() {
    if (phase === 'deleting') return null
    if (phase === 'needs-file') {
      const again = (file: File) => {
        onLeave()
        void uploads.resume(key, file)
      }
      return <PickFile label="Choose the file again" onChoose={again} />
    }
    if (phase === 'failed' && failure?.next === 'restart')
      return (
        <BusyButton aria-label={`Start over the upload of ${name}`} onClick={restart}>
          Start over
        </BusyButton>
      )
    if (phase === 'failed' && failure?.next === 'edit')
      return (
        <BusyButton aria-label={`Edit the upload of ${name}`} onClick={() => onEdit(upload)}>
          Edit upload
        </BusyButton>
      )
    // one button, so that it keeps the focus
    const isStopped = phase === 'paused' || phase === 'failed'
    return (
      <BusyButton
        aria-label={`${isStopped ? 'Continue' : 'Pause'} the upload of ${name}`}
        onClick={() => (isStopped ? void uploads.resume(key) : uploads.pause(key))}
      >
        {isStopped ? 'Continue upload' : 'Pause upload'}
      </BusyButton>
    )
  }

  function restart() {
    onLeave()
    void uploads.restart(key)
  }
}
