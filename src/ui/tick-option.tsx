import { TickBox } from './tick-box.tsx'

type Props = { label: string; checked: boolean; onChange: (checked: boolean) => void }

/** A checkbox with a visible label, which can also be clicked. */
export function TickOption({ label, checked, onChange }: Props) {
  return (
    <label className="tick-option">
      <TickBox label={label} checked={checked} onChange={onChange} />
      <span>{label}</span>
    </label>
  )
}
