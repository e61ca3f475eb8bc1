import { useEffect, useRef, type InputHTMLAttributes } from 'react'

type Tick = boolean | 'mixed'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'checked' | 'onChange'> & {
  /** What it is the box of. It stays the same in every state, so that people and tools find the box by it. */
  label: string
  /** The state of what it stands for, read after the label; the reason of a lock follows. */
  description?: string
  checked: Tick
  onChange: (checked: boolean) => void
  /** Why it cannot be changed; it stays reachable, so that the reason can be read. */
  lockedBecause?: string | null
  /** A person tried to change it while it is locked. */
  onLocked?: (reason: string) => void
}

/** A tick box with a third state; the box alone, 24 px to hit. */
export function TickBox({
  label,
  description = '',
  checked,
  onChange,
  lockedBecause = null,
  onLocked,
  className = '',
  ...rest
}: Props) {
  const box = useRef<HTMLInputElement>(null)
  const described =
    description && lockedBecause
      ? `${description.replace(/\.$/, '')}. ${lockedBecause}`
      : description || (lockedBecause ?? '')
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
      // not aria-describedby: a hidden element would be part of the text of the cell around it
      // oxlint-disable-next-line jsx-a11y/role-supports-aria-props -- since ARIA 1.3 it is allowed on every role
      aria-description={described === '' ? undefined : described}
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
