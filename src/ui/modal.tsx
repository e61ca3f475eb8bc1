import { Dialog } from 'radix-ui'
import { useRef, useState, type ReactNode } from 'react'
import { useScrolls } from './use-scrolls.ts'

type Props = {
  title: string
  /** One sentence under the title. */
  description?: string
  onClose: () => void
  children?: ReactNode
  /** Buttons, the one that goes on last. */
  actions?: ReactNode
}

/** What had the focus on the page before the first of the dialogs that follow each other. */
let onPage: Element | null = null

/** Where the focus goes back to: what has it now, or what had it on the page once that is gone with its dialog. */
function findOpener() {
  const active = document.activeElement
  if (!active?.closest('[role=dialog]')) onPage = active
  return { active, onPage }
}

/** A dialog over the page: focus goes in and comes back, Escape closes it. Mounted only while open. */
export function Modal(props: Props) {
  const { title, description, onClose, actions } = props
  const [opener] = useState(findOpener)
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="modal-overlay" />
        <Dialog.Content
          className="p-modal__dialog modal"
          // focus the dialog itself: its title is read, and no button looks chosen
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          // radix gives focus back to a trigger of its own; ours are anywhere on the page
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            const back = opener.active?.isConnected ? opener.active : opener.onPage
            if (back instanceof HTMLElement) back.focus()
          }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="p-modal__header">
            <Dialog.Title className="p-modal__title">{title}</Dialog.Title>
            <Dialog.Close className="p-modal__close" aria-label="Close" />
          </header>
          <ModalBody {...props} />
          {actions && <footer className="p-modal__footer modal__footer">{actions}</footer>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Inside the portal, so that its boxes are there when they are measured. */
function ModalBody({ description, children }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const scrolls = useScrolls(box, content)
  return (
    <div className="modal__body" ref={box} {...(scrolls ? { tabIndex: 0 } : {})}>
      <div ref={content}>
        {description !== undefined && <Dialog.Description>{description}</Dialog.Description>}
        {children}
      </div>
    </div>
  )
}
