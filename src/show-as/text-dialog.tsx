import { Tabs } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { useCopy } from '#ui/use-copy.ts'

type Format = { readonly id: string; readonly name: string; readonly about?: string }

type Props = {
  description: string
  /** Empty: there is nothing to show. */
  formats: readonly Format[]
  /** The format that is shown. */
  id: string
  onFormat: (id: string) => void
  /** The text in this format. */
  text: string
  /** Another action, before “Copy”. */
  action?: ReactNode
  /** What stands above the formats. */
  children?: ReactNode
  onClose: () => void
}

/** Shows a text in several formats, to copy. */
export function TextDialog({ description, formats, id, onFormat, text, action, children, onClose }: Props) {
  const box = useRef<HTMLPreElement>(null)
  const { copy, message } = useCopy(text, box)
  return (
    <Modal
      title="Show as"
      description={description}
      onClose={onClose}
      actions={
        <>
          <span role="status">{message}</span>
          <BusyButton onClick={onClose}>Close</BusyButton>
          {formats.length > 0 && (
            <>
              {action}
              <BusyButton tone="positive" onClick={copy}>
                Copy
              </BusyButton>
            </>
          )}
        </>
      }
    >
      {children}
      {formats.length > 0 && (
        <Tabs.Root value={id} onValueChange={onFormat}>
          <Tabs.List aria-label="Formats" className="show-as__tabs">
            {formats.map((one) => (
              <Tabs.Trigger key={one.id} value={one.id} className="p-button is-dense">
                {one.name}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {formats.map((one) => (
            <Tabs.Content key={one.id} value={one.id} tabIndex={-1}>
              {one.about && <p>{one.about}</p>}
              {/* a long line scrolls in its box, which the keyboard must reach */}
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
              <pre className="show-as__text" tabIndex={0} role="region" aria-label={one.name} ref={box}>
                {text}
              </pre>
            </Tabs.Content>
          ))}
        </Tabs.Root>
      )}
    </Modal>
  )
}
