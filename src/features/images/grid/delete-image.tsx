import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteImage } from '#api/boot-resources.ts'
import type { Image } from '#contract/gateway.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { lazyDialog, prefetching } from '#ui/lazy/lazy-part.tsx'

const DeleteDialog = lazyDialog(
  () => import('./delete-dialog.tsx').then((m) => m.DeleteDialog),
  ({ onClose }) => onClose,
)

type Props = { image: Image; name: string; readOnlyReason: string | null }

/** Deletes a custom image. Only its uploader may have a copy, so a dialog asks first. */
export function DeleteImage({ image, name, readOnlyReason }: Props) {
  const [asking, setAsking] = useState(false)
  const remove = useMutation(deleteImage(useQueryClient()))
  const what = `${name} (${image.arch})`
  return (
    <>
      <BusyButton
        {...prefetching(DeleteDialog)}
        offBecause={readOnlyReason}
        aria-label={`Delete ${what}`}
        onClick={() => setAsking(true)}
      >
        Delete
      </BusyButton>
      {asking && (
        <DeleteDialog
          what={what}
          deleting={remove.isPending}
          error={remove.error}
          onClose={() => setAsking(false)}
          onDelete={() =>
            remove.mutate(
              image.kernels.map((kernel) => kernel.id),
              { onSuccess: () => setAsking(false) },
            )
          }
        />
      )}
    </>
  )
}
