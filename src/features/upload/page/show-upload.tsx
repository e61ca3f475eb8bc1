import { useState } from 'react'
import type { UploadTarget } from '#features/upload/engine/upload.ts'
import { curlUpload, maasUpload } from '#features/upload/rules/commands.ts'
import { TextDialog } from '#show-as/text-dialog.tsx'
import { BusyButton } from '#ui/busy-button.tsx'

const FORMATS = [
  { id: 'maas', name: 'maas CLI', textOf: maasUpload },
  { id: 'curl', name: 'curl', textOf: curlUpload },
] as const

/** The button for the same upload with other programs. */
export function ShowUpload({ target, offBecause }: { target: UploadTarget; offBecause: string | null }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <BusyButton offBecause={offBecause} onClick={() => setOpen(true)}>
        Show as
      </BusyButton>
      {open && <Commands target={target} onClose={() => setOpen(false)} />}
    </>
  )
}

function Commands({ target, onClose }: { target: UploadTarget; onClose: () => void }) {
  const [id, setId] = useState<string>('maas')
  return (
    <TextDialog
      description="The upload of the form as commands. Nothing has been sent to MAAS."
      formats={FORMATS}
      id={id}
      onFormat={setId}
      text={FORMATS.find((one) => one.id === id)?.textOf(target) ?? ''}
      onClose={onClose}
    />
  )
}
