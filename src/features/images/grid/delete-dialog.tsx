import { messageOf } from '#api/client.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'

type Props = {
  /** "my-image (amd64)" */
  what: string
  deleting: boolean
  error: Error | null
  onClose: () => void
  onDelete: () => void
}

export function DeleteDialog({ what, deleting, error, onClose, onDelete }: Props) {
  return (
    <Modal
      title={`Delete ${what}?`}
      description="MAAS keeps no copy of a deleted custom image. Machines can no longer be deployed with it until someone uploads it again."
      onClose={onClose}
      actions={
        <>
          <BusyButton onClick={onClose}>Keep it</BusyButton>
          <BusyButton tone="negative" busy={deleting} busyLabel="Deleting…" onClick={onDelete}>
            Delete
          </BusyButton>
        </>
      }
    >
      {error && <p role="alert">{messageOf(error)}</p>}
    </Modal>
  )
}
