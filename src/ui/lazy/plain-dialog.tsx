import { useId, useLayoutEffect, useRef, type ReactNode } from 'react'

type Props = {
  title: string
  onClose: () => void
  children: ReactNode
  actions?: ReactNode
  /** Show it only after a short delay. */
  late?: boolean
}

/** A native dialog, shown while the code of the real dialog is being fetched. */
export function PlainDialog({ title, onClose, children, actions, late = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    // jsdom has no showModal; there, a late dialog never appears
    if (element?.showModal) element.showModal()
    else element?.toggleAttribute('open', !late)
    // where it does not appear, nothing would give the focus back
    if (element?.open) element.focus()
    // closing returns the focus to the button that opened it
    return () => element?.close?.()
  }, [late])
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={`p-modal__dialog modal plain-dialog${late ? ' is-late' : ''}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header className="p-modal__header">
        <h2 id={heading} className="p-modal__title">
          {title}
        </h2>
        <button type="button" className="p-modal__close" aria-label="Close" onClick={onClose} />
      </header>
      <div className="modal__body">{children}</div>
      {actions && <footer className="p-modal__footer modal__footer">{actions}</footer>}
    </dialog>
  )
}
