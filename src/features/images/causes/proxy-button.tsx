import { useState } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { CommandButton } from '#ui/commands/command-button.tsx'
import { lazyDialog } from '#ui/lazy/lazy-part.tsx'
import { readOnlyReason } from '#features/images/data/read-only-reason.ts'

const ProxyDialog = lazyDialog(
  () => import('./proxy-dialog.tsx').then((m) => m.ProxyDialog),
  ({ onClose }) => onClose,
)

type Props = {
  data: ReturnType<typeof useImages>
  /** Another button on the page is already in the command palette. */
  isSecond?: boolean
}

/** Opens the proxy settings of MAAS for images. */
export function ProxyButton({ data, isSecond = false }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const open = () => setIsOpen(true)
  return (
    <>
      {isSecond ? (
        <BusyButton onClick={open}>Proxy for images</BusyButton>
      ) : (
        <CommandButton command="View or change the proxy for images" onClick={open}>
          Proxy for images
        </CommandButton>
      )}
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
