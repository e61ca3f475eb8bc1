import { useState, type ReactNode } from 'react'
import { useCommands } from '#ui/commands/commands.ts'
import { BusyButton } from '#ui/busy-button.tsx'

type Props = {
  /** What is shown: "these changes". */
  what: string
  /** Fetches the code of the dialog. */
  prefetch: () => void
  /** The dialog. */
  children: (onClose: () => void) => ReactNode
}

/** The button for the dialog that shows a plan as commands. */
export function ShowAsButton({ what, prefetch, children }: Props) {
  const [open, setOpen] = useState(false)
  useCommands(() => [
    {
      id: `show ${what}`,
      group: 'Actions',
      label: `Show ${what} as commands`,
      keywords: 'maas cli curl terraform ansible json',
      run: () => setOpen(true),
    },
  ])
  return (
    <>
      <BusyButton
        title={`Shows ${what} as maas commands, curl, Terraform, Ansible, or JSON`}
        onPointerEnter={prefetch}
        onFocus={prefetch}
        onClick={() => setOpen(true)}
      >
        Show as
      </BusyButton>
      {open && children(() => setOpen(false))}
    </>
  )
}
