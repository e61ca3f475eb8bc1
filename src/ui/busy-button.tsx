import type { ButtonHTMLAttributes, ReactNode } from 'react'

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  busy?: boolean
  /** The label while it is busy. */
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
  const off = busy || offBecause !== null
  return (
    <button
      type="button"
      {...rest}
      className={`${tone ? `p-button--${tone}` : 'p-button'} is-dense ${className}`}
      aria-disabled={off || undefined}
      title={offBecause ?? rest.title}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy && <span className="spinner" aria-hidden="true" />}
      {busy ? (busyLabel ?? children) : children}
    </button>
  )
}
