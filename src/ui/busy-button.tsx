import { useId, type ButtonHTMLAttributes, type ReactNode } from 'react'

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  busy?: boolean
  /** What it does while it is busy, as its description: the name of a button does not change with its state. */
  busyLabel?: string
  tone?: 'base' | 'positive' | 'negative' | 'link' | ''
  /** Why it is disabled. It stays focusable, so that the reason can be read. */
  offBecause?: string | null
  children: ReactNode
}

/** A button that shows when it is busy, and why it is disabled. */
export function BusyButton({
  busy = false,
  busyLabel,
  tone = '',
  offBecause = null,
  children,
  onClick,
  className = '',
  ...rest
}: Props) {
  const id = useId()
  const off = busy || offBecause !== null
  const describedBy = [busy && busyLabel ? id : '', rest['aria-describedby'] ?? ''].join(' ').trim()
  return (
    <button
      type="button"
      {...rest}
      aria-describedby={describedBy || undefined}
      className={`${tone ? `p-button--${tone}` : 'p-button'} is-dense ${className}`}
      aria-disabled={off || undefined}
      title={offBecause ?? (busy ? (busyLabel ?? rest.title) : rest.title)}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy && <span className="spinner" aria-hidden="true" />}
      {children}
      {busy && busyLabel && (
        <span id={id} hidden>
          {busyLabel}
        </span>
      )}
    </button>
  )
}
