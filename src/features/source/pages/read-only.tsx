import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { AS_POLLED, regionQuery } from '#api/images.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'

/**
 * A dialog that changes boot sources. MAAS lets only administrators do that; other users see a message instead, even if
 * they enter the address by hand.
 */
export function ForAdministrators({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { data: region } = useQuery({ ...regionQuery(), ...AS_POLLED })
  if (!region || region.user.admin) return children
  return (
    <Modal
      title="Read-only access"
      description={`Only MAAS administrators can change boot sources. ${region.user.username} is not an administrator.`}
      onClose={onClose}
      actions={<BusyButton onClick={onClose}>Close</BusyButton>}
    />
  )
}
