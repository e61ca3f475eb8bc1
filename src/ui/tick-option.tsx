import { TickBox } from './tick-box.tsx'

type Props = { label: string; hint?: string; checked: boolean; onChange: (checked: boolean) => void }

/** A checkbox with a visible label and hint, which can also be clicked. */
export function TickOption({ label, hint, checked, onChange }: Props) {
  return (
    <label className="tick-option">
      <TickBox label={label} {...(hint && { description: hint })} checked={checked} onChange={onChange} />
      <span>
        {label}
        {hint && <span className="tick-option__hint">{hint}</span>}
      </span>
    </label>
  )
}
