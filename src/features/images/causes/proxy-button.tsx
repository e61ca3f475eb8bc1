import { useState } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { lazyDialog } from '#ui/lazy/lazy-part.tsx'
import { readOnlyReason } from '#features/images/data/read-only-reason.ts'

const ProxyDialog = lazyDialog(
  () => import('./proxy-dialog.tsx').then((m) => m.ProxyDialog),
  ({ onClose }) => onClose,
)

/** Opens the proxy settings of MAAS for images. */
export function ProxyButton({ data }: { data: ReturnType<typeof useImages> }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <BusyButton onClick={() => setIsOpen(true)}>Proxy for images</BusyButton>
      {isOpen && (
        <ProxyDialog
          version={data.region.data?.version ?? ''}
          readOnlyReason={readOnlyReason(data)}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  )
}
