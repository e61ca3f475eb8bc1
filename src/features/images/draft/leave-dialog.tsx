import { useSyncExternalStore } from 'react'
import { followStorageProblem, storageProblem } from '#api/store/records.ts'
import { Modal } from '#ui/modal.tsx'

type Props = { onStay: () => void; onLeave: () => void }

export function LeaveDialog({ onStay, onLeave }: Props) {
  const problem = useSyncExternalStore(followStorageProblem, storageProblem)
  return (
    <Modal
      title="Leave without saving?"
      description={`Your selection is not saved. ${
        problem === null
          ? 'It is kept in this browser, so you can come back to it.'
          : 'It is kept until this tab is closed or reloaded.'
      }`}
      onClose={onStay}
      actions={
        <>
          <button type="button" className="p-button" onClick={onStay}>
            Stay
          </button>
          <button type="button" className="p-button--negative" onClick={onLeave}>
            Leave
          </button>
        </>
      }
    />
  )
}
