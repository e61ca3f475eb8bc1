import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import type { ImageRow } from '#features/images/deletion/rules/image-rows.ts'

type Props = { images: readonly ImageRow[]; off: string | null; onDelete: () => void }

/** Images that were deleted here and that the region holds again. */
export const ReturnedImages = ({ images, off, onDelete }: Props) =>
  images.length > 0 && (
    <Notice
      tone="negative"
      title="Deleted images are back"
      actions={
        <BusyButton tone="negative" offBecause={off} onClick={onDelete}>
          Delete again
        </BusyButton>
      }
    >
      An import or another user has brought back {images.map(({ name }) => name).join(', ')}.
    </Notice>
  )
