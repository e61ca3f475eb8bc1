import { Dialog } from 'radix-ui'
import { useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useScrolls } from './use-scrolls.ts'

type Props = {
  title: string
  /** One sentence under the title. */
  description?: string
  onClose: () => void
  /** Called when it is gone and the focus is back. */
  onClosed?: () => void
  children?: ReactNode
  /** The buttons; the primary one is last. */
  actions?: ReactNode
}

/** The element on the page that had the focus before the first of several consecutive dialogs. */
let onPage: Element | null = null

/**
 * The element that gets the focus back: the one that has it now, or, if that was in a dialog that is gone, the one on
 * the page.
 */
function findOpener() {
  const active = document.activeElement
  if (!active?.closest('[role=dialog], dialog')) onPage = active
  return { active, onPage }
}

/** Whether another dialog has been opened over the element meanwhile. */
const isBehindDialog = (element: Element): boolean =>
  document.querySelector('[role=dialog], dialog[open]') !== null && !element.closest('[role=dialog], dialog')

/** Whether the user, or another part of the page, has already moved the focus. */
const hasFocus = (): boolean => document.activeElement !== null && document.activeElement !== document.body

/** While the code of another dialog is being fetched, a native dialog is shown above this one: Escape closes that. */
function closeAbove(event: KeyboardEvent): void {
  const above = document.querySelector('dialog[open]')
  if (above === null) return
  event.preventDefault()
  above.dispatchEvent(new Event('cancel', { cancelable: true }))
}

let open = 0

/** Whether the page has a scroll bar that takes space. Read before the dialog is there: it need not be laid out then. */
const hasScrollBar = () => window.innerWidth > document.documentElement.clientWidth

/** The page behind does not scroll while any dialog is open. Returns what ends that. */
function lockScrolling(scrollBar: boolean) {
  const { style } = document.documentElement
  if (open === 0) {
    // without its scroll bar, the page would move
    style.scrollbarGutter = scrollBar ? 'stable' : ''
    style.overflow = 'hidden'
  }
  open += 1
  return () => {
    open -= 1
    if (open > 0) return
    style.overflow = ''
    style.scrollbarGutter = ''
  }
}

/** A modal dialog: takes the focus, gives it back, and closes at Escape. Mounted only while open. */
export function Modal({ title, description, onClose, onClosed, children, actions }: Props) {
  const [opener] = useState(findOpener)
  const [scrollBar] = useState(hasScrollBar)
  useLayoutEffect(() => lockScrolling(scrollBar), [scrollBar])
  const id = useId()
  const named = { title: `${id}title`, description: `${id}description` }
  // Radix's own portal, title and description would render the dialog three times before it is shown
  return createPortal(
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      {/* Radix's overlay would lock scrolling by a style sheet, for which the browser restyles the whole page */}
      <div className="modal-overlay" />
      <Dialog.Content
        className="p-modal__dialog modal"
        aria-labelledby={named.title}
        aria-describedby={description === undefined ? undefined : named.description}
        // focus the dialog itself, so that screen readers read its title and no button looks preselected
        onOpenAutoFocus={(event) => {
          event.preventDefault()
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
        }}
        onEscapeKeyDown={closeAbove}
        // Radix returns the focus only to its own trigger, but our dialogs are opened from anywhere on the page
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          const back = opener.active?.isConnected ? opener.active : opener.onPage
          if (back instanceof HTMLElement && !hasFocus() && !isBehindDialog(back)) back.focus()
          onClosed?.()
        }}
      >
        <header className="p-modal__header">
          <h2 id={named.title} className="p-modal__title">
            {title}
          </h2>
          <button type="button" className="p-modal__close" aria-label="Close" onClick={onClose} />
        </header>
        <ModalBody>
          {description !== undefined && <p id={named.description}>{description}</p>}
          {children}
        </ModalBody>
        {actions && <footer className="p-modal__footer modal__footer">{actions}</footer>}
      </Dialog.Content>
    </Dialog.Root>,
    document.body,
  )
}

/** A component of its own, so that its elements exist when they are measured. */
function ModalBody({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const scrolls = useScrolls(box, content)
  return (
    <div className="modal__body" ref={box} {...(scrolls ? { tabIndex: 0 } : {})}>
      <div ref={content}>{children}</div>
    </div>
  )
}
