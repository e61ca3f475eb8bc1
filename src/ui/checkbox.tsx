import { useEffect, useRef, type InputHTMLAttributes } from 'react'

type Checked = boolean | 'mixed'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'checked' | 'onChange'> & {
  /** The name of the box. It stays the same in every state, so that people and tools can find the box by name. */
  label: string
  /** The state, read after the label and before the reason of a lock. */
  description?: string
  checked: Checked
  onChange: (checked: boolean) => void
  /** Why the box cannot be changed. It stays focusable, so that the reason can be read. */
  lockedBecause?: string | null
  /** Called when the user tries to change a locked box. */
  onLocked?: (reason: string) => void
}

/** A checkbox with a mixed state and no visible label. Its target size is 24 px. */
export function Checkbox({
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
      className={`checkbox ${className}`}
      aria-label={label}
      // not aria-describedby, because the hidden element would become part of the text of the surrounding cell
      // oxlint-disable-next-line jsx-a11y/role-supports-aria-props -- since ARIA 1.3 it is allowed on every role
      aria-description={described === '' ? undefined : described}
      title={lockedBecause ?? rest.title}
      aria-disabled={lockedBecause === null ? undefined : true}
      checked={checked === true}
      onChange={(event) => {
        const box = event.currentTarget
        // the browser ends the mixed state at a click; here only `checked` decides
        box.indeterminate = checked === 'mixed'
        if (lockedBecause === null) onChange(box.checked)
        else onLocked?.(lockedBecause)
      }}
    />
  )
}
