import { Tabs } from 'radix-ui'
import { useRef, useState } from 'react'
import type { UploadTarget } from '#features/upload/engine/upload.ts'
import { curlUpload, maasUpload } from '#features/upload/rules/commands.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { useCopy } from '#ui/use-copy.ts'

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
  const text = FORMATS.find((one) => one.id === id)?.textOf(target) ?? ''
  const box = useRef<HTMLPreElement>(null)
  const { copy, message } = useCopy(text, box)
  return (
    <Modal
      title="Show as"
      description="The upload of the form as commands. Nothing has been sent to MAAS."
      onClose={onClose}
      actions={
        <>
          <span role="status" className="show-as__status">
            {message}
          </span>
          <BusyButton onClick={onClose}>Close</BusyButton>
          <BusyButton tone="positive" onClick={copy}>
            Copy
          </BusyButton>
        </>
      }
    >
      <Tabs.Root value={id} onValueChange={setId}>
        <Tabs.List aria-label="Formats" className="show-as__tabs">
          {FORMATS.map((one) => (
            <Tabs.Trigger key={one.id} value={one.id} className="p-button is-dense">
              {one.name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {FORMATS.map((one) => (
          <Tabs.Content key={one.id} value={one.id} tabIndex={-1}>
            {/* a long line scrolls in its box, which the keyboard must reach */}
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre className="show-as__text" tabIndex={0} role="region" aria-label={one.name} ref={box}>
              {text}
            </pre>
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Modal>
  )
}
