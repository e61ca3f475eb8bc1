import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { deleteImage } from '#api/images.ts'
import { messageOf } from '#api/client.ts'
import type { Image } from '#contract/gateway.ts'
import { BusyButton } from '#ui/busy-button.tsx'

const Modal = lazy(() => import('#ui/modal.tsx').then((m) => ({ default: m.Modal })))

type Props = { image: Image; name: string; writesOff: string | null }

/** Deletes a custom image for good: nobody but the one who uploaded it has it, so it asks. */
export function DeleteImage({ image, name, writesOff }: Props) {
  const [asking, setAsking] = useState(false)
  const remove = useMutation(deleteImage(useQueryClient()))
  const what = `${name} (${image.arch})`
  return (
    <>
      <BusyButton offBecause={writesOff} aria-label={`Delete ${what}`} onClick={() => setAsking(true)}>
        Delete
      </BusyButton>
      {asking && (
        <Suspense>
          <Modal
            title={`Delete ${what}?`}
            description="MAAS has no copy of an uploaded image. Machines can no longer be deployed with it, and only a new upload brings it back."
            onClose={() => setAsking(false)}
            actions={
              <>
                <BusyButton onClick={() => setAsking(false)}>Keep it</BusyButton>
                <BusyButton
                  tone="negative"
                  busy={remove.isPending}
                  busyLabel="Deleting…"
                  onClick={() =>
                    remove.mutate(
                      image.kernels.map((kernel) => kernel.id),
                      { onSuccess: () => setAsking(false) },
                    )
                  }
                >
                  Delete
                </BusyButton>
              </>
            }
          >
            {remove.error && <p role="alert">{messageOf(remove.error)}</p>}
          </Modal>
        </Suspense>
      )}
    </>
  )
}
