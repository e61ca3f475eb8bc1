import { useEffect, useRef, type InputHTMLAttributes } from 'react'

type Tick = boolean | 'mixed'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'checked' | 'onChange'> & {
  /** Spoken, and shown as a hint: what ticking this means. */
  label: string
  checked: Tick
  onChange: (checked: boolean) => void
  /** Why it cannot be changed; it stays reachable, so that the reason can be read. */
  lockedBecause?: string | null
  /** Somebody tried all the same. */
  onLocked?: (reason: string) => void
}

/** A tick box with a third state; the box alone, 24 px to hit. */
export function TickBox({
  label,
  checked,
  onChange,
  lockedBecause = null,
  onLocked,
  className = '',
  ...rest
}: Props) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = checked === 'mixed'
  }, [checked])
  return (
    <input
      {...rest}
      ref={box}
      type="checkbox"
      className={`tick-box ${className}`}
      aria-label={label}
      title={lockedBecause ?? rest.title}
      aria-disabled={lockedBecause === null ? undefined : true}
      checked={checked === true}
      onChange={(event) => {
        const box = event.currentTarget
        // a click ends the third state in the browser; here it ends when `checked` says so
        box.indeterminate = checked === 'mixed'
        if (lockedBecause === null) onChange(box.checked)
        else onLocked?.(lockedBecause)
      }}
    />
  )
}
