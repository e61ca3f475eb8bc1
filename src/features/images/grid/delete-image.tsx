import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteImage } from '#api/images.ts'
import { messageOf } from '#api/client.ts'
import type { Image } from '#contract/gateway.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { LazyModal } from '#ui/lazy/lazy-modal.ts'
import { prefetching } from '#ui/lazy/lazy-part.tsx'

type Props = { image: Image; name: string; readOnlyReason: string | null }

/** Deletes a custom image. Only its uploader may have a copy, so a dialog asks first. */
export function DeleteImage({ image, name, readOnlyReason }: Props) {
  const [asking, setAsking] = useState(false)
  const remove = useMutation(deleteImage(useQueryClient()))
  const what = `${name} (${image.arch})`
  return (
    <>
      <BusyButton
        {...prefetching(LazyModal)}
        offBecause={readOnlyReason}
        aria-label={`Delete ${what}`}
        onClick={() => setAsking(true)}
      >
        Delete
      </BusyButton>
      {asking && (
        <LazyModal
          title={`Delete ${what}?`}
          description="MAAS keeps no copy of a deleted custom image. Machines can no longer be deployed with it until someone uploads it again."
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
        </LazyModal>
      )}
    </>
  )
}
