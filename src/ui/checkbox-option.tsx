import { Checkbox } from './checkbox.tsx'

type Props = { label: string; hint?: string; checked: boolean; onChange: (checked: boolean) => void }

/** A checkbox with a visible label and hint, which can also be clicked. */
export function CheckboxOption({ label, hint, checked, onChange }: Props) {
  return (
    <label className="checkbox-option">
      <Checkbox label={label} {...(hint && { description: hint })} checked={checked} onChange={onChange} />
      <span>
        {label}
        {hint && <span className="checkbox-option__hint">{hint}</span>}
      </span>
    </label>
  )
}
